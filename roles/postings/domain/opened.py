"""The vacant positions that project owners have opened to HR managers."""

from django.contrib.auth.models import User
from django.db.models import QuerySet

from phases.enums import ChangeKind
from phases.projects.journal import project_change
from roles.models import Position
from roles.people.domain.holders import is_hr


def open_to_hr(project_id: int, user: User, position_id: int, *, opened: bool) -> None:
    """Let HR managers see this position with its duties while it is vacant, or no longer."""
    with project_change(project_id, user) as journal:
        position = Position.objects.get(pk=position_id, project_id=project_id)
        if position.open_to_hr != opened:
            position.open_to_hr = opened
            position.save(update_fields=["open_to_hr"])
            kind = ChangeKind.POSITION_OPENED if opened else ChangeKind.POSITION_WITHHELD
            journal.add(kind, position.title, position_id=position.pk)


def opened_positions(user: User) -> QuerySet[Position]:
    """The vacant positions that owners have opened to HR managers; none for anybody else."""
    rows = Position.objects.filter(open_to_hr=True, holder=None).select_related("project", "profile")
    return rows.order_by("project__name", "order", "id") if is_hr(user) else rows.none()


def is_opened(position: Position | None) -> bool:
    """Whether a position is one of them."""
    return position is not None and position.open_to_hr and position.holder_id is None
