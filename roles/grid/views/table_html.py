"""The HTML of the matrix: made by small functions and joined, because a template a cell costs fifty times more.

A cell carries only its letter, and whether nobody holds its position: which duty and which position it belongs to is
said once, by its row and by the heading of its column. The page and the answer to a change use the same functions.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from aispec.web.templatetags.web import icon, typo
from roles.checks.domain.board import Board, DrawnRow
from roles.checks.domain.check import Mark, Progress, mark_of
from roles.comments.domain import OpenComments
from roles.comments.html import link_html
from roles.enums import Letter
from roles.formats.letter_html import letter_html, soft_hyphens
from roles.matrix.letters import shown_letters, with_names
from roles.matrix.load import Load
from roles.matrix.matrix import DutyRow, Matrix, PhaseBand, PositionColumn

PROPER = ' translate="no"'  # codes, names and titles: the same in every language
SHORT = 30  # characters of a title that any heading shows whole
FIRST_CELL = 3  # its place in a row, from 1: the duty and its mark come before


def cell_html(letter: str) -> str:
    """What a cell holds."""
    return letter_html(letter)


def _cells(kind: str = "") -> Mapping[str, str]:
    return {letter: f"<td{kind}>{cell_html(letter)}</td>" for letter in ("", *Letter.values)}


_HELD, _VACANT = _cells(), _cells(' class="vac"')


def mark_html(mark: Mark) -> str:
    """What stands beside a duty."""
    label = escape(mark.label)
    sign = icon(mark.status) if mark.status != "off" else '<span aria-hidden="true">—</span>'
    return f'<span class="is-{mark.status}" title="{label}">{sign}{_hidden(label)}</span>'


def _hidden(escaped: str) -> str:
    """Words for screen readers only."""
    return f'<span class="vh">{escaped}</span>'


def load_html(load: Load) -> str:
    """What stands at the foot of a column."""
    return _load_html(load, get_language())


@lru_cache(maxsize=4096)
def _load_html(load: Load, _language: str | None) -> str:
    points = ngettext("%(points)s point", "%(points)s points", load.points) % {"points": load.points}
    counts = f"<b>{load.r}</b> R · <b>{load.a}</b> A<br>"
    if not load.over:
        return counts + points
    too_much = escape(_("over the limit"))
    return f'<span class="over">{counts}{icon("warn")} {points}<span class="vh">, {too_much}</span></span>'


def step_html(phase: PhaseBand, progress: Progress) -> str:
    """A phase in the strip above the matrix."""
    words = _("%(name)s: %(done)s of %(total)s") % {
        "name": phase.name,
        "done": progress.complete,
        "total": progress.total,
    }
    errors = ""
    if progress.errors:
        errors = f'<b><span aria-hidden="true">▲</span>{progress.errors}{_errors(progress)}</b> '
    meter = f'value="{progress.complete}" max="{max(progress.total, 1)}" aria-label="{typo(words)}"'
    return (
        f'<a href="#ph-{phase.number}"><span class="n">{phase.number}</span>'
        f'<span class="name">{typo(phase.short_name)}</span>'
        f'<span class="of">{errors}{progress.complete}/{progress.total}</span><progress {meter}></progress></a>'
    )


def tail_html(progress: Progress) -> str:
    """The end of a phase's band."""
    done = _("%(done)s of %(total)s") % {"done": progress.complete, "total": progress.total}
    errors = f'<span class="is-err">{icon("err")}{progress.errors}{_errors(progress)}</span>'
    return f"<span>{done}</span>{errors if progress.errors else ''}"


def _errors(progress: Progress) -> str:
    return _hidden(f" {escape(ngettext('error', 'errors', progress.errors))} ")


def strip_html(board: Board) -> SafeString:
    """The phases above the matrix, with their progress."""
    steps = (
        f'<li id="step-{phase.number}">{step_html(phase, board.progress[phase.id])}</li>'
        for phase in board.matrix.phases
    )
    return mark_safe("".join(steps))  # noqa: S308


