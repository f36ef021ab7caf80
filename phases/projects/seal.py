"""Seals of a journal: its last hash, signed, to be kept elsewhere, so that a tail that is cut off shows.

Whoever can write to the database alone can neither make nor change one: it needs the server's key.
"""

from collections.abc import Callable, Iterator, Mapping

from django.core.signing import BadSignature, Signer
from django.db.models import Max

from phases.models import Project, ProjectChange

FRAMEWORK = "f"  # before the number of one, in the name of its journal; that of a project is its number
_SIGNER = Signer(salt="phases.journal-seal", sep=".")


class SealBroken(Exception):
    """The journal is not the one that was sealed, or the seal is none; the message says which, in English."""


def seal(project_id: int) -> tuple[int, str]:
    """The version of a project and its seal. Raises Project.DoesNotExist."""
    version = Project.objects.values_list("version", flat=True).get(pk=project_id)
    return version, _signed(str(project_id), version)


def framework_seals() -> Iterator[tuple[str, int, str]]:
    """The name, the version and the seal of each journal of a framework."""
    lines = ProjectChange.objects.exclude(framework=None).order_by("framework").values("framework")
    for row in lines.annotate(version=Max("version")):
        name = f"{FRAMEWORK}{row['framework']}"
        yield name, row["version"], _signed(name, row["version"])


def check_seal(sealed: str, elsewhere: Mapping[str, Callable[[int], str]]) -> None:
    """Raises SealBroken where the journal is another one than was sealed, up to there.

    `elsewhere` has, by name, how the hash of a journal that is kept by itself is found.
    """
    try:
        name, version, head = _SIGNER.unsign(sealed).split("-")
        found = elsewhere[name](int(version)) if name in elsewhere else _hash_at(name, int(version))
    except (BadSignature, ValueError):
        raise SealBroken(f"{sealed}: this is no seal of this server.") from None
    if found == head:
        return
    what = f"Framework {name[1:]}" if name.startswith(FRAMEWORK) else f"Project {name}"
    what = name.capitalize() if name in elsewhere else what
    if not found:
        raise SealBroken(f"{what}: version {version} was sealed, and its lines are gone.")
    raise SealBroken(f"{what}: version {version} is not the one that was sealed.")


def _signed(name: str, version: int) -> str:
    return sealed_as(name, version, _hash_at(name, version))


def sealed_as(name: str, version: int, head: str) -> str:
    """The seal of the journal of this name, whose line of this version has this hash."""
    return _SIGNER.sign(f"{name}-{version}-{head}")


def _hash_at(name: str, version: int) -> str:
    """The hash of the last line of a version, "" where there is none."""
    field = "framework_id" if name.startswith(FRAMEWORK) else "project_id"
    lines = ProjectChange.objects.filter(version=version, **{field: int(name.removeprefix(FRAMEWORK))}).order_by("id")
    return lines.values_list("hash", flat=True).last() or ""
