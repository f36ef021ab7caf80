"""The load of people across the projects of a reader."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from roles.people.domain.permissions import reads_directory
from roles.workload.domain.bars import bar_length
from roles.workload.domain.by_person import Loads, loads_listed, profiles_of

PAGE = 100


@sign_in_required
@require_safe
def people(request: ProjectRequest) -> HttpResponse:
    """Each person with the points of each project, the most loaded first."""
    loads, directory = Loads(request.user), reads_directory(request.user)
    profile = request.GET.get("profile", "")
    listed, over = loads_listed(loads, profile)
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "people" if directory else "projects",
        "page": page,
        "rows": [(load, bar_length(load.points, load.limit)) for load in page],
        "over": over,
        "profiles": profiles_of(loads.people),
        "profile": profile,
        "query": urlencode({"profile": profile}) if profile else "",
        "reads_directory": directory,
    }
    return render(request, "roles/workload/by_person.html", context)
