"""Who has accepted their duties, who objects and why, and the links by which people reach their page."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phases.access.decorators import ProjectRequest, project_view
from phases.access.membership import BIGGEST_ID
from phases.enums import Role
from phases.models import ProjectChange
from roles.acceptance.domain.answers import HolderAnswers, holder_answers
from roles.acceptance.domain.asking import requests_of
from roles.acceptance.domain.personal_links import make_link, revoke_link, token_of
from roles.history.domain.journal_words import line_of
from roles.history.views.journal_text import sentence
from roles.matrix.titles import Titles, titles_of


@require_safe
@project_view()
def acceptance(request: ProjectRequest) -> HttpResponse:
    """Every holder with what they have accepted; editors also see the links, to copy and revoke."""
    found = holder_answers(request.project.pk)
    editor = request.membership.role >= Role.EDITOR
    titles, asked = titles_of(request.project.pk), requests_of(request.project.pk)
    holding = [holder.part for holder in found if holder.part.cells]
    context = {
        "section": "projects",
        "project": request.project,
        "editor": editor,
        "rows": [
            (holder, _since(holder.since, titles), _address(request, holder, editor), asked.get(holder.person.pk))
            for holder in found
        ],
        "waiting": any(holder.part.open and holder.person.active for holder in found),
        "accepted": sum(part.accepted for part in holding),
        "people": len(holding),
    }
    return render(request, "roles/acceptance/overview.html", context)


@require_POST
@project_view(Role.EDITOR)
def link_make(request: ProjectRequest, person_id: int) -> HttpResponse:
    """Make a link to somebody's page; the one before it ends."""
    link = make_link(request.project.pk, request.user, _known(person_id))
    messages.success(request, _("The link of %(name)s is ready: copy it and send it.") % {"name": link.person.name})
    return redirect(f"{reverse('acceptance', args=[request.project.pk])}#person-{person_id}")


@require_POST
@project_view(Role.EDITOR)
def link_revoke(request: ProjectRequest, person_id: int) -> HttpResponse:
    """End somebody's link."""
    revoke_link(request.project.pk, request.user, _known(person_id))
    messages.success(request, _("The link is revoked: its address opens nothing any more."))
    return redirect(f"{reverse('acceptance', args=[request.project.pk])}#person-{person_id}")


def _known(person_id: int) -> int:
    if person_id > BIGGEST_ID:
        raise Http404
    return person_id


def _address(request: ProjectRequest, holder: HolderAnswers, editor: bool) -> str:
    """What an editor copies; whoever only reads the page may not answer for another."""
    if not editor or holder.link is None:
        return ""
    return request.build_absolute_uri(reverse("linked", args=[token_of(holder.link)]))


def _since(line: ProjectChange | None, titles: Titles) -> str:
    """The change since which an answer is due, as the history tells it."""
    return sentence(line_of(line, titles)) if line else ""
