"""Does the journal of a project stand as it was written? Its chain is followed line by line."""

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import User
from django.db.models import QuerySet

from phases.enums import ChangeKind
from phases.models import Project, ProjectChange
from phases.projects.chain import beginning, link, words_digest


def chain_faults(project_id: int) -> Iterator[str]:
    """What is wrong with the lines, from the first on. Raises Project.DoesNotExist."""
    present = Project.objects.values_list("version", flat=True).get(pk=project_id)
    lines = ProjectChange.objects.filter(project_id=project_id).order_by("version", "id")
    first, last = lines.first(), lines.last()
    if first and first.kind != ChangeKind.PROJECT_CREATED:
        yield f"{first}: the first line does not say how the project was made"
    yield from _line_faults(lines, beginning(None))
    if (last.version if last else 0) != present:
        yield f"the last line is of version {last and last.version}, the project of version {present}"


def framework_faults(framework_id: int) -> Iterator[str]:
    """What is wrong with the lines of a framework; that the last ones are gone tells a seal alone."""
    lines = ProjectChange.objects.filter(framework_id=framework_id).order_by("version", "id")
    yield from _line_faults(lines, beginning(framework_id))


def _line_faults(lines: QuerySet[ProjectChange], before: str) -> Iterator[str]:
    """What is wrong with the lines of one journal, in their order."""
    unnamed = lines.filter(by=None).order_by().values("author")
    users = set(User.objects.filter(pk__in=unnamed).values_list("pk", flat=True))
    erased = erased_words(lines)
    version = 0
    for line in lines.iterator():
        if line.version not in (version, version + 1):
            yield f"{line}: its version does not follow {version}"
        if line.hash != link(before, line):
            yield f"{line}: it is not the line that was written here"
        if words_digest(line) not in (line.digest, erased.get(line.pk)):
            yield f"{line}: it has other words than were written"
        if line.by_id != line.author and (line.by_id is not None or line.author in users):
            yield f"{line}: it has another author than was written"
        version, before = line.version, line.hash


def erased_words(lines: QuerySet[ProjectChange]) -> Mapping[int, str]:
    """By line of a journal, the digest of the words that erasing somebody's name has left it."""
    erased: dict[int, str] = {}
    for data in _erasures(lines):
        erased |= {int(pk): digest for pk, digest in data.get("lines", {}).items()}
    return erased


def resealed(project_id: int) -> Mapping[int, str]:
    """By frozen version, the seal that erasing somebody's name has left it."""
    seals: dict[int, str] = {}
    for data in _erasures(ProjectChange.objects.filter(project_id=project_id)):
        seals |= {int(pk): seal for pk, seal in data.get("frozen", {}).items()}
    return seals


def _erasures(lines: QuerySet[ProjectChange]) -> Iterator[Mapping[str, Mapping[str, str]]]:
    erasures = lines.filter(kind=ChangeKind.WORDS_ERASED).order_by("version", "id")
    yield from (data or {} for data in erasures.values_list("data", flat=True))
