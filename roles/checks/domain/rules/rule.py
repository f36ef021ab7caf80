"""A check as one object: how it is found, its words, its repairs, and all that is asked of it elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from django.utils.translation import gettext as _

from roles.checks.domain.repair_context import Repair, RepairContext
from roles.checks.domain.rules.cases import DutyCase, PhaseCase, PositionCase
from roles.enums import Severity
from roles.matrix.matrix import DutyRow

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Figures: TypeAlias = dict[str, Any]
Words: TypeAlias = "_StrPromise"  # translated when shown, with the figures of the finding put in
Said: TypeAlias = "Words | Callable[[Figures], str]"  # a function where the figures decide which words
Case = TypeVar("Case")
Place = TypeVar("Place")


def _no_repairs(*_asked: object) -> Iterator[Repair]:
    return iter(())


@dataclass(frozen=True, eq=False, kw_only=True)
class Rule(Generic[Case, Place]):
    """What is looked for in each place of one kind: a duty, a position or a phase.

    `find` is shown a place with what surrounds it, and gives the figures of a finding, {} when its words need none,
    or None. A repair removes the finding and adds no error; without repairs only a person can decide.
    """

    code: str
    severity: Severity
    name: Words
    when: str  # in the documentation: when there is a finding, "{max_r}" being the limit of that name
    why: Words
    message: Said
    find: Callable[[Case], Figures | None]
    title: "Said | None" = None  # its name unless figures say more
    repairs: Callable[[RepairContext, Place], Iterator[Repair]] = _no_repairs
    to_assign: bool = False  # where no letter stands, by its figure `letters`, it is shown as a duty to assign
    repairs_of_all: Callable[[RepairContext], Iterator[Repair]] = _no_repairs  # of all the duties to assign at once
    gathered: Callable[[int], str] | None = None  # the title of several as one line of the panel, for there may be many
    gap: str = ""  # the letter that a new position would take in the duties found
    only_holder_settles: bool = False  # the finding leads to where somebody is named
    shows_wordings: bool = False  # with each duty found, what it is in the words of each profile

    @property
    def dismissible(self) -> bool:
        """Whether a finding may be set aside with a reason: an error is repaired."""
        return self.severity != Severity.ERROR

    @property
    def order(self) -> tuple[str, int]:
        """Its place among all rules: by letter and number."""
        return self.code[0], int(self.code[1:])

    @property
    def help(self) -> str:
        """Why it exists, and whose rule it is."""
        rule = _("Rule %(code)s, this tool’s own choice.") % {"code": self.code}
        return f"{self.why} {rule}"

    def title_of(self, figures: Figures) -> str:
        """A finding in a few words."""
        if self.gathered is not None and "duties" in figures:
            return self.gathered(figures["duties"]) % {"count": figures["duties"]}
        return str(self.name) if self.title is None else _say(self.title, figures)

    def message_of(self, figures: Figures) -> str:
        """A finding in a sentence, without its place."""
        if self.gathered is not None and "duties" in figures:
            return self.title_of(figures)
        return _say(self.message, figures)


DutyRule: TypeAlias = Rule[DutyCase, DutyRow]
PositionRule: TypeAlias = Rule[PositionCase, int]  # the place is a column
PhaseRule: TypeAlias = Rule[PhaseCase, Sequence[DutyRow]]  # the place is its duties


def found(is_so: bool, **figures: Any) -> Figures | None:
    """The figures of a finding, if there is one."""
    return figures if is_so else None


def _say(words: Said, figures: Figures) -> str:
    return words(figures) if callable(words) else words % figures
