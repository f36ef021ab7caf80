"""How a reader lays out the matrix: the page shows it at once, and the server remembers it."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from phases.access.decorators import ProjectRequest, project_view
from roles.grid.domain.layout import Layout


@require_POST
@project_view()
def layout(request: ProjectRequest) -> HttpResponse:
    """Keep what was chosen."""
    Layout.from_query(request.POST).keep(request.membership)
    return HttpResponse(status=204)
