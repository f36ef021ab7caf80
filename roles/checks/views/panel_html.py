"""The checks panel beside the grid, joined from strings like the grid: it is part of the answer to every click.

It shows a bounded number of findings, so that it weighs the same at any size; the rest is a page away.
"""

from collections.abc import Iterable, Iterator
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aispec.web.templatetags.web import icon
from aispec.web.typography import typeset, without_emphasis
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


def kind(finding: Finding) -> str:
    """The icon and the colour of a finding: err, todo, warn or hint."""
    return "todo" if finding.todo else ICONS[finding.severity]


def panel_html(board: Board, *, can_edit: bool) -> SafeString:
    """What stands inside `<aside id="checks" aria-labelledby="checks-title">`."""
    matrix = board.matrix
    context = RepairContext.of(matrix) if can_edit else None
    page = reverse("findings", args=[matrix.project_id])
    items = "".join(_items(board, context, page))
    url = reverse("repair", args=[matrix.project_id])
    label = escape(_("List of findings"))
    listed = f'<ul class="list" tabindex="0" aria-label="{label}">{items}</ul>'
    if can_edit:
        dialog = f'hx-get="{url}" hx-target="body" hx-swap="beforeend" hx-sync="this:drop"'
        listed = f'<form action="{url}" {dialog}>{listed}</form>'
    every = f'<a href="{page}">{escape(_("All the checks"))}</a>'
    return mark_safe(  # noqa: S308
        f'<header><h2 id="checks-title">{escape(_("Checks"))}</h2>{tally_html(board.tally)}</header>'
        f"{listed}<footer>{every}</footer>"
    )


def tally_html(counts: Tally) -> str:
    """How many of each kind, those of which there are none left out."""
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


def _items(board: Board, context: RepairContext | None, page: str) -> Iterator[str]:
    if not board.tally.blocking:
        yield _compliant(board.matrix)
    groups: dict[Severity, list[Finding]] = {severity: [] for severity in Severity}
    for finding in board.findings:
        groups[finding.severity].append(finding)
    errors = groups[Severity.ERROR]
    groups[Severity.ERROR] = [*(finding for finding in errors if not finding.todo), *to_assign(errors)]
    groups[Severity.HINT] = gathered(groups[Severity.HINT])
    headings = {Severity.ERROR: _("Errors"), Severity.WARNING: _("Warnings"), Severity.HINT: _("Hints")}
    for severity, group in groups.items():
        if group:
            yield f'<li class="grp">{escape(headings[severity])}</li>'
            yield from _group(board, group, SHOWN[severity], context, page)


def _group(board: Board, group: list[Finding], limit: int, context: RepairContext | None, page: str) -> Iterator[str]:
    """The first findings of a severity, those that stand for many duties among them, and a link to the others."""
    matrix, findings = board.matrix, board.findings
    wide = [finding for finding in group if "duties" in finding.figures]
    single = [finding for finding in group if "duties" not in finding.figures]
    for finding in [*single[: limit if len(group) <= limit else limit - len(wide)], *wide]:
        where = _codes(matrix, findings) if finding.todo else place_html(matrix, finding) or _which(page, finding)
        yield _item(finding, where, context)
    if len(group) > limit:
        number = len(single) + sum(finding.figures["duties"] for finding in wide)
        see_all = _("See all %(count)s") % {"count": number}
        yield f'<li><a href="{page}?severity={ICONS[group[0].severity]}">{escape(see_all)}</a></li>'


def _which(page: str, finding: Finding) -> str:
    """A link to the findings that one line stands for."""
    about = f'<span class="vh">, {escape(finding.title)}</span>'
    which = escape(_("See which"))
    return f'<a href="{page}?code={finding.code}">{which}{about}</a>'


def _item(finding: Finding, where: str, context: RepairContext | None) -> str:
    name = kind(finding)
    tools = tools_html(context, finding)
    return (
        f'<li><div class="what is-{name}">{icon(name)}<span>{escape(finding.title)}</span></div>'
        f'<p class="where">{where}</p>{tools}</li>'
    )


def tools_html(context: RepairContext | None, finding: Finding) -> str:
    """The repairs as buttons of the form around them, and the way to name somebody."""
    if context is None:
        return ""
    code = f'<span class="vh">, {escape(context.matrix.duty(finding.duty_id).code)}</span>' if finding.duty_id else ""
    tools = [
        f'<button class="sm" name="r" value="{repair_key(finding, index)}">{words(repair.label)}{code}</button>'
        for index, repair in enumerate(repairs_for(context, finding))
    ]
    if finding.rule.only_holder_settles:
        url = reverse("positions", args=[context.matrix.project_id])
        tools.append(f'<a role="button" class="sm" href="{url}">{escape(_("Name a person"))}</a>')
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


def _codes(matrix: Matrix, findings: Iterable[Finding]) -> str:
    """The first duties to assign, as links."""
    duties = [matrix.duty(f.duty_id) for f in findings if f.todo and f.duty_id is not None]
    links = ", ".join(f'<a href="#d-{duty.id}">{escape(duty.code)}</a>' for duty in duties[:CODES_SHOWN])
    more = len(duties) - CODES_SHOWN
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
