"""The checks panel beside the grid, joined from strings like the grid: it is part of the answer to every click.

It shows a bounded number of findings, so that it weighs the same at any size; the rest is a page away.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from itertools import chain, islice

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from aispec.web.templatetags.web import icon
from aispec.web.words.typography import typeset, without_emphasis
from roles.checks.domain.board import Board
from roles.checks.domain.check import Tally
from roles.checks.domain.finding import Finding
from roles.checks.domain.repair_context import RepairContext
from roles.checks.domain.repairs import gathered, repair_key, repairs_for, to_assign
from roles.enums import Severity
from roles.matrix.matrix import Matrix

SHOWN = {Severity.ERROR: 6, Severity.WARNING: 4, Severity.HINT: 3}
ICONS = {Severity.ERROR: "err", Severity.WARNING: "warn", Severity.HINT: "hint"}
CODES_SHOWN = 6
TEXT_SHOWN = 56
_UNDRAWN: tuple[None, str, None, str] = (None, "", None, "")
FINDINGS, REPAIR = "findings/", "repair/"  # their addresses, from the page of the matrix


def kind(finding: Finding) -> str:
    """The icon and the colour of a finding: err, todo, warn or hint."""
    return "todo" if finding.todo else ICONS[finding.severity]


def panel_html(board: Board, *, can_edit: bool) -> SafeString:
    """What stands inside `<aside id="checks" aria-labelledby="checks-title">`."""
    context = board.repairs if can_edit else None
    head, listed, foot = _frame(get_language(), can_edit)
    items = "".join(_items(board, context))
    return mark_safe(f"{head}{tally_html(board.tally)}{listed}{items}{foot}")  # noqa: S308


@lru_cache(maxsize=64)
def _frame(_language: str | None, can_edit: bool) -> tuple[str, str, str]:
    """What stands before the tally, between it and the lines, and after them."""
    label = escape(_("List of findings"))
    start, end = f'<ul class="list" tabindex="0" aria-label="{label}">', "</ul>"
    if can_edit:
        dialog = f'hx-get="{REPAIR}" hx-target="body" hx-swap="beforeend" hx-sync="this:drop"'
        start, end = f'<form action="{REPAIR}" {dialog}>{start}', f"{end}</form>"
    every = f'<a href="{FINDINGS}">{escape(_("All the checks"))}</a>'
    head = f'<header><h2 id="checks-title">{escape(_("Checks"))}</h2>'
    return head, f"</header>{start}", f"{end}<footer>{every}</footer>"


def tally_html(counts: Tally) -> str:
    """How many of each kind, those of which there are none left out."""
    return _tally_html(counts, get_language())


@lru_cache(maxsize=4096)
def _tally_html(counts: Tally, _language: str | None) -> str:
    parts = [
        ("err", counts.errors, ngettext("%(n)s error", "%(n)s errors", counts.errors)),
        ("todo", counts.todo, ngettext("%(n)s to assign", "%(n)s to assign", counts.todo)),
        ("warn", counts.warnings, ngettext("%(n)s warning", "%(n)s warnings", counts.warnings)),
        ("hint", counts.hints, ngettext("%(n)s hint", "%(n)s hints", counts.hints)),
    ]
    shown = [
        f'<span class="is-{name}">{icon(name)} {number} <span>{escape((counted % {"n": ""}).strip())}</span></span>'
        for name, number, counted in parts
        if number
    ]
    if not shown:
        nothing = escape(_("Nothing to report"))
        shown = [f'<span class="is-ok">{icon("ok")} {nothing}</span>']
    return f'<div class="tally">{"".join(shown)}</div>'


def _items(board: Board, context: RepairContext | None) -> Iterator[str]:
    counts, findings = board.tally, iter(board.findings)
    if not counts.blocking:
        yield _compliant(board.matrix)
    groups: Iterable[tuple[Severity, str, int, list[Finding]]] = (
        (Severity.ERROR, _("Errors"), counts.blocking, to_assign(counts.todo)),
        (Severity.WARNING, _("Warnings"), counts.warnings, []),
        (Severity.HINT, _("Hints"), counts.hints, gathered(board.counts)),
    )
    for severity, heading, number, wide in groups:
        group = list(islice(findings, number))
        if group:
            yield f'<li class="grp">{escape(heading)}</li>'
            yield from _group(board, group, wide, SHOWN[severity], context)


def _group(
    board: Board, group: list[Finding], wide: list[Finding], limit: int, context: RepairContext | None
) -> Iterator[str]:
    """The first findings of a severity, last those that may be many, then those that are, and a link to the others."""
    apart = {finding.code for finding in wide}
    lone = (finding for finding in group if finding.rule.gathered is not None and finding.code not in apart)
    single = chain((one for one in group if not one.todo and one.rule.gathered is None), lone)
    lines = len(group) - sum(finding.figures["duties"] - 1 for finding in wide)
    for finding in [*islice(single, limit if lines <= limit else limit - len(wide)), *wide]:
        yield _of_duty(board, finding, context) if finding.duty_id else _of_other(board, finding, group, context)
    if lines > limit:
        see_all = _("See all %(count)s") % {"count": len(group)}
        yield f'<li><a href="{FINDINGS}?severity={ICONS[group[0].severity]}">{escape(see_all)}</a></li>'


def _of_other(board: Board, finding: Finding, group: list[Finding], context: RepairContext | None) -> str:
    """The line of a position's finding, a phase's, or one that stands for many."""
    where = _codes(board, group) if finding.todo else place_html(board.matrix, finding) or _which(finding)
    return _what(finding, where) + tools_html(context, finding) + "</li>"


def _which(finding: Finding) -> str:
    """A link to the findings that one line stands for."""
    about = f'<span class="vh">, {escape(finding.title)}</span>'
    which = escape(_("See which"))
    return f'<a href="{FINDINGS}?code={finding.code}">{which}{about}</a>'


def _of_duty(board: Board, finding: Finding, context: RepairContext | None) -> str:
    """The line of a duty's finding, each part as it was drawn before where it would be the same."""
    key, state = finding.key, board.state(finding)
    same, what, then, tools = board.drawn.get(key, _UNDRAWN)
    if same is not finding:
        what, then = _what(finding, place_html(board.matrix, finding)), None
    if context is not None and then is not state:
        tools, then = tools_html(context, finding), state
    board.drawn[key] = (finding, what, then, tools)
    return what + (tools if context is not None else "") + "</li>"


