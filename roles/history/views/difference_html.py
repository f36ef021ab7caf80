"""Two matrices in one grid: what came, went or changed is marked by a sign, a word and a colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from aispec.web.templatetags.web import typo
from roles.formats.letter_html import letter_html, soft_hyphens
from roles.history.domain.difference import Difference, merged
from roles.matrix.matrix import DutyRow, Matrix, PositionColumn

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
_SIGNS = {ADDED: "+", REMOVED: "−", CHANGED: "≠", MOVED: "↕"}


def _word(state: str) -> str:
    words = {ADDED: _("Added"), REMOVED: _("Removed"), CHANGED: _("Changed"), MOVED: _("Moved")}
    return words[state]


@dataclass(frozen=True)
class Comparison:
    """Two matrices and what differs."""

    before: Matrix
    after: Matrix
    difference: Difference

    @cached_property
    def positions(self) -> list[PositionColumn]:
        """All columns, as they are after or were before."""
        known = {position.id: position for position in (*self.before.positions, *self.after.positions)}
        order = merged([p.id for p in self.before.positions], [p.id for p in self.after.positions])
        return [known[pk] for pk in order]

    @cached_property
    def cells(self) -> dict[tuple[int, int], tuple[str, str]]:
        """The letters before and after of the cells that differ."""
        return {(cell.duty_id, cell.position_id): (cell.old, cell.new) for cell in self.difference.cells}

    @cached_property
    def states(self) -> dict[str, dict[int, str]]:
        """What has become of each duty and position that is not as it was."""
        return {
            name: {item.id: MOVED for item in items.moved}
            | {new.id: CHANGED for _old, new in items.changed}
            | {item.id: ADDED for item in items.added}
            | {item.id: REMOVED for item in items.removed}
            for name, items in (("duties", self.difference.duties), ("positions", self.difference.positions))
        }

    def bands(self) -> Iterable[tuple[str, str, list[DutyRow]]]:
        """Each phase with its state ("" for one of both) and its duties, those that went included."""
        duties = {duty.id: duty for duty in (*self.before.duties, *self.after.duties)}
        phases = {phase.id: phase for phase in (*self.before.phases, *self.after.phases)}
        states = {phase.id: ADDED for phase in self.difference.phases.added}
        states |= {phase.id: REMOVED for phase in self.difference.phases.removed}
        for phase in sorted(phases.values(), key=lambda phase: phase.number):
            after = [duty.id for duty in self.after.duties_of.get(phase.id, ())]
            elsewhere = self.after.row_of.keys() - after
            before = [duty.id for duty in self.before.duties_of.get(phase.id, ()) if duty.id not in elsewhere]
            name, state = f"{phase.number}. {phase.name}", states.get(phase.id, "")
            yield name, state, [duties[pk] for pk in merged(before, after)]

    def letter(self, duty: DutyRow, position: PositionColumn) -> str:
        """The letter of a cell that does not differ."""
        for matrix in (self.after, self.before):
            if duty.id in matrix.row_of and position.id in matrix.column_of:
                return matrix.letter(duty.id, position.id)
        return ""


def difference_html(comparison: Comparison) -> SafeString:
    """The rows of the table."""
    heads = "".join(_heading(comparison, position) for position in comparison.positions)
    columns = '<col class="c-p">' * len(comparison.positions)
    parts = [
        f'<colgroup><col class="c-duty">{columns}</colgroup>'
        f'<thead><tr><th scope="col">{escape(_("Duty"))}</th>{heads}</tr></thead>'
    ]
    for name, state, duties in comparison.bands():
        band = f'<span class="band-name">{typo(name)}</span> {_tag(state)}'
        width = len(comparison.positions) + 1
        parts.append(f'<tbody><tr class="band"><th scope="rowgroup" colspan="{width}">{band}</th></tr>')
        parts += [_row(comparison, duty) for duty in duties]
        parts.append("</tbody>")
    return mark_safe("".join(parts))  # noqa: S308


def _tag(state: str) -> str:
    if not state:
        return ""
    return (
        f'<span class="diff-tag {state}"><span aria-hidden="true">{_SIGNS[state]}</span> {escape(_word(state))}</span>'
    )


def _heading(comparison: Comparison, position: PositionColumn) -> str:
    state = comparison.states["positions"].get(position.id, "")
    who = escape(position.holder) or escape(_("Vacant"))
    title = soft_hyphens(typo(position.title))
    title = f"<s>{title}</s>" if state == REMOVED else title
    return f'<th scope="col"><span class="pos">{title}</span><span class="who">{who}</span>{_tag(state)}</th>'


def _row(comparison: Comparison, duty: DutyRow) -> str:
    state = comparison.states["duties"].get(duty.id, "")
    text = f"<s>{typo(duty.text)}</s>" if state == REMOVED else typo(duty.text)
    words = f"<span>{text} {_tag(state)}</span>"
    cells = "".join(_cell(comparison, duty, position) for position in comparison.positions)
    return f'<tr><th scope="row"><span class="duty"><code>{escape(duty.code)}</code>{words}</span></th>{cells}</tr>'


def _cell(comparison: Comparison, duty: DutyRow, position: PositionColumn) -> str:
    found = comparison.cells.get((duty.id, position.id))
    if not found:
        return f"<td>{letter_html(comparison.letter(duty, position))}</td>"
    old, new = (letter_html(letter, small=True) or f'<span class="vh">{escape(_("empty"))}</span>–' for letter in found)
    became = escape(_("became"))
    instead = f'<span aria-hidden="true">→</span><span class="vh"> {became} </span>'
    return f'<td class="differs"><span class="pair">{old}{instead}{new}</span></td>'
