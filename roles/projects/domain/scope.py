"""What a project covers: the phases it includes and the duties that apply."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count

from aispec.web.edit_conflict import check_seen, fingerprint
from phases.enums import ChangeKind
from phases.models import Phase, Project, ProjectChange
from phases.projects.journal import Journal, project_change
from roles.catalogue.domain.catalogue import SIDE_BY_SIDE
from roles.matrix.letters import offers
from roles.matrix.queries import rows_with_letters
from roles.matrix.seals import start_seal
from roles.models import Assignment, Duty, Position
from roles.projects.domain.copies import copy_responsibilities
from roles.projects.domain.duties import drop_duty, duty_fingerprint, letters_of, readable


def set_applicable(project_id: int, user: User, duty_id: int, reason: str, seen: str | None = None) -> None:
    """Say why a duty does not apply, or with an empty reason that it applies again.

    Its letters leave with it, and come back with it as far as their positions are still there and
    the project still offers them.
    Raises EditConflict and Duty.DoesNotExist.
    """
    with project_change(project_id, user) as journal:
        duty = Duty.objects.select_related("phase").get(pk=duty_id, project_id=project_id)
        check_seen(seen, duty_fingerprint(duty))
        change_applicable(journal, duty, reason)


def change_applicable(journal: Journal, duty: Duty, reason: str) -> None:
    """As set_applicable, inside the change that this journal is of."""
    if reason == duty.reason:
        return
    was_applicable, duty.applicable = duty.applicable, not reason
    old, duty.reason = duty.reason, reason
    if was_applicable:
        _put_away(journal, duty)
    else:
        journal.add(ChangeKind.DUTY_EDITED, duty.code, old, reason, duty_id=duty.pk, data={"field": "reason"})
        if duty.applicable:
            _put_back(duty)
    duty.save()


def _put_away(journal: Journal, duty: Duty) -> None:
    letters = letters_of(duty)
    journal.add(
        ChangeKind.DUTY_EDITED,
        duty.code,
        readable(letters),
        duty.reason,
        duty_id=duty.pk,
        data={"field": "reason", "letters": {position_id: letter for position_id, _, letter in letters}},
    )
    Assignment.objects.filter(duty=duty).delete()


def _put_back(duty: Duty) -> None:
    lines = ProjectChange.objects.filter(project_id=duty.project_id, duty_id=duty.pk, kind=ChangeKind.DUTY_EDITED)
    kept = lines.filter(data__has_key="letters").order_by("-version").values_list("data", flat=True).first() or {}
    rules = Project.objects.values_list("rules", flat=True).get(pk=duty.project_id)
    letters = {at: letter for at, letter in kept.get("letters", {}).items() if offers(rules, letter)}
    here = Position.objects.filter(project_id=duty.project_id, pk__in=letters).values_list("pk", flat=True)
    Assignment.objects.bulk_create(
        Assignment(duty=duty, position_id=position_id, letter=letters[str(position_id)]) for position_id in here
    )


@dataclass(frozen=True, slots=True)
class PhaseLoss:
    """What leaving out a phase takes away."""

    phase: Phase
    duties: int
    letters: int
    comments: int


def losses(project: Project, phase_ids: Collection[int]) -> list[PhaseLoss]:
    """The phases of a project that are not among these and what goes with each."""
    leaving = project.phases.exclude(pk__in=phase_ids)
    counted = {
        phase_id: (duties, letters, comments)
        for phase_id, duties, letters, comments in Duty.objects.filter(project=project, phase__in=leaving)
        .values("phase_id")
        .annotate(
            duties=Count("pk", distinct=True),
            letters=Count("assignments", distinct=True),
            said=Count("comments", distinct=True),
        )
        .order_by()
        .values_list("phase_id", "duties", "letters", "said")
    }
    return [PhaseLoss(phase, *counted.get(phase.pk, (0, 0, 0))) for phase in leaving]


def losses_fingerprint(lost: list[PhaseLoss]) -> str:
    """The fingerprint of what a confirmation named."""
    return fingerprint([(loss.phase.pk, loss.duties, loss.letters, loss.comments) for loss in lost])


def _profiles_of(project: Project) -> set[int] | None:
    """The profiles that a project takes from a framework with many, as its duties and positions tell; None for all."""
    if project.framework.profiles.count() <= SIDE_BY_SIDE:
        return None
    duties = Duty.objects.filter(project=project, responsibility__isnull=False, profile__isnull=False)
    positions = Position.objects.filter(project=project, profile__isnull=False)
    return {*duties.values_list("profile_id", flat=True), *positions.values_list("profile_id", flat=True)} or None


def set_phases(project_id: int, user: User, phases: Collection[Phase], seen: str | None = None) -> None:
    """Include these phases and no others: new ones bring their responsibilities, left out ones take theirs.

    `seen` is the mark of the losses the user agreed to. Raises EditConflict, and ValueError for no phase at all.
    """
    if not phases:
        raise ValueError("A project has at least one phase.")
    with project_change(project_id, user) as journal:
        project = Project.objects.get(pk=project_id)
        before = list(project.phases.all())
        lost = losses(project, [phase.pk for phase in phases])
        check_seen(seen, losses_fingerprint(lost))
        added = [phase for phase in phases if phase not in before]
        if not added and not lost:
            return
        for duty in Duty.objects.filter(project=project, phase__in=[loss.phase for loss in lost]):
            drop_duty(journal, duty)
        project.phases.set(phases)
        copy_responsibilities(project_id, added, _profiles_of(project))
        note_phases(journal, project, before)


def note_phases(journal: Journal, project: Project, before: Sequence[Phase]) -> None:
    """Note which phases a project covers now, which it covered before, and seal the duties that came with them."""
    was, now = ([phase.pk for phase in phases] for phases in (before, project.phases.all()))
    came = [row for row in rows_with_letters(project.pk) if row["phase_id"] in {*now} - {*was}]
    journal.add(
        ChangeKind.PROJECT_EDITED,
        project.name,
        ", ".join(phase.name for phase in before),
        ", ".join(phase.name for phase in project.phases.all()),
        data={"field": "phases", "was": was, "now": sorted(now), "came": start_seal((), came)},
    )
