"""A difference as lines to read: what, of what, before and after."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from roles.enums import Letter
from roles.history.domain.difference import Difference, duty_says, position_says
from roles.matrix.letters import rule_words
from roles.matrix.matrix import DutyRow, Matrix, PositionColumn


class DifferenceLine(NamedTuple):
    """One difference in words; `old` and `new` are "" where there was or is nothing."""

    what: str
    subject: str
    old: str
    new: str


def difference_lines(before: Matrix, after: Matrix, found: Difference) -> list[DifferenceLine]:
    """The project first, then phases, positions, duties and letters."""
    project = [DifferenceLine(_("Project changed"), _field(field), old, new) for field, old, new in found.about]
    return [
        *project,
        *_phases(found),
        *_positions(found),
        *_duties(before, after, found),
        *_letters(before, after, found),
    ]


def _field(name: str) -> str:
    fields = {
        "name": _("name"),
        "organization": _("team or organization"),
        "title": _("title"),
        "profile": _("profile"),
        "holder": _("holder"),
        "text": _("text"),
        "posting": _("posting wording"),
        "phase": _("phase"),
        "reason": _("reason why it does not apply"),
        "code": _("code"),
    }
    return fields.get(name) or rule_words(name) or _("threshold %(name)s") % {"name": name}


def _phases(found: Difference) -> Iterable[DifferenceLine]:
    for phase in found.phases.added:
        yield DifferenceLine(_("Phase added"), phase.name, "", phase.name)
    for phase in found.phases.removed:
        yield DifferenceLine(_("Phase removed"), phase.name, phase.name, "")


def _held(position: PositionColumn) -> str:
    return position.holder or _("vacant")


def _positions(found: Difference) -> Iterable[DifferenceLine]:
    for position in found.positions.added:
        yield DifferenceLine(_("Position added"), position.title, "", _held(position))
    for position in found.positions.removed:
        yield DifferenceLine(_("Position removed"), position.title, _held(position), "")
    for old, new in found.positions.changed:
        says, said = position_says(new), position_says(old)
        for name in says:
            if says[name] != said[name]:
                words = (_held(old), _held(new)) if name == "holder" else (said[name], says[name])
                yield DifferenceLine(_("Position changed"), f"{new.title}, {_field(name)}", *words)
    for position in found.positions.moved:
        yield DifferenceLine(_("Position moved"), position.title, "", "")


def _duties(before: Matrix, after: Matrix, found: Difference) -> Iterable[DifferenceLine]:
    for duty in found.duties.added:
        yield DifferenceLine(_("Duty added"), duty.code, "", duty.text)
    for duty in found.duties.removed:
        yield DifferenceLine(_("Duty removed"), duty.code, duty.text, "")
    names = {str(phase.id): phase.name for phase in (*before.phases, *after.phases)}
    for old, new in found.duties.changed:
        says, said = duty_says(new), duty_says(old)
        for name in says:
            if says[name] != said[name]:
                words = [names[text] if name == "phase" else text for text in (said[name], says[name])]
                yield DifferenceLine(_("Duty changed"), f"{new.code}, {_field(name)}", *words)
    for duty in found.duties.moved:
        yield DifferenceLine(_("Duty moved"), duty.code, "", "")


def _letters(before: Matrix, after: Matrix, found: Difference) -> Iterable[DifferenceLine]:
    """Letters of added and removed rows and columns too: they are part of what came and went."""
    duties: dict[int, DutyRow] = {duty.id: duty for matrix in (before, after) for duty in matrix.duties}
    positions: dict[int, PositionColumn] = {p.id: p for matrix in (before, after) for p in matrix.positions}
    for cell in found.cells:
        what = _("Letter changed") if cell.old and cell.new else _("Letter given") if cell.new else _("Letter taken")
        subject = f"{duties[cell.duty_id].code} · {positions[cell.position_id].title}"
        yield DifferenceLine(what, subject, shown(cell.old), shown(cell.new))


def shown(letter: str) -> str:
    """A stored letter as people write it, "" for an empty cell."""
    return Letter(letter).shown if letter else ""
