"""Naming a matrix of a project in a URL: a version, a frozen one (`b12`), or `now`."""

from dataclasses import dataclass

from phases.models import Baseline
from roles.history.domain.baselines import Frozen, frozen_matrix
from roles.history.domain.replay import NoSuchVersion, matrix_at, snapshot_at
from roles.history.domain.snapshot import Snapshot, load_snapshot
from roles.matrix.matrix import Matrix, load_matrix

NOW = "now"
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class NamedMatrix:
    """A matrix with the name that a URL gives it; `baseline` is the frozen version it comes from."""

    name: str
    matrix: Matrix
    baseline: Frozen | None = None


def named_matrix(project_id: int, name: str) -> NamedMatrix:
    """The matrix of this name. Raises NoSuchVersion, ReplayFailed and UnknownSchema."""
    if name == NOW:
        return NamedMatrix(name, load_matrix(project_id))
    found = _found(project_id, name)
    if isinstance(found, Baseline):
        return NamedMatrix(name, frozen_matrix(found), Frozen.of(found))
    return NamedMatrix(name, matrix_at(project_id, found))


def named_snapshot(project_id: int, name: str) -> Snapshot:
    """The same in both languages, without what was dismissed. Raises as named_matrix."""
    if name == NOW:
        return load_snapshot(project_id)
    found = _found(project_id, name)
    if isinstance(found, Baseline):
        return Snapshot.from_json(project_id, found.frozen)
    return snapshot_at(project_id, found)


def _found(project_id: int, name: str) -> Baseline | int:
    """The frozen version or the number that a name stands for."""
    number = name.removeprefix("b")
    if not (number.isascii() and number.isdecimal() and len(number) < _DIGITS):
        raise NoSuchVersion(name)
    if number == name:
        return int(number)
    baseline = Baseline.objects.filter(project_id=project_id, pk=int(number)).first()
    if baseline is None:
        raise NoSuchVersion(name)
    return baseline
