"""What a document of the matrix shows, whatever its format.

A posting document is made from a matrix without names and without findings, so no writer could print one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from aispec.web.fields.days import day_words
from roles.acceptance.domain.answers import Tally
from roles.checks.domain.check import Mark, Progress, duty_marks, phase_progress, split_dismissed
from roles.checks.domain.finding import Finding
from roles.enums import Letter
from roles.formats.paper import Mode
from roles.formats.text import plain
from roles.grid.domain.filters import MatrixFilter
from roles.history.domain.baselines import Frozen
from roles.matrix.letters import acronym, letter_name, shown_letters
from roles.matrix.matrix import DutyRow, Matrix, PhaseBand
from roles.matrix.rules import gives_descriptions
from roles.matrix.thresholds import Thresholds


@dataclass(frozen=True)
class MatrixDocument:
    """`shown` has the rows that the filter keeps, and is what is counted; `filtered` says the filter in words."""

    whole: Matrix
    shown: Matrix
    findings: Sequence[Finding]
    mode: Mode
    filtered: str
    day: date
    dismissed: int = 0
    accepted: Tally | None = None
    frozen: Frozen | None = None  # the frozen version it shows
    reviewed_on: date | None = None  # the day of the last review, where the project has a rhythm

    @property
    def internal(self) -> bool:
        """Whether it may name people."""
        return self.mode is Mode.INTERNAL

    @property
    def language(self) -> str:
        """fr or en."""
        return self.whole.language

    @property
    def kind(self) -> str:
        """What the document is."""
        return _("Responsibility matrix (%(letters)s)") % {"letters": acronym(self.letters)}

    @property
    def date(self) -> str:
        """The day it was made, in words."""
        return day_words(self.day)

    @property
    def version(self) -> str:
        """`12, draft`, or `12, frozen: “Kick-off”` for a frozen version, whose name may name somebody."""
        if self.frozen and not self.internal:
            return _("%(number)s, frozen") % {"number": self.whole.version}
        if self.frozen:
            words = _("%(number)s, frozen: “%(name)s”")
            return words % {"number": self.whole.version, "name": self.text(self.frozen.name)}
        return _("%(number)s, draft") % {"number": self.whole.version}

    @property
    def evidence(self) -> list[str]:
        """Who froze the version and when, whether it was approved, its note and its fingerprint, for the team."""
        if not self.frozen or not self.internal:
            return []
        frozen = _("Frozen on %(day)s by %(name)s.") % {"day": day_words(self.frozen.day), "name": self.frozen.by}
        state = pgettext("version", "Approved.") if self.frozen.approved else pgettext("version", "Not approved.")
        seal = _("Fingerprint of its content, which the journal keeps: %(seal)s") % {"seal": self.frozen.seal}
        return [*filter(None, (f"{frozen} {state}", self.text(self.frozen.note))), seal]

    @property
    def status(self) -> str:
        """`Version 12, draft, 3 open findings`."""
        words = _("Version %(version)s") % {"version": self.version}
        if not self.internal:
            return words
        count = len(self.listed)
        opened = ngettext("%(count)s open finding", "%(count)s open findings", count) % {"count": count}
        aside = ngettext("%(count)s dismissed", "%(count)s dismissed", self.dismissed) % {"count": self.dismissed}
        parts = (words, opened if count else _("no open findings"), aside if self.dismissed else "", self.acceptance)
        return ", ".join(filter(None, (*parts, self.reviewed)))

    @property
    def reviewed(self) -> str:
        """`reviewed on November 3, 2026`, "" where the project has no rhythm or no review."""
        return _("reviewed on %(day)s") % {"day": day_words(self.reviewed_on)} if self.reviewed_on else ""

    @property
    def acceptance(self) -> str:
        """`11 of 12 accepted`, "" where nobody has anything to accept or the document names nobody."""
        if not self.internal or self.accepted is None or not self.accepted.people:
            return ""
        words = ngettext(
            "%(accepted)s of %(people)s accepted", "%(accepted)s of %(people)s accepted", self.accepted.accepted
        )
        return words % self.accepted._asdict()

    @cached_property
    def letters(self) -> tuple[Letter, ...]:
        """The letters that the legend explains and a cell accepts."""
        return shown_letters(self.whole)

    def letter_name(self, letter: Letter) -> str:
        """What the project calls a letter."""
        return self.text(letter_name(self.whole.rules, letter))

    @cached_property
    def thresholds(self) -> Thresholds:
        """The project's limits."""
        return Thresholds.of(self.whole.rules)

    def text(self, text: str) -> str:
        """A text of the matrix as it is shown."""
        return self._plain(text)

    @cached_property
    def _plain(self) -> Callable[[str], str]:
        """The same texts come back in rows, findings and headers."""
        return cache(partial(plain, language=self.language))

    def duty_text(self, duty: DutyRow) -> str:
        """The duty in words, with the reason when it does not apply."""
        text = self.text(duty.text)
        if duty.applicable:
            return text
        return text + "\n" + _("Not applicable: %(reason)s") % {"reason": self.text(duty.reason)}

    def description(self, duty: DutyRow) -> str:
        """How the duty is done, as it was typed; "" where the project's documents do not give it, or not this one."""
        return duty.description if self.internal and gives_descriptions(self.whole.rules) else ""

    def duty_told(self, duty: DutyRow) -> str:
        """The duty in words, with its description below."""
        return "\n".join(filter(None, (self.duty_text(duty), self.description(duty))))

    def phase_label(self, phase: PhaseBand) -> str:
        """Number and name, e.g. `3 Manipulation`."""
        return f"{phase.number} {self.text(phase.name)}"

    def phase_short(self, phase: PhaseBand) -> str:
        """The same with the short name, for narrow columns."""
        return f"{phase.number} {self.text(phase.short_name)}"

    def bands(self) -> Iterator[tuple[PhaseBand, tuple[DutyRow, ...]]]:
        """The phases and their duties; a filter hides the phases that it empties."""
        for phase in self.shown.phases:
            duties = self.shown.duties_of[phase.id]
            if duties or not self.filtered:
                yield phase, duties

    @cached_property
    def marks(self) -> dict[int, Mark]:
        """What stands beside each duty, for the team."""
        return duty_marks(self.shown, self.listed) if self.internal else {}

    @cached_property
    def progress(self) -> dict[int, Progress]:
        """How far each phase is."""
        return phase_progress(self.shown, self.listed)

    @property
    def none(self) -> str:
        """What stands where no duty does."""
        return _("No duties match the filter.") if self.filtered else _("No duties.")

    @cached_property
    def described(self) -> list[DutyRow]:
        """The duties of the sheet of descriptions: all that are shown, where one of them has a description."""
        shown = [duty for _phase, duties in self.bands() for duty in duties] if self.internal else []
        return shown if any(duty.description for duty in shown) else []

    @cached_property
    def listed(self) -> list[Finding]:
        """The findings of what is shown: those of hidden duties and of phases that a filter empties stay out."""
        duties = {None, *self.shown.row_of}
        phases = {None, *(phase.id for phase, _duties in self.bands())}
        return [found for found in self.findings if found.duty_id in duties and found.phase_id in phases]


