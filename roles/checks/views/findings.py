"""All the checks of a project on one page: by severity and rule, with their repairs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.catalogue.domain.equivalents import Wording, wordings
from roles.checks.domain.check import check, split_dismissed, tally
from roles.checks.domain.dismissals import dismissals
from roles.checks.domain.filter import FindingFilter, by_phase, by_position
from roles.checks.domain.finding import Finding
from roles.checks.domain.repair_context import RepairContext
from roles.checks.domain.repairs import to_assign
from roles.checks.views.panel_html import kind, place_html, tally_html, tools_html
from roles.enums import Severity
from roles.matrix.matrix import Matrix, load_matrix
from roles.models import FindingDismissal

FIRST = 8  # findings of a rule before the rest goes to a page of its own
PAGE = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A finding as the page shows it."""

    finding: Finding
    place: SafeString
    tools: SafeString
    wordings: Sequence[Wording] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule; `tools` repair all of them at once, `together` when they are all of the project."""

    code: str
    kind: str
    title: str
    help: str
    count: int
    lines: Sequence[Line]
    tools: SafeString
    query: str
    dismissible: bool
    together: bool
    gap: str

    @property
    def more(self) -> bool:
        """Whether the group has more than it shows."""
        return len(self.lines) < self.count


@require_safe
@project_view()
def findings_page(request: ProjectRequest) -> HttpResponse:
    """The findings that the filter of the URL asks for."""
    matrix = load_matrix(request.project.pk)
    every, aside = split_dismissed(matrix, check(matrix))
    chosen = FindingFilter.from_query(request.GET, matrix)
    found = chosen.apply(matrix, every)
    page = Paginator(found, PAGE).get_page(request.GET.get("page")) if chosen.code else None
    repairs = RepairContext.of(matrix) if request.membership.role >= Role.EDITOR else None
    context = {
        "section": "projects",
        "project": request.project,
        "matrix": matrix,
        "filter": chosen,
        "page": page,
        "page_query": chosen.to_query(),
        "severities": _severities(repairs, matrix, found, page, chosen),
        "choices": [("err", _("Errors")), ("warn", _("Warnings")), ("hint", _("Hints"))],
        "count": len(found),
        "tally": mark_safe(tally_html(tally(every))),  # noqa: S308
        "blocking": tally(every).blocking,
        "duties": sum(duty.applicable for duty in matrix.duties),
        "filtered": chosen != FindingFilter(),
        "by_phase": by_phase(matrix, every),
        "by_position": by_position(matrix, every),
        "can_edit": repairs is not None,
        "dismissed": _dismissed(matrix, chosen.apply(matrix, aside)),
    }
    return render(request, "roles/checks/findings.html", context)


def _dismissed(matrix: Matrix, aside: list[Finding]) -> list[tuple[Finding, SafeString, FindingDismissal]]:
    """The findings set aside that the filter keeps, with who, when and why."""
    grid = reverse("project", args=[matrix.project_id])
    rows = dismissals(matrix.project_id, aside)
    return [(finding, mark_safe(place_html(matrix, finding, grid)), row) for finding, row in rows]  # noqa: S308


def _severities(
    repairs: RepairContext | None,
    matrix: Matrix,
    found: list[Finding],
    page: Page[Finding] | None,
    chosen: FindingFilter,
) -> list[tuple[str, list[Group]]]:
    """The headings with their groups, those without any left out."""
    headings = [(Severity.ERROR, _("Errors")), (Severity.WARNING, _("Warnings")), (Severity.HINT, _("Hints"))]
    groups = list(_groups(repairs, matrix, found, page, chosen))
    kinds = {Severity.ERROR: ("err", "todo"), Severity.WARNING: ("warn",), Severity.HINT: ("hint",)}
    sections = [
        (heading, [group for group in groups if group.kind in kinds[severity]]) for severity, heading in headings
    ]
    return [section for section in sections if section[1]]


def _groups(
    repairs: RepairContext | None,
    matrix: Matrix,
    found: list[Finding],
    page: Page[Finding] | None,
    chosen: FindingFilter,
) -> Iterator[Group]:
    """One group a rule; the duties to assign are a group of their own."""
    rules: dict[tuple[bool, tuple[str, int]], list[Finding]] = {}
    for finding in found:
        rules.setdefault((finding.todo, finding.rule.order), []).append(finding)
    for (todo, _order), findings in sorted(rules.items()):
        shown = [finding for finding in page if finding.todo == todo] if page else findings[:FIRST]
        if shown:
            yield _group(repairs, matrix, findings, shown, chosen)


def _group(
    repairs: RepairContext | None,
    matrix: Matrix,
    findings: list[Finding],
    shown: list[Finding],
    chosen: FindingFilter,
) -> Group:
    rule, todo = findings[0].rule, findings[0].todo
    together = "".join(tools_html(repairs, whole) for whole in to_assign(len(findings))) if todo else ""
    grid = reverse("project", args=[matrix.project_id])
    said = wordings((f.duty_id for f in shown if f.duty_id), matrix.language) if rule.shows_wordings else {}
    lines = [
        Line(
            finding,
            mark_safe(place_html(matrix, finding, grid)),  # noqa: S308
            mark_safe(tools_html(repairs, finding, grid)),  # noqa: S308
            said.get(finding.duty_id or 0, ()),
        )
        for finding in shown
    ]
    return Group(
        rule.code,
        kind(findings[0]),
        _("To assign") if todo else str(rule.name),
        rule.help,
        len(findings),
        lines,
        mark_safe(together),  # noqa: S308
        replace(chosen, code=rule.code).to_query(),
        repairs is not None and rule.dismissible,
        len(findings) > 1 and not chosen.phase and chosen.position is None,
        rule.gap if repairs else "",
    )
