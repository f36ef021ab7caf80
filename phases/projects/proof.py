"""Does the journal of a project stand as it was written? Its chain is followed line by line."""

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import User

from phases.enums import ChangeKind
from phases.models import Project, ProjectChange
from phases.projects.chain import link, words_digest


def chain_faults(project_id: int) -> Iterator[str]:
    """What is wrong with the lines, from the first on. Raises Project.DoesNotExist."""
    present = Project.objects.values_list("version", flat=True).get(pk=project_id)
    lines = ProjectChange.objects.filter(project_id=project_id).order_by("version", "id")
    users = set(User.objects.values_list("pk", flat=True))
    erased = erased_words(project_id)
    version, before = 0, ""
    for line in lines.iterator():
        if version == 0 and line.kind != ChangeKind.PROJECT_CREATED:
            yield f"{line}: the first line does not say how the project was made"
        if line.version not in (version, version + 1):
            yield f"{line}: its version does not follow {version}"
        if line.hash != link(before, line):
            yield f"{line}: it is not the line that was written here"
        if words_digest(line) not in (line.digest, erased.get(line.pk)):
            yield f"{line}: it has other words than were written"
        if line.by_id != line.author and (line.by_id is not None or line.author in users):
            yield f"{line}: it has another author than was written"
        version, before = line.version, line.hash
    if version != present:
        yield f"the last line is of version {version}, the project of version {present}"


def erased_words(project_id: int) -> Mapping[int, str]:
    """By line, the digest of the words that erasing somebody's name has left it."""
    erased: dict[int, str] = {}
    for data in _erasures(project_id):
        erased |= {int(pk): digest for pk, digest in data.get("lines", {}).items()}
    return erased


def resealed(project_id: int, kind: str) -> Mapping[int, str]:
    """By frozen version (`frozen`), posting or publication, the seal that erasing somebody's name has left it."""
    seals: dict[int, str] = {}
    for data in _erasures(project_id):
        seals |= {int(pk): seal for pk, seal in data.get(kind, {}).items()}
    return seals


def _erasures(project_id: int) -> Iterator[Mapping[str, Mapping[str, str]]]:
    lines = ProjectChange.objects.filter(project_id=project_id, kind=ChangeKind.WORDS_ERASED)
    yield from (data or {} for data in lines.order_by("version", "id").values_list("data", flat=True))
