"""Does a project hold what its journal says? The chain, the matrix back to its start, and every record beside it.

A record (an access, a link, an answer, a frozen version, a dismissal, a posting, a comment) is held against what the
lines about it leave. Lines of before these seals say less; what they do not say is not held against anything.
"""

from collections.abc import Callable, Iterator
from functools import partial

from phases.models import Project, ProjectChange
from phases.projects import proof
from phases.projects.proof import chain_faults
from roles.history.domain.proof.access import invitations, members, personal_links, share_links
from roles.history.domain.proof.postings import postings, postings_of_framework, publications
from roles.history.domain.proof.project import facts, opened_positions
from roles.history.domain.proof.records import Lines
from roles.history.domain.proof.review import answers, baselines, comments, dismissals
from roles.history.domain.replay import ReplayFailed, verify

_RECORDS = (
    facts, opened_positions, members, invitations, share_links, personal_links, answers, baselines, dismissals,
    postings, comments,
)  # fmt: skip


def faults(project_id: int) -> Iterator[str]:
    """What is not as the journal says, in its order: the lines themselves, the matrix, the records beside it.

    Raises Project.DoesNotExist.
    """
    Project.objects.only("pk").get(pk=project_id)
    yield from _readable("the journal", partial(chain_faults, project_id))
    yield from _readable("the matrix", partial(_replay_faults, project_id))
    lines = list(ProjectChange.objects.filter(project_id=project_id).order_by("version", "id"))
    for records in _RECORDS:
        yield from _readable(records.__name__, partial(records, project_id, lines))
    yield from _readable("publications", partial(publications, lines))


def framework_faults(framework_id: int) -> Iterator[str]:
    """What is not as the journal of a framework says: its lines, and the postings that have no project."""
    yield from _readable("the journal", partial(proof.framework_faults, framework_id))
    lines: Lines = list(ProjectChange.objects.filter(framework_id=framework_id).order_by("version", "id"))
    yield from _readable("postings", partial(postings_of_framework, framework_id, lines))
    yield from _readable("publications", partial(publications, lines))


def _replay_faults(project_id: int) -> Iterator[str]:
    try:
        for line, found in reversed(verify(project_id)):
            yield f"{line}, but “{found}” is found"
    except ReplayFailed as unknown:
        yield f"{unknown}: it cannot be taken back"


def _readable(what: str, check: Callable[[], Iterator[str]]) -> Iterator[str]:
    """The faults that a check finds; what it cannot read for all that was done to it is one."""
    try:
        yield from check()
    except Exception as broken:
        yield f"{what} cannot be read ({type(broken).__name__}: {broken})"
