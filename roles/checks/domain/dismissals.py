"""Setting findings aside, each with a reason, and bringing them back; the journal keeps both."""

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.models import User

from phases.enums import ChangeKind
from phases.projects.journal import project_change
from roles.checks.domain.check import check, open_findings, split_dismissed
from roles.checks.domain.finding import Finding
from roles.matrix.matrix import Matrix, load_matrix
from roles.models import FindingDismissal


class ErrorStands(Exception):
    """An error is repaired, never dismissed: without one A and an R nobody is committed to a duty."""


class FindingGone(Exception):
    """The finding is no longer there, is dismissed already, or says something else than its reader saw."""


def dismissible(matrix: Matrix, keys: Iterable[str] = (), code: str = "") -> list[Finding]:
    """The open_findings findings of these keys, or all of one check. Raises ErrorStands and FindingGone."""
    wanted = set(keys)
    found = [finding for finding in open_findings(matrix) if finding.key in wanted or (code and finding.code == code)]
    if not found or not wanted <= {finding.key for finding in found}:
        raise FindingGone
    if not all(finding.rule.dismissible for finding in found):
        raise ErrorStands
    return found


def dismiss(project_id: int, user: User, seen: Mapping[str, str], reason: str) -> int:
    """Set findings aside as one change; `seen` holds their keys and the states the reader saw. Return their number.

    Raises ErrorStands and FindingGone.
    """
    with project_change(project_id, user) as journal:
        matrix = load_matrix(project_id)
        found = dismissible(matrix, seen)
        if any(seen[finding.key] != finding.state for finding in found):
            raise FindingGone
        for finding in found:
            FindingDismissal.objects.update_or_create(
                project_id=project_id,
                key=finding.key,
                defaults={"state": finding.state, "reason": reason, "by": user},
            )
            journal.add(
                ChangeKind.FINDING_DISMISSED,
                label_of(matrix, finding),
                new=reason,
                duty_id=finding.duty_id,
                position_id=finding.position_id,
                data={"key": finding.key, "state": finding.state},
            )
    return len(found)


def restore(project_id: int, user: User, key: str) -> None:
    """Let a finding stand again; nothing happens to one that already does."""
    with project_change(project_id, user) as journal:
        row = FindingDismissal.objects.filter(project_id=project_id, key=key).first()
        if row is None:
            return
        matrix = load_matrix(project_id)
        finding = next((finding for finding in split_dismissed(matrix, check(matrix))[1] if finding.key == key), None)
        journal.add(
            ChangeKind.FINDING_RESTORED,
            label_of(matrix, finding) if finding else key,
            old=row.reason,
            duty_id=finding.duty_id if finding else None,
            position_id=finding.position_id if finding else None,
            data={"key": key, "state": row.state},
        )
        row.delete()


def dismissals(project_id: int, findings: Sequence[Finding]) -> list[tuple[Finding, FindingDismissal]]:
    """These dismissed findings with who set them aside, when and why, in one query or none."""
    if not findings:
        return []
    rows = {row.key: row for row in FindingDismissal.objects.filter(project_id=project_id).select_related("by")}
    return [(finding, rows[finding.key]) for finding in findings if finding.key in rows]


def label_of(matrix: Matrix, finding: Finding) -> str:
    """A finding as the journal names it: rule, title, place."""
    place = finding.place(matrix)
    return f"{finding.code} {finding.title}" + (f": {place}" if place else "")
