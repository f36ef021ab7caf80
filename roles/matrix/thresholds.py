"""The thresholds of the checks and of the load; a project may set its own.

The defaults are this project's own choice, not a standard; the pages say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Self

from roles.enums import APPROVING, DOING, Letter


@dataclass(frozen=True)
class Thresholds:
    """Limits of H5 to H9 and V1 to V3, points a letter, and load limits in points."""

    max_r: int = 3
    max_c: int = 4
    max_i: int = 6
    max_share: int = 60  # percent of the duties that apply
    share_from_positions: int = 5
    lone_a_counts_as_r: bool = False
    points_ar: int = 3
    points_r: int = 2
    points_a: int = 2
    points_c: int = 1
    points_i: int = 0
    points_s: int = 1
    load_position: int = 40
    load_phase: int = 20

    @classmethod
    def of(cls, rules: Mapping[str, Any]) -> Self:
        """The defaults with a project's own figures laid over them; unknown keys are ignored."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in rules.items() if name in known})

    @property
    def doing(self) -> tuple[str, ...]:
        """The letters that carry a duty out: an A alone, too, where the project says so."""
        return tuple({*DOING, *APPROVING}) if self.lone_a_counts_as_r else DOING

    @cached_property
    def worth(self) -> Mapping[str, int]:
        """The points of each stored letter, 0 for an empty cell."""
        return {"": 0} | {letter: getattr(self, f"points_{letter.lower()}") for letter in Letter.values}

    def points(self, letter: str) -> int:
        """The points of a stored letter; 0 for an empty cell."""
        return self.worth[letter]
