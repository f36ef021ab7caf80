"""What the journal does not prove of a project that a factory has made, besides that nothing says how it was made."""

from roles.history.domain.proof import faults

OF_FACTORIES = ("the first line does not say how the project was made", "access of user")


def new_faults(project_id: int) -> list[str]:
    return [fault for fault in faults(project_id) if not any(known in fault for known in OF_FACTORIES)]