def options_html(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """The options of a list, from their values and words."""
    options = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{typo(words)}</option>'
        for value, words in choices
    )
    return mark_safe("".join(options))  # noqa: S308


def grid_html(
    board: Board, shown: Matrix, *, editable: bool, comments: OpenComments | None = None, named: bool = True
) -> SafeString:
    """The table; `shown` is the matrix with the filter applied, and the counts are those of the whole.

    Without `comments`, those that are open, it has no links: a matrix of the past has no comments and no workload page.
    Without `named` it says of no position who holds it, nor whether anybody does.
    """
    parts = [_head_html(board, shown.positions, editable=editable, named=named)]
    width = len(shown.positions) + 2
    whole = shown is board.matrix
    assign = escape(_("Assign")) if editable else ""
    cells = [_VACANT if named and position.vacant else _HELD for position in shown.positions]
    rows = board.rows.setdefault((get_language(), editable, named, comments is not None), {})
    for phase in shown.phases:
        duties = shown.duties_of[phase.id]
        if duties or whole:
            away = whole and len(parts) > 1
            parts.append(_band_html(phase, board.progress[phase.id], width, adds=editable and whole, away=away))
            parts.extend(_row_again(board, duty, rows, cells, assign, comments) for duty in duties)
            parts.append("</tbody>")
    parts.append(_foot_html(board, linked=comments is not None))
    return mark_safe("".join(parts))  # noqa: S308


def _legend_html(matrix: Matrix) -> str:
    letters = with_names(matrix.rules, shown_letters(matrix))
    return "".join(f"<span>{letter_html(item.code, small=True)} {typo(item.label)}</span>" for item in letters)


def _head_html(board: Board, positions: Sequence[PositionColumn], *, editable: bool, named: bool) -> str:
    columns = '<col class="c-p">' * len(positions)
    key = (get_language(), editable, named)
    heads = board.heads.get(key)
    if heads is None:
        fill = escape(_("Fill")) if editable else ""
        heads = "".join(_heading_html(position, fill, named=named) for position in positions)
        if editable:
            heads = f"{heads.removesuffix('</th>')}{_add_column_html()}</th>"
        board.heads[key] = heads
    return (
        f'<colgroup><col class="c-duty"><col class="c-st">{columns}</colgroup><thead><tr><th scope="col">'
        f'<span class="legend" aria-hidden="true">{_legend_html(board.matrix)}</span>{escape(_("Duty"))}</th>'
        f'<th scope="col"><span class="vh">{escape(_("Check"))}</span></th>{heads}</tr></thead>'
    )


def _add_column_html() -> str:
    """What adds a position, in the heading of the last one and drawn beside it."""
    words = escape(_("Add a position"))
    return f'<a class="add" href="positions/new/" title="{words}">{icon("plus")}{_hidden(words)}</a>'


def _add_row_html(phase: PhaseBand) -> str:
    """What adds a duty, in the band of its phase."""
    words = escape(_("Add a duty"))
    name = _hidden(f", {typo(phase.name)}")
    return f'<a class="add" href="duties/new/?phase={phase.id}">{icon("plus")}<span>{words}{name}</span></a>'


def _heading_html(position: PositionColumn, fill: str, *, named: bool) -> str:
    vacant = named and position.vacant
    who = f'<span class="badge vacant">{escape(_("Vacant"))}</span>' if vacant else _who_html(position)
    title = soft_hyphens(typo(position.title))
    tool = f'<a class="fill" href="fill/?position={position.id}" title="{fill}">{icon("below")}{_hidden(fill)}</a>'
    whole = f' title="{escape(position.title)}"' if len(position.title) > SHORT else ""  # where its heading may cut it
    return (
        f'<th scope="col" data-position="{position.id}"{" data-vacant" if vacant else ""}{whole}>'
        f'<span class="pos"{PROPER}>{title}</span><span class="who"{"" if vacant else PROPER}>{who}</span>'
        f"{_all_html(position) if len(position.holders) > 1 else ''}{tool if fill else ''}</th>"
    )


