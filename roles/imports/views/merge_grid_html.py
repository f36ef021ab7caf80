"""The rows that a returned file or the project has changed, as a grid: a sign and a word beside each colour."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from aispec.web.templatetags.web import typo
from roles.formats.letter_html import letter_html, soft_hyphens
from roles.imports.domain.edits import EditKind, MergeItem, MergePlan
from roles.matrix.matrix import DutyRow


class MergeGrid:
    """The cells of a plan by place."""

    def __init__(self, plan: MergePlan) -> None:
        self.plan = plan
        self.there = {(item.duty, item.position): item for item in plan.items if item.kind is EditKind.CELL}
        self.here = {(str(cell.duty_id), str(cell.position_id)): cell for cell in plan.here}
        self.columns = [(str(p.id), p.title) for p in plan.now.positions] + list(plan.columns.items())
        touched = {duty for duty, _position in (*self.there, *self.here)}
        self.duties = [duty for duty in plan.now.duties if str(duty.id) in touched]

    def html(self) -> SafeString:
        """The rows of the table, "" when no letter differs."""
        return mark_safe("".join(self._parts()) if self.duties else "")  # noqa: S308

    def _parts(self) -> Iterator[str]:
        columns, duty_word = '<col class="c-p">' * len(self.columns), escape(_("Duty"))
        yield f'<colgroup><col class="c-duty">{columns}</colgroup><thead><tr><th scope="col">{duty_word}</th>'
        for _ref, title in self.columns:
            yield f'<th scope="col"><span class="pos">{soft_hyphens(typo(title))}</span></th>'
        yield "</tr></thead>"
        bands = {phase.id: f"{phase.number}. {phase.name}" for phase in self.plan.now.phases}
        for phase_id, duties in groupby(self.duties, lambda duty: duty.phase_id):
            band = f'<span class="band-name">{typo(bands[phase_id])}</span>'
            width = len(self.columns) + 1
            yield f'<tbody><tr class="band"><th scope="rowgroup" colspan="{width}">{band}</th></tr>'
            yield from self._rows(duties)
            yield "</tbody>"

    def _rows(self, duties: Iterable[DutyRow]) -> Iterator[str]:
        for duty in duties:
            letters = dict(zip([ref for ref, _title in self.columns], duty.letters, strict=False))
            cells = "".join(self._cell(str(duty.id), ref, letters.get(ref, "")) for ref, _title in self.columns)
            words = f'<span class="duty"><code>{escape(duty.code)}</code><span>{typo(duty.text)}</span></span>'
            yield f'<tr><th scope="row">{words}</th>{cells}</tr>'

    def _cell(self, duty: str, position: str, letter: str) -> str:
        item, here = self.there.get((duty, position)), self.here.get((duty, position))
        if item:
            return _differs(item)
        if here:
            word = escape(_("Here"))
            tag = f'<span class="diff-tag"><span aria-hidden="true">↻</span> {word}</span>'
            return f'<td class="here">{_letter(letter)}{tag}</td>'
        return f"<td>{letter_html(letter)}</td>"


def _differs(item: MergeItem) -> str:
    """What stands here and what the file has, a link to the line that takes it."""
    file, clash = escape(_("in the file")), escape(_("Conflict"))
    arrow = f'<span aria-hidden="true">→</span><span class="vh"> {file} </span>'
    pair = f"{_letter(item.here)}{arrow}{_letter(item.there)}"
    tag = f'<span class="diff-tag changed">! {clash}</span>' if item.conflict else ""
    kind = "clash" if item.conflict else "differs"
    return f'<td class="{kind}"><a class="pair" href="#{item.key}">{pair}</a>{tag}</td>'


def _letter(letter: str) -> str:
    empty = escape(_("empty"))
    return letter_html(letter, small=True) or f'<span class="vh">{empty}</span>–'
