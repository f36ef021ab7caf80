"""Seals of a journal: its last hash, signed, to be kept elsewhere, so that a tail that is cut off shows.

Whoever can write to the database alone can neither make nor change one: it needs the server's key.
"""

from django.core.signing import BadSignature, Signer

from phases.models import Project, ProjectChange

_SIGNER = Signer(salt="phases.journal-seal", sep=".")


class SealBroken(Exception):
    """The journal is not the one that was sealed, or the seal is none; the message says which, in English."""


def seal(project_id: int) -> tuple[int, str]:
    """The version of a project and its seal. Raises Project.DoesNotExist."""
    version = Project.objects.values_list("version", flat=True).get(pk=project_id)
    return version, _SIGNER.sign(f"{project_id}-{version}-{_hash_at(project_id, version)}")


def check_seal(sealed: str) -> None:
    """Raises SealBroken where the journal is another one than was sealed, up to there."""
    try:
        project_id, version, head = _SIGNER.unsign(sealed).split("-")
    except (BadSignature, ValueError):
        raise SealBroken(f"{sealed}: this is no seal of this server.") from None
    found = _hash_at(int(project_id), int(version))
    if found == head:
        return
    if not found:
        raise SealBroken(f"Project {project_id}: version {version} was sealed, and its lines are gone.")
    raise SealBroken(f"Project {project_id}: version {version} is not the one that was sealed.")


def _hash_at(project_id: int, version: int) -> str:
    """The hash of the last line of a version, "" where there is none."""
    lines = ProjectChange.objects.filter(project_id=project_id, version=version).order_by("id")
    return lines.values_list("hash", flat=True).last() or ""
