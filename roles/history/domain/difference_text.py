"""A difference as lines to read: what, of what, before and after."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from roles.enums import Letter
from roles.history.domain.difference import Difference, duty_says, position_says
from roles.matrix.matrix import Matrix
from roles.matrix.rules import rule_words


class DifferenceLine(NamedTuple):
    """One difference in words; `old` and `new` are "" where there was or is nothing."""

    what: str
    subject: str
    old: str
    new: str


def difference_lines(before: Matrix, after: Matrix, difference: Difference) -> list[DifferenceLine]:
    """The project first, then phases, positions, duties and letters."""
    project = [
        DifferenceLine(_("Project changed"), _field(field), _said(old), _said(new))
        for field, old, new in difference.about
    ]
    return [
        *project,
        *_phases(difference),
        *_positions(difference),
        *_duties(before, after, difference),
        *_letters(before, after, difference),
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
        "description": _("description"),
        "phase": _("phase"),
        "reason": _("reason why it does not apply"),
        "code": _("code"),
    }
    return fields.get(name) or rule_words(name) or _("limit %(name)s") % {"name": name}


def _said(value: str) -> str:
    """What a rule holds; one that is on or off is told in words."""
    return _("yes") if value == "True" else value


def _phases(difference: Difference) -> Iterable[DifferenceLine]:
    for phase in difference.phases.added:
        yield DifferenceLine(_("Phase added"), phase.name, "", phase.name)
    for phase in difference.phases.removed:
        yield DifferenceLine(_("Phase removed"), phase.name, phase.name, "")


def _held(holder: str) -> str:
    return holder or _("vacant")


def _positions(difference: Difference) -> Iterable[DifferenceLine]:
    for position in difference.positions.added:
        yield DifferenceLine(_("Position added"), position.title, "", _held(position.holder))
    for position in difference.positions.removed:
        yield DifferenceLine(_("Position removed"), position.title, _held(position.holder), "")
    for old, new in difference.positions.changed:
        before, after = position_says(old), position_says(new)
        yield from _fields(_("Position changed"), new.title, before, after, {"holder": _held})
    for position in difference.positions.moved:
        yield DifferenceLine(_("Position moved"), position.title, "", "")


def _duties(before: Matrix, after: Matrix, difference: Difference) -> Iterable[DifferenceLine]:
    for duty in difference.duties.added:
        yield DifferenceLine(_("Duty added"), duty.code, "", duty.text)
    for duty in difference.duties.removed:
        yield DifferenceLine(_("Duty removed"), duty.code, duty.text, "")
    phases = {str(phase.id): phase.name for phase in (*before.phases, *after.phases)}
    for old, new in difference.duties.changed:
        yield from _fields(_("Duty changed"), new.code, duty_says(old), duty_says(new), {"phase": phases.__getitem__})
    for duty in difference.duties.moved:
        yield DifferenceLine(_("Duty moved"), duty.code, "", "")


def _fields(
    what: str,
    subject: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    shown_as: Mapping[str, Callable[[str], str]],
) -> Iterable[DifferenceLine]:
    """The fields that differ; `shown_as` puts the values of some of them into words."""
    for name in after:
        if before[name] != after[name]:
            words = shown_as.get(name, str)
            yield DifferenceLine(what, f"{subject}, {_field(name)}", words(before[name]), words(after[name]))


def _letters(before: Matrix, after: Matrix, difference: Difference) -> Iterable[DifferenceLine]:
    """Letters of added and removed rows and columns too: they are part of what came and went."""
    duties = {duty.id: duty for duty in (*before.duties, *after.duties)}
    positions = {position.id: position for position in (*before.positions, *after.positions)}
    for cell in difference.cells:
        what = _("Letter changed") if cell.old and cell.new else _("Letter given") if cell.new else _("Letter taken")
        subject = f"{duties[cell.duty_id].code} · {positions[cell.position_id].title}"
        yield DifferenceLine(what, subject, shown(cell.old), shown(cell.new))


def shown(letter: str) -> str:
    """A stored letter as people write it, "" for an empty cell."""
    return Letter(letter).shown if letter else ""
