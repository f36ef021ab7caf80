"""A rule on the texts of a posting as one object: where it applies, since when, who says so, what it finds and says."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from django.utils.translation import gettext as _

from aispec.web.fields.numbers import read_number
from roles.enums import PayUnit, Province, Severity, WorkMode
from roles.models.postings import TEXTS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Values = Mapping[str, Any]
Words: TypeAlias = "_StrPromise"
LANGUAGES = ("fr", "en")
LONGEST = 4000  # characters that are read of a text; a form keeps fewer
_A_YEAR = {PayUnit.HOUR: 2080, PayUnit.DAY: 260, PayUnit.WEEK: 52, PayUnit.MONTH: 12, PayUnit.YEAR: 1}


class Draft:
    """A posting as the rules read it: what was sent with its form, or its own values."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def text(self, name: str) -> str:
        """The field of that name, whatever it holds."""
        return str(self.values.get(name) or "")[:LONGEST].strip()

    def texts(self, *names: str, languages: tuple[str, ...] = LANGUAGES) -> Iterator[tuple[str, str]]:
        """The texts of these names, or all of them, that say anything: field and text, French first."""
        for language in languages:
            for name in names or TEXTS:
                if text := self.text(f"{name}_{language}"):
                    yield f"{name}_{language}", text

    def languages(self) -> tuple[str, ...]:
        """The languages it stands in."""
        return LANGUAGES if self.text("title_en") else LANGUAGES[:1]

    @property
    def remote(self) -> bool:
        """Whether the work is done from anywhere in an area."""
        return self.text("work_mode") == WorkMode.REMOTE

    @property
    def place(self) -> str:
        """The province of its place, "" where remote work has none."""
        return "" if self.remote and not self.text("city") else self.text("province")

    def reached(self, provinces: Collection[Province]) -> list[Province]:
        """Those of these provinces in which the remote work may be done: all, where none is chosen."""
        many = getattr(self.values, "getlist", self.values.get)
        chosen = many("remote_area") or provinces
        return [province for province in provinces if self.remote and province in chosen]

    def pay(self) -> tuple[Decimal | None, Decimal | None]:
        """From and to, None for what is not said."""
        return read_number(self.text("pay_min")), read_number(self.text("pay_max"))

    def yearly(self, amount: Decimal) -> Decimal:
        """About what an amount makes in a year of full time."""
        unit = self.text("pay_unit")
        return amount * (_A_YEAR[PayUnit(unit)] if unit in PayUnit.values else 1)


class Found(NamedTuple):
    """Where a rule has found something, and the words that its sentence takes."""

    field: str
    words: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so. `read_at` is where the claim was read where that is not `address`; `checked` is when, None for a
    claim that is still to be verified.
    """

    name: Words
    address: str
    checked: date | None
    read_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is looked for, where, and what is said of it.

    `areas` are the provinces it applies in, none for everywhere: those of the place, and those that remote work may be
    done from unless `place_only`. An ERROR stops the posting, a WARNING advises, a HINT reminds of what no text shows.
    """

    code: str
    severity: Severity
    source: Source
    sentence: Words
    find: Callable[[Draft], Iterator[Found]]
    since: date | None = None
    areas: tuple[Province, ...] = field(default=())
    place_only: bool = False

    def area(self, draft: Draft) -> str | None:
        """Where it applies to this posting, in words; None where it does not."""
        if not self.areas:
            return ""
        if draft.place in self.areas:
            return str(Province(draft.place).label)
        if not self.place_only and (reached := draft.reached(self.areas)):
            names = ", ".join(str(province.label) for province in reached)
            return _("%(areas)s, where this remote work may be done") % {"areas": names}
        return None
