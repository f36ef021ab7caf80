"""The list of people, and adding somebody."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import replace_url

from phases.access.decorators import ProjectRequest
from roles.directory.domain.entries import Show, entries
from roles.directory.domain.people import EmailTaken, add_person
from roles.directory.forms import PersonForm, email_taken
from roles.directory.views.access import directory_view
from roles.people.domain.permissions import edits_directory

PAGE = 50  # people


@directory_view()
@require_safe
def people(request: ProjectRequest) -> HttpResponse:
    """The people who are asked for, a page of them; with HTMX what was found alone."""
    query = request.GET.get("q", "").strip()
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in Show.values else Show.ACTIVE
    page = Paginator(entries(request.user, query, show), PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "people",
        "query": query,
        "show": show,
        "choices": Show.choices,
        "page": page,
        "filter": urlencode({"q": query, "show": show.value}),
        "may_edit": edits_directory(request.user),
    }
    if not request.htmx or request.htmx.history_restore_request:
        return render(request, "roles/directory/people.html", context)
    return replace_url(render(request, "roles/directory/people.html#found", context), request.get_full_path())


@directory_view(edits=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: ProjectRequest) -> HttpResponse:
    """Add somebody; whoever may be there already is asked about first."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = add_person(form.details(), request.user)
        except EmailTaken:
            form.add_error("email", email_taken(""))
        else:
            messages.success(request, _("%(name)s is in the directory.") % {"name": person.name})
            return redirect("person", person.pk)
    context = {"section": "people", "form": form}
    return render(request, "roles/directory/person_new.html", context, status=422 if form.errors else 200)
