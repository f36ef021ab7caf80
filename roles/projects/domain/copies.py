"""The responsibilities of the catalogue, copied as duties of a project."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from phases.models import Phase
from roles.models import Duty, Responsibility

COPIED = ("text_fr", "text_en", "posting_fr", "posting_en")


def copy_responsibilities(
    project_id: int, phases: Iterable[Phase], profile_ids: Collection[int] | None = None
) -> list[Duty]:
    """Copy the responsibilities of these phases as duties, so that the catalogue may change without them.

    `profile_ids` copies those of some profiles only. Profiles of one framework may use the same code; the later one
    then gets a number after it.
    """
    responsibilities = responsibilities_of(phases, profile_ids).select_related("profile")
    taken = set(Duty.objects.filter(project_id=project_id).values_list("code", flat=True))
    places: dict[int, int] = {}
    duties = []
    for responsibility in responsibilities.order_by("phase__order", "profile__order", "order"):
        place = places[responsibility.phase_id] = places.get(responsibility.phase_id, 0) + 1
        duties.append(_copy(project_id, responsibility, place, _free_code(responsibility, taken)))
    return Duty.objects.bulk_create(duties)


def responsibilities_of(phases: Iterable[Phase], profile_ids: Collection[int] | None) -> QuerySet[Responsibility]:
    """The responsibilities of these phases, of all profiles or of some."""
    found = Responsibility.objects.filter(phase__in=phases)
    return found if profile_ids is None else found.filter(profile_id__in=profile_ids)


def is_edited(duty: Duty) -> bool:
    """A copy whose words are no longer those of the catalogue."""
    source = duty.responsibility
    return source is not None and (duty.text_fr, duty.text_en) != (source.text_fr, source.text_en)


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
