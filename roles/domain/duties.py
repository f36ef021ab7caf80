"""The rows of a project: its copies of the catalogue's responsibilities and its own duties."""

from collections.abc import Iterable

from phases.models import Phase
from roles.models import Duty, Responsibility

COPIED = ("text_fr", "text_en", "posting_fr", "posting_en")


def copy_responsibilities(project_id: int, phases: Iterable[Phase]) -> list[Duty]:
    """Copy the responsibilities of these phases as duties, so that the catalogue may change without them.

    Profiles of one framework may use the same code; the later one then gets a number after it.
    """
    responsibilities = Responsibility.objects.filter(phase__in=phases).select_related("profile")
    taken = set(Duty.objects.filter(project_id=project_id).values_list("code", flat=True))
    places: dict[int, int] = {}
    duties = []
    for responsibility in responsibilities.order_by("phase__order", "profile__order", "order"):
        place = places[responsibility.phase_id] = places.get(responsibility.phase_id, 0) + 1
        duties.append(_copy(project_id, responsibility, place, _free_code(responsibility, taken)))
    return Duty.objects.bulk_create(duties)


def _free_code(responsibility: Responsibility, taken: set[str]) -> str:
    """The code of the responsibility, or a longer one when the project already has it."""
    code, number = responsibility.code, 2
    while code in taken:
        code, number = f"{responsibility.code[:16]}-{number}", number + 1
    taken.add(code)
    return code


def _copy(project_id: int, responsibility: Responsibility, order: int, code: str) -> Duty:
    return Duty(
        project_id=project_id,
        phase_id=responsibility.phase_id,
        profile_id=responsibility.profile_id,
        responsibility=responsibility,
        code=code,
        order=order,
        **{name: getattr(responsibility, name) for name in COPIED},
    )
