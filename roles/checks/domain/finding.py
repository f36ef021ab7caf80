"""A finding: what a check says of a place. Its words are made only when somebody reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from roles.checks.domain.rules import registry
from roles.enums import Severity
from roles.matrix.matrix import Matrix

SEVERITY: Mapping[str, Severity] = {
    **dict.fromkeys(("H1", "H2", "H3", "H4", "P2"), Severity.ERROR),
    **dict.fromkeys(("H5", "H6", "H9", "V1", "V2", "V3", "V5", "P1", "P3"), Severity.WARNING),
    **dict.fromkeys(("H7", "H8", "V4", "P4", "P5"), Severity.HINT),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a place: a duty, a position, a phase, or the whole matrix.

    A click makes hundreds of them and a reader sees ten, so the sentences are properties, made in the
    active language from the code and the figures.
    """

    code: str
    duty_id: int | None = None
    position_id: int | None = None
    phase_id: int | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return SEVERITY[self.code]

    @property
    def todo(self) -> bool:
        """Whether it only says that a duty has no letter yet: still an error, but shown as "to assign"."""
        return self.code == "H4" and not self.figures["letters"]

    @property
    def key(self) -> str:
        """Code and place, e.g. "H1-d12": the same finding has the same key at every version."""
        if self.duty_id is not None:
            return f"{self.code}-d{self.duty_id}"
        if self.position_id is not None:
            return f"{self.code}-p{self.position_id}"
        return self.code if self.phase_id is None else f"{self.code}-f{self.phase_id}"

    @property
    def state(self) -> str:
        """A digest of its figures: the same while it says the same of its place."""
        return sha256(repr(sorted(self.figures.items())).encode()).hexdigest()[:12]

    @property
    def title(self) -> str:
        """The finding in a few words."""
        return registry.title(self.code, self.figures)

    @property
    def message(self) -> str:
        """The finding in a sentence, without its place."""
        return registry.message(self.code, self.figures)

    @property
    def help(self) -> str:
        """Why the check exists, and whose rule it is."""
        return registry.help_of(self.code)

    def place(self, matrix: Matrix) -> str:
        """The duty, the position or the phase in words, "" for the whole matrix."""
        if self.duty_id is not None:
            duty = matrix.duty(self.duty_id)
            return f"{duty.code} {duty.text}"
        if self.position_id is not None:
            position = matrix.position(self.position_id)
            return f"{position.title}, {position.holder}" if position.holder else position.title
        return next((phase.name for phase in matrix.phases if phase.id == self.phase_id), "")