def _who_html(position: PositionColumn) -> str:
    """The name of the holder named first, and how many more there are; whoever hears the page hears all names."""
    if len(position.holders) < 2:
        return escape(position.holder)
    first, *others = (escape(holder.name) for holder in position.holders)
    return f'{first}{_hidden(", " + ", ".join(others))}<span class="more" data-more="+{len(others)}"></span>'


def _all_html(position: PositionColumn) -> str:
    """All names, for whoever points at the heading or comes to it by the keyboard."""
    return f'<span class="all" aria-hidden="true"{PROPER}>{escape(position.holder)}</span>'


def _band_html(phase: PhaseBand, progress: Progress, width: int, *, adds: bool, away: bool) -> str:
    """The first row of a phase; one that is `away` waits on a phone for the tap on its tab, as in phases.js."""
    kind = ' class="away"' if away else ""
    lead_in = f'<span class="lead">{typo(phase.lead_in)}</span>' if phase.lead_in else ""
    return (
        f'<tbody id="ph-{phase.number}"{kind}><tr class="band"><th scope="rowgroup" colspan="{width}">'
        f'<button type="button" aria-expanded="true">{icon("chev")}<span class="n">{phase.number}</span>'
        f'<span>{typo(phase.name)}</span><span class="tail" id="tail-{phase.number}">{tail_html(progress)}</span>'
        f"{lead_in}</button>{_add_row_html(phase) if adds else ''}</th></tr>"
    )


def _row_again(
    board: Board,
    duty: DutyRow,
    rows: dict[int, DrawnRow],
    cells: Iterable[Mapping[str, str]],
    assign: str,
    comments: OpenComments | None,
) -> str:
    """The row of a duty, as it was drawn before if all that it shows is the same."""
    found, number = board.found_in(duty.id), 0 if comments is None else comments.of_duty(duty.id)
    drawn = rows.get(duty.id)
    if drawn is None or drawn[0] is not duty or drawn[1] is not found or drawn[2] != number:
        html = _row_html(duty, mark_of(duty, found), cells, assign, comments)
        drawn = rows[duty.id] = (duty, found, number, html)
    return drawn[3]


def _row_html(
    duty: DutyRow, mark: Mark, cells: Iterable[Mapping[str, str]], assign: str, comments: OpenComments | None
) -> str:
    code = escape(duty.code)
    words, kind, tool = f"<span>{typo(duty.text)}</span>", "", ""
    if not duty.applicable:
        kind = ' class="na"'
        words = f"<span><s>{typo(duty.text)}</s> <small>{typo(duty.reason)}</small></span>"
    elif assign:
        tool = f'<a class="assign" href="duties/{duty.id}/row/">{icon("plus")} {assign}{_hidden(f" {code}")}</a>'
    if comments is not None:
        tool += link_html(duty.id, duty.code, comments.of_duty(duty.id), described=bool(duty.description))
    letters = "".join([cell[letter] for cell, letter in zip(cells, duty.letters, strict=True)])
    return (
        f'<tr id="d-{duty.id}"{kind}><th scope="row">'
        f'<span class="duty"><code{PROPER}>{code}</code>{words}</span>{tool}</th>'
        f'<td class="st">{mark_html(mark)}</td>{letters}</tr>'
    )


def _foot_html(board: Board, *, linked: bool) -> str:
    loads = "".join(
        f'<td id="load-{position.id}">{load_html(board.load(position.id))}</td>' for position in board.matrix.positions
    )
    title = escape(_("Workload by position"))
    words = escape(_("See the details"))
    details = f' <a href="workload/" class="small">{words}</a>' if linked else ""
    return f'<tfoot><tr><th scope="row" colspan="2">{title}{details}</th>{loads}</tr></tfoot>'
