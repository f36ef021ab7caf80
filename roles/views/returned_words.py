"""What the preview of a returned file says: each thing that can be taken, by phase, and what is left out and why."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aispec.web.templatetags.web import typo
from roles.domain.matrix import Matrix
from roles.domain.returned import Item, Kind, Problem, ReturnPlan, Trouble
from roles.enums import Letter
from roles.letters import letter_html


@dataclass(frozen=True, slots=True)
class Choice:
    """A line with a box; `about` is the duty of a letter, `now` and `there` are letters or words, as HTML."""

    item: Item
    ticked: bool
    code: str
    subject: str
    about: str
    now: SafeString
    there: SafeString
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of a phase, or of the positions (`number` 0)."""

    number: int
    name: str
    choices: Sequence[Choice]


class Words:
    """The names that a plan uses."""

    def __init__(self, plan: ReturnPlan, base: Matrix) -> None:
        self.plan, self.base = plan, base
        self.rows = {row.ref: row for row in plan.edits.rows}

    def position(self, ref: str) -> str:
        """The title of a position, new ones included."""
        if ref in self.plan.columns:
            return self.plan.columns[ref]
        matrix = self.plan.now if int(ref) in self.plan.now.column_of else self.base
        return matrix.position(int(ref)).title

    def code(self, ref: str) -> str:
        """The code of a duty; a new one has its row in the file."""
        if ref in self.rows:
            return _("row %(number)s of the file") % {"number": ref[1:]}
        matrix = self.plan.now if int(ref) in self.plan.now.row_of else self.base
        return matrix.duty(int(ref)).code

    def duty(self, ref: str) -> str:
        """The text of a duty."""
        return self.rows[ref].text if ref in self.rows else self.plan.now.duty(int(ref)).text

    def phase(self, ref: str) -> int:
        """The id of the phase of a duty."""
        return self.rows[ref].phase if ref in self.rows else self.plan.now.duty(int(ref)).phase_id


def sections(plan: ReturnPlan, words: Words, ticked: Container[str]) -> list[Section]:
    """All that can be taken: positions first, then phase by phase in the order of the matrix."""
    groups: dict[int, list[Choice]] = {0: [], **{phase.id: [] for phase in plan.now.phases}}
    order = {str(duty.id): place for place, duty in enumerate(plan.now.duties)}
    for item in sorted(plan.items, key=lambda item: order.get(item.duty, len(order))):
        groups[words.phase(item.duty) if item.duty else 0].append(_choice(item, words, item.key in ticked))
    titles = {0: (0, _("Positions"))} | {phase.id: (phase.number, phase.name) for phase in plan.now.phases}
    return [Section(*titles[pk], choices) for pk, choices in groups.items() if choices]


def _choice(item: Item, words: Words, ticked: bool) -> Choice:
    code = words.code(item.duty) if item.duty else ""
    about = words.duty(item.duty) if item.kind is Kind.CELL else ""
    now, there = _shown(item, item.here), _shown(item, item.there)
    return Choice(item, ticked, code, _subject(item, words), about, now, there, _note(item, words))


def _shown(item: Item, text: str) -> SafeString:
    return letter_html(text, small=True) if item.kind is Kind.CELL else typo(text)


def _subject(item: Item, words: Words) -> str:
    """What the line is about."""
    if item.kind is Kind.CELL:
        return words.position(item.position)
    if item.kind is Kind.ROW:
        letters = (f"{words.position(position)} {Letter(letter).shown}" for position, letter in item.letters if letter)
        return " · ".join((_("New duty"), *letters))
    names = {Kind.COLUMN: _("New position, vacant"), Kind.TEXT: _("Other words"), Kind.TITLE: _("Other title")}
    return names[item.kind]


def _note(item: Item, words: Words) -> str:
    """Why a line is a conflict, "" for one that is none."""
    if not item.conflict:
        return ""
    if item.kind in (Kind.ROW, Kind.COLUMN):
        return _("Conflict: the project has this already. Tick it to have it twice.")
    parts = []
    if item.here != item.old:
        was, here = _said(item, item.old), _said(item, item.here)
        parts.append(_("Conflict: written as %(was)s, here now %(here)s.") % {"was": was, "here": here})
    if item.over:
        names = ", ".join(words.position(str(pk)) for pk in item.over)
        parts.append(_("Conflict: %(names)s has the A here. Ticked, it moves; of A/R the R stays.") % {"names": names})
    return " ".join(parts)


def _said(item: Item, text: str) -> str:
    """A letter or words inside a sentence."""
    if item.kind is Kind.CELL:
        return Letter(text).shown if text else _("empty")
    return _("“%(text)s”") % {"text": text}


def problems(plan: ReturnPlan, words: Words) -> list[str]:
    """Each row that is left out, and why."""
    return list(dict.fromkeys(_problem(problem, words) for problem in plan.problems))


def _problem(problem: Problem, words: Words) -> str:
    values = {
        "duty": words.code(problem.duty) if problem.duty else words.position(problem.position),
        "position": words.position(problem.position) if problem.position else "",
        "text": problem.text,
    }
    return _TROUBLES[problem.trouble]() % values


_TROUBLES = {
    Trouble.UNREAD: lambda: _("%(duty)s: “%(text)s” for %(position)s is no letter of a matrix."),
    Trouble.NOT_OFFERED: lambda: _("%(duty)s: this project does not use “%(text)s”, asked for %(position)s."),
    Trouble.TWO: lambda: _("%(duty)s: the file gives this duty two A’s. Leave one of them."),
    Trouble.OFF: lambda: _("%(duty)s: the duty does not apply here, so %(position)s can have no letter."),
    Trouble.GONE: lambda: _("%(duty)s: changed in the file, but removed from the project since."),
    Trouble.BLANK: lambda: _("%(duty)s: the file leaves no words for it."),
    Trouble.LONG: lambda: _("%(duty)s: “%(text)s…” is too long (500 characters for a duty, 200 for a title)."),
    Trouble.NO_PHASE: lambda: _("%(duty)s: “%(text)s” is in no phase of this project. Name the phase in its row."),
}


def missing(plan: ReturnPlan, base: Matrix) -> Iterator[str]:
    """What the file has no more, as far as it stands here."""
    for pk in plan.edits.gone_duties:
        if pk in plan.now.row_of:
            yield f"{base.duty(pk).code} {base.duty(pk).text}"
    for pk in plan.edits.gone_positions:
        if pk in plan.now.column_of:
            yield base.position(pk).title


def row_names(refs: Iterable[str], words: Words) -> str:
    """The codes of some rows."""
    return ", ".join(words.code(ref) for ref in refs)