def prepare(
    matrix: Matrix,
    findings: Sequence[Finding],
    *,
    mode: Mode,
    day: date,
    chosen: MatrixFilter | None = None,
    accepted: Tally | None = None,
    frozen: Frozen | None = None,
) -> MatrixDocument:
    """The document of a matrix, in the matrix's language (which must be the active one)."""
    chosen = chosen or MatrixFilter()
    findings, aside = split_dismissed(matrix, findings)
    shown = chosen.apply(matrix, findings)
    aside = [finding for finding in aside if finding.duty_id is None or finding.duty_id in shown.row_of]
    filtered = describe(chosen, matrix)
    if mode is Mode.POSTING:
        return MatrixDocument(matrix.without_names(), shown.without_names(), (), mode, filtered, day, frozen=frozen)
    return MatrixDocument(matrix, shown, findings, mode, filtered, day, len(aside), accepted, frozen)


def describe(chosen: MatrixFilter, matrix: Matrix) -> str:
    """The filter in words, "" when there is none; in the active language."""
    parts = []
    if chosen.text:
        parts.append(_("text “%(text)s”") % {"text": chosen.text})
    if chosen.phase:
        name = next((phase.name for phase in matrix.phases if phase.slug == chosen.phase), chosen.phase)
        parts.append(_("phase %(name)s") % {"name": plain(name, matrix.language)})
    if chosen.position:
        column = matrix.column_of.get(chosen.position)
        title = str(chosen.position) if column is None else matrix.positions[column].title
        parts.append(_("position %(title)s") % {"title": plain(title, matrix.language)})
    if chosen.letters:
        shown = ", ".join(letter.shown for letter in Letter if letter.value in chosen.letters)
        parts.append(_("letters %(letters)s") % {"letters": shown})
    if chosen.gaps:
        parts.append(_("gaps only"))
    return _("Filter: %(parts)s") % {"parts": "; ".join(parts)} if parts else ""


def open_by_sentence(document: MatrixDocument) -> list[tuple[Finding, str]]:
    """One finding for each thing that is said, with where: `Nobody approves`, `T05, T12`."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in document.listed:
        groups.setdefault((finding.code, finding.title), []).append(finding)
    return [
        (found[0], ", ".join(filter(None, (_place(document, finding) for finding in found))))
        for found in groups.values()
    ]


def _place(document: MatrixDocument, finding: Finding) -> str:
    """The code of a duty; the title of a position; the name of a phase."""
    if finding.duty_id is not None:
        return document.whole.duty(finding.duty_id).code
    return document.text(finding.place(document.whole))
