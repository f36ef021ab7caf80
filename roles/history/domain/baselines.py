"""Baselines: named copies of the matrix that nothing changes.

Whoever edits freezes; approving is the owner's, and belongs to the freezing, for a baseline never changes afterwards.
"""

from django.contrib.auth.models import User

from aispec.web.edit_conflict import EditConflict
from phases.enums import ChangeKind
from phases.models import Baseline
from phases.projects.journal import project_change
from roles.checks.domain.check import Tally, check, tally
from roles.history.domain.snapshot import Snapshot, load_snapshot
from roles.matrix.matrix import Matrix
from roles.matrix.seals import baseline_seal


class NameTaken(Exception):
    """Another baseline of the project has this name."""


class OpenErrors(Exception):
    """A matrix with errors cannot be approved; `tally` counts them."""

    def __init__(self, counts: Tally) -> None:
        super().__init__(counts)
        self.tally = counts


def freeze(
    project_id: int, user: User, name: str, note: str = "", *, approved: bool = False, seen: int | None = None
) -> Baseline:
    """Keep the matrix as it is under a name. `seen` is the version the user looked at.

    Raises EditConflict, NameTaken, OpenErrors and Project.DoesNotExist.
    """
    with project_change(project_id, user) as journal:
        version = journal.version - 1  # what is kept is what stood before this change, which moves no letter
        if seen is not None and seen != version:
            raise EditConflict
        if Baseline.objects.filter(project_id=project_id, name__iexact=name).exists():
            raise NameTaken
        snapshot = load_snapshot(project_id)
        snapshot.project["project__version"] = version
        counts = tally(check(snapshot.matrix()))
        if approved and counts.blocking:
            raise OpenErrors(counts)
        baseline = Baseline.objects.create(
            project_id=project_id,
            version=version,
            name=name,
            note=note,
            approved=approved,
            by=user,
            frozen=snapshot.to_json(),
        )
        data = {"baseline": baseline.pk, "seal": baseline_seal(baseline)}
        journal.add(ChangeKind.BASELINE_FROZEN, name, new="approved" if approved else "", data=data)
        return baseline


def frozen_matrix(baseline: Baseline, language: str | None = None) -> Matrix:
    """The matrix that a baseline keeps, never the journal's. Raises UnknownSchema."""
    return Snapshot.from_json(baseline.project_id, baseline.frozen).matrix(language)
