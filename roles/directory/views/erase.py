"""Erasing somebody for good, once its reader has seen what that does and typed the name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phases.access.decorators import ProjectRequest
from roles.directory.forms import EraseForm
from roles.directory.views.access import directory_view, person_of
from roles.privacy.erasure import erase, what_goes


@directory_view(edits=True, anew=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request: ProjectRequest, person_id: int) -> HttpResponse:
    """Name what goes and what stays, and erase."""
    found = person_of(person_id)
    form = EraseForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        erase(found, request.user)
        messages.success(request, _("The person was erased."))
        return redirect("people")
    context = {"section": "people", "person": found, "form": form, "goes": what_goes(found, request.user)}
    return render(request, "roles/directory/erase.html", context, status=422 if form.errors else 200)