def _what(finding: Finding, where: str) -> str:
    name = kind(finding)
    what = f'<div class="what is-{name}">{icon(name)}<span>{escape(finding.title)}</span></div>'
    return f'<li>{what}<p class="where">{where}</p>'


def tools_html(context: RepairContext | None, finding: Finding, page: str = "") -> str:
    """The repairs as buttons of the form around them, and the way to name somebody; `page` as for a place."""
    if context is None:
        return ""
    code = f'<span class="vh">, {escape(context.matrix.duty(finding.duty_id).code)}</span>' if finding.duty_id else ""
    tools = [
        f'<button class="sm" name="r" value="{repair_key(finding, index)}">{words(repair.label)}{code}</button>'
        for index, repair in enumerate(repairs_for(context, finding))
    ]
    if finding.rule.only_holder_settles:
        tools.append(f'<a role="button" class="sm" href="{page}positions/">{escape(_("Name a person"))}</a>')
    return f'<div class="row edit-only">{"".join(tools)}</div>' if tools else ""


def place_html(matrix: Matrix, finding: Finding, page: str = "") -> str:
    """Where a finding is, as a link into the grid; `page` is the address of the grid, "" on the grid itself."""
    if finding.duty_id is not None:
        duty = matrix.duty(finding.duty_id)
        return f'<a href="{page}#d-{duty.id}">{escape(duty.code)} {words(_short(duty.text))}</a>'
    if finding.phase_id is not None:
        phase = next(phase for phase in matrix.phases if phase.id == finding.phase_id)
        return f'<a href="{page}#ph-{phase.number}">{phase.number}. {words(phase.name)}</a>'
    return words(finding.place(matrix))


def _codes(board: Board, errors: Iterable[Finding]) -> str:
    """The first duties to assign, as links."""
    first = islice((board.matrix.duty(error.duty_id) for error in errors if error.todo and error.duty_id), CODES_SHOWN)
    links = ", ".join(f'<a href="#d-{duty.id}">{escape(duty.code)}</a>' for duty in first)
    more = board.tally.todo - CODES_SHOWN
    if more <= 0:
        return links
    return f"{links} {escape(ngettext('and %(count)s other', 'and %(count)s others', more) % {'count': more})}"


def _compliant(matrix: Matrix) -> str:
    """What an empty list of errors means."""
    number = sum(duty.applicable for duty in matrix.duties)
    if not number:
        title, text = _("No duties to check yet"), _("Add duties to the project, then give their letters.")
    else:
        title = ngettext("%(count)s duty complies", "All %(count)s duties comply", number) % {"count": number}
        text = _("Every duty has one approval and at least one position that carries it out.")
    what = f'<div class="what is-ok">{icon("ok")}<span>{escape(title)}</span></div>'
    return f'<li>{what}<p class="where">{escape(text)}</p></li>'


def _short(text: str) -> str:
    """The beginning of a text, cut between words."""
    text = without_emphasis(text)
    return text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN].rsplit(' ', 1)[0]}…"


def words(text: str) -> str:
    """Words from the database, typeset and escaped."""
    return escape(typeset(without_emphasis(text)))
