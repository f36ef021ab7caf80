"""A finding: what a check says of a place. Its words are made only when somebody reads them."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from roles.checks.domain.rules.registry import RULES
from roles.checks.domain.rules.rule import Figures, Rule
from roles.enums import Severity
from roles.matrix.matrix import Matrix


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a place: a duty, a position, a phase, or the whole matrix.

    A click makes hundreds of them and a reader sees ten, so the sentences are properties, made in the
    active language from its rule and the figures.
    """

    code: str
    duty_id: int | None = None
    position_id: int | None = None
    phase_id: int | None = None
    figures: Figures = field(default_factory=dict)

    @property
    def rule(self) -> Rule[Any, Any]:
        """What found it."""
        return RULES[self.code]

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return RULES[self.code].severity

    @property
    def todo(self) -> bool:
        """Whether it only says that a duty has no letter yet: still an error, but shown as "to assign"."""
        return RULES[self.code].to_assign and not self.figures["letters"]

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
        return self.rule.title_of(self.figures)

    @property
    def message(self) -> str:
        """The finding in a sentence, without its place."""
        return self.rule.message_of(self.figures)

    @property
    def help(self) -> str:
        """Why the check exists, and whose rule it is."""
        return self.rule.help

    def place(self, matrix: Matrix) -> str:
        """The duty, the position or the phase in words, "" for the whole matrix."""
        return " ".join(filter(None, self.code_and_place(matrix)))

    def code_and_place(self, matrix: Matrix) -> tuple[str, str]:
        """The same, with the code of the duty on its own; a position and a phase have none."""
        if self.duty_id is not None:
            duty = matrix.duty(self.duty_id)
            return duty.code, duty.text
        if self.position_id is not None:
            position = matrix.position(self.position_id)
            return "", ", ".join(filter(None, (position.title, position.holder)))
        return "", next((phase.name for phase in matrix.phases if phase.id == self.phase_id), "")
