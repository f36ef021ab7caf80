"""Naming a matrix of a project in a URL: a version, a frozen one (`b12`), or `now`."""

from dataclasses import dataclass

from phases.models import Baseline
from roles.domain.baselines import frozen_matrix
from roles.domain.matrix import Matrix, load_matrix
from roles.domain.past import NoSuchVersion, matrix_at

NOW = "now"
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Named:
    """A matrix with the name that a URL gives it; `baseline` is the frozen version it comes from."""

    name: str
    matrix: Matrix
    baseline: str = ""


def named_matrix(project_id: int, name: str) -> Named:
    """The matrix of this name. Raises NoSuchVersion, PastUnknown and UnknownSchema."""
    if name == NOW:
        return Named(name, load_matrix(project_id))
    number = name.removeprefix("b")
    if not (number.isascii() and number.isdecimal() and len(number) < _DIGITS):
        raise NoSuchVersion(name)
    if number == name:
        return Named(name, matrix_at(project_id, int(number)))
    baseline = Baseline.objects.filter(project_id=project_id, pk=int(number)).first()
    if baseline is None:
        raise NoSuchVersion(name)
    return Named(name, frozen_matrix(baseline), baseline.name)
