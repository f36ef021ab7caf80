"""Asking everybody who has something open to answer: a preview of whom it reaches and how, then the sending."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aispec.web.mail import delivers
from phases.access.decorators import ProjectRequest, project_view
from phases.access.invitations import count_invitation, may_invite
from phases.enums import Role
from roles.acceptance.documents.ask_mail import mail_request
from roles.acceptance.domain.asking import MOST_REMINDERS, Way, ask, waiting_holders, way_to
from roles.acceptance.forms import AskForm


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Role.EDITOR)
def acceptance_ask(request: ProjectRequest) -> HttpResponse:
    """Who is asked, by which way, and those who are to be handed their link; a POST asks those who are ticked."""
    everybody = waiting_holders(request.project.pk)
    holders = [one for one in everybody if one.person.user_id != request.user.pk]  # who asks, knows
    reached = [(one.person.pk, one.person.name) for one in holders if one.way != Way.BY_HAND]
    form = AskForm(reached, request.POST if request.method == "POST" else None)
    if form.is_valid() and not may_invite(request.user):
        form.add_error(None, _("Too many messages. Try again in an hour."))
    if form.is_valid():
        _ask(request, form)
        return redirect("acceptance", request.project.pk)
    context = {
        "section": "projects",
        "project": request.project,
        "form": form,
        "reached": [one for one in holders if one.way != Way.BY_HAND],
        "by_hand": [one for one in holders if one.way == Way.BY_HAND],
        "delivers": delivers(),
        "most": MOST_REMINDERS,
    }
    return render(request, "roles/acceptance/ask.html", context, status=422 if form.is_bound else 200)


def _ask(request: ProjectRequest, form: AskForm) -> None:
    data = form.cleaned_data
    people = {int(pk) for pk in data["people"]}
    language = get_language() or "fr"
    made = ask(request.project.pk, request.user, people, data["message"], data["every"], language)
    for one in made:
        if way_to(one.person) == Way.MAIL:
            count_invitation(request.user)
            mail_request.enqueue(one.pk)
    words = ngettext("%(count)s person is asked.", "%(count)s people are asked.", len(made))
    messages.success(request, words % {"count": len(made)})
