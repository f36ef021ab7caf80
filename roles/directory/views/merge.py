"""Two people who are one: choosing the other, seeing what moves, making them one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aispec.web.edit_conflict import EditConflict
from aispec.web.fields.numbers import whole_number
from phases.access.decorators import ProjectRequest
from roles.directory.domain.entries import search_people
from roles.directory.domain.merge import merge, what_moves
from roles.directory.domain.people import people_called_so
from roles.directory.views.access import directory_view, person_of
from roles.models import Person
from roles.people.domain.logins import OwnAccount

SHOWN = 20  # people to choose from


@directory_view(edits=True, anew=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_merge(request: ProjectRequest, person_id: int) -> HttpResponse:
    """The person of the page stays; the one that `with` names goes."""
    kept = person_of(person_id)
    asked = request.POST if request.method == "POST" else request.GET
    other_id = whole_number(asked.get("with"))
    if other_id is None or other_id == kept.pk:
        return _choice(request, kept)
    other = person_of(other_id)
    if request.method != "POST":
        return _confirmation(request, kept, other)
    try:
        merge(request.user, kept.pk, other.pk, request.POST.get("seen", ""))
    except EditConflict:
        return _confirmation(request, person_of(kept.pk), person_of(other.pk), 409)
    except OwnAccount:
        messages.error(request, _("One of the two is you: another HR manager or administrator makes you one."))
        return redirect("person", kept.pk)
    words = _("%(other)s and %(kept)s are one person now.")
    messages.success(request, words % {"other": other.name, "kept": kept.name})
    return redirect("person", kept.pk)


def _choice(request: ProjectRequest, kept: Person) -> HttpResponse:
    """Those who may be the same person, or those whom a search finds."""
    query = request.GET.get("q", "").strip()
    found = search_people(query).exclude(pk=kept.pk) if query else people_called_so(kept.name, kept.pk)
    others = list(found[: SHOWN + 1])
    context = {"section": "people", "person": kept, "query": query, "others": others[:SHOWN]}
    return render(request, "roles/directory/merge_choice.html", context | {"more": len(others) > SHOWN})


def _confirmation(request: ProjectRequest, kept: Person, other: Person, status: int = 200) -> HttpResponse:
    context = {"section": "people", "person": kept, "other": other, "moves": what_moves(kept, other)}
    return render(request, "roles/directory/merge.html", context | {"conflict": status == 409}, status=status)
