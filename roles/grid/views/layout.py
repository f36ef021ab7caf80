"""How a reader lays out the matrix: the page shows it at once, and the server remembers it."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from aispec.web.templatetags.web import typo
from phases.access.decorators import ProjectRequest, project_view
from roles.grid.domain.layout import Layout
from roles.matrix.matrix import PositionColumn


@require_POST
@project_view()
def layout(request: ProjectRequest) -> HttpResponse:
    """Keep what was chosen."""
    Layout.from_query(request.POST).keep(request.membership)
    return HttpResponse(status=204)


def layout_rows_html(positions: Iterable[PositionColumn], layout: Layout) -> SafeString:
    """A row a position of the matrix, to hide its column or to keep it in view."""
    rows = (
        f'<tr><th scope="row" id="layout-{position.id}" translate="no">{typo(position.title)}</th>'
        + _choice("hide", "hidden", position.id, layout.hidden)
        + _choice("pin", "pinned", position.id, layout.pinned)
        for position in positions
    )
    return mark_safe("".join(rows))  # noqa: S308


def _choice(heading: str, name: str, position_id: int, chosen: frozenset[int]) -> str:
    """A box in the column of that heading, which names it with its row."""
    checked = " checked" if position_id in chosen else ""
    return (
        f'<td><label class="check"><input type="checkbox" name="{name}" value="{position_id}"'
        f' aria-labelledby="layout-{heading} layout-{position_id}"{checked}></label></td>'
    )
