"""The page where somebody accepts their duties or objects, by login or by link; and the duty sheet of a position."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest, project_view
from phases.access.membership import BIGGEST_ID
from phases.enums import Role
from phases.models import Membership, Project
from roles.acceptance.domain.commitments import of_position
from roles.acceptance.domain.personal_links import NoSuchLink, link_of, makes_links
from roles.acceptance.domain.sentences import Voice, paragraphs_of
from roles.acceptance.views.answers import OwnRequest, answers_page
from roles.models import Person, Position
from roles.people.domain.holders import held_by, who_hold
from roles.security_log.domain import note_opened


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def mine(request: ProjectRequest, project_id: int) -> HttpResponse:
    """The reader's own duties in a project; whoever holds no position there gets 404, member or not."""
    project, person = holder(request, project_id)
    member = Membership.objects.filter(project=project, user=request.user).exists()
    more = {"section": "projects", "member": member, "titles": titles(project, person)}
    return answers_page(request, project, person, request.user, more)


def holder(request: HttpRequest, project_id: int) -> tuple[Project, Person]:
    """The project, and the reader as one who holds a position there; 404 for whoever does not."""
    person = get_object_or_404(who_hold(project_id=min(project_id, BIGGEST_ID)), user=request.user, active=True)
    return Project.objects.get(pk=project_id), person


def titles(project: Project, person: Person) -> list[Position]:
    """The positions that somebody holds in a project."""
    return list(Position.objects.filter(held_by(pk=person.pk), project=project).order_by("order", "id"))


@require_http_methods(["GET", "HEAD", "POST"])
def linked(request: OwnRequest, token: str) -> HttpResponse:
    """The same page for whoever has the link, with nothing else on it; whoever has an account answers by that."""
    try:
        link = link_of(token)
    except NoSuchLink:
        return gone(request)
    if link.person.user and link.person.user.is_active:  # by a link, others could answer for whoever has an account
        return secret(redirect("mine", link.project_id))
    if request.method == "POST" and makes_links(request.user, link.project_id):
        raise PermissionDenied
    if request.method == "GET":
        note_opened("personal", link.project_id)
    more = {"bare": True, "titles": titles(link.project, link.person)}
    return secret(answers_page(request, link.project, link.person, None, more))


def gone(request: HttpRequest) -> HttpResponse:
    """The page of a link that opens nothing."""
    return secret(render(request, "roles/acceptance/link_gone.html", {"bare": True}, status=404))


def secret(response: HttpResponse) -> HttpResponse:
    """Let no cache keep, no search engine list and no other site learn an address that opens a page by itself.

    Not `no-referrer`: browsers then hide where a form comes from, and Django refuses the form.
    """
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    return response


@require_safe
@project_view()
def position_sheet(request: ProjectRequest, position_id: int) -> HttpResponse:
    """What a position does, in the same sentences, for the members of the project."""
    rows = Position.objects.select_related("profile", "holder")
    position: Position = get_object_or_404(rows, pk=min(position_id, BIGGEST_ID), project=request.project)
    cells = of_position(position.pk)
    context = {
        "section": "projects",
        "project": request.project,
        "position": position,
        "paragraphs": paragraphs_of(cells, Voice.POSITION),
        "editor": request.membership.role >= Role.EDITOR,
        "owner": request.membership.role == Role.OWNER,
        "lead": position.holder_names or _("Vacant"),
    }
    return render(request, "roles/acceptance/duty_sheet.html", context)
