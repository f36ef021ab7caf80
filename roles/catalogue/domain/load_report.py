"""What loading a framework's file does, entry by entry."""

from dataclasses import dataclass, field
from enum import StrEnum

from aispec.web.edit_conflict import fingerprint

PAIRS = "pairs"


class Effect(StrEnum):
    """What happens to an entry. `kept` is what the file no longer has but a project or a person uses."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"  # its place among the others, and nothing else
    REMOVED = "removed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry and what happens to it; `fields` are the names of those that change, from what to what."""

    section: str
    effect: Effect
    key: str
    text: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass
class LoadReport:
    """What a load does, entry by entry."""

    framework: str
    title: str
    statements: int
    lines: list[Line] = field(default_factory=list)

    def count(self, *effects: Effect) -> int:
        """How many entries something happens to."""
        return sum(line.effect in effects for line in self.lines)

    @property
    def added(self) -> int:
        """How many entries are new."""
        return self.count(Effect.ADDED)

    @property
    def changed(self) -> int:
        """How many entries say something else, or stand elsewhere."""
        return self.count(Effect.CHANGED, Effect.MOVED)

    @property
    def removed(self) -> int:
        """How many entries go."""
        return self.count(Effect.REMOVED)

    @property
    def kept(self) -> list[str]:
        """The entries that stay because they are used."""
        return [line.key for line in self.lines if line.effect is Effect.KEPT]

    @property
    def seen(self) -> str:
        """The mark of all this, for a confirmation to carry."""
        return fingerprint(self.framework, self.lines)
