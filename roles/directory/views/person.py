"""The page of somebody: what the directory says of them, what they hold, their login, whether they are active."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aispec.web.edit_conflict import EditConflict
from phases.access.decorators import ProjectRequest
from roles.directory.domain.holdings import holdings_of
from roles.directory.domain.people import EmailTaken, edit_person, set_active
from roles.directory.forms import PersonForm, email_taken
from roles.directory.views.access import directory_view, person_of
from roles.models import Person
from roles.people.domain.login_changes import last_changes
from roles.people.domain.logins import AlreadyJoined, OwnAccount, account_of, join_again, part
from roles.people.domain.permissions import edits_directory
from roles.people.domain.renames import OwnName
from roles.people.forms import own_name
from roles.projects.views.edit_conflict import differences, see_again

CHANGES = 5  # of a login, that are told


@directory_view()
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: ProjectRequest, person_id: int) -> HttpResponse:
    """Somebody, to read for owners of projects and to change for HR managers and administrators."""
    found = person_of(person_id)
    if request.method != "POST":
        return _page(request, found)
    if not edits_directory(request.user):
        raise PermissionDenied
    return _saved(request, found)


def _saved(request: ProjectRequest, found: Person) -> HttpResponse:
    form = PersonForm(request.POST, person=found)
    if not form.is_valid():
        return _page(request, found, form, 422)
    try:
        edit_person(request.user, found.pk, form.details(), form.cleaned_data["seen"])
    except EmailTaken:
        form.add_error("email", email_taken(""))
        return _page(request, found, form, 422)
    except OwnName:
        form.add_error("name", own_name())
        return _page(request, found, form, 422)
    except EditConflict:
        now = {"name": found.name, "email": found.email, "profile": found.profile}
        found_differences = differences(form, now)
        see_again(form, PersonForm(person=found))
        return _page(request, found, form, 409, differences=found_differences)
    messages.success(request, _("Saved."))
    return redirect("person", found.pk)


@directory_view(edits=True)
@require_POST
def person_active(request: ProjectRequest, person_id: int) -> HttpResponse:
    """Say that somebody works here no more, or again; `active` says which, so that a late press does not undo."""
    found, active = person_of(person_id), request.POST.get("active") == "1"
    set_active(found.pk, active=active)
    words = _("%(name)s is active.") if active else _("%(name)s is inactive.")
    messages.success(request, words % {"name": found.name})
    return redirect("person", found.pk)


@directory_view(edits=True, anew=True)
@require_POST
def person_login(request: ProjectRequest, person_id: int) -> HttpResponse:
    """Part somebody from their login, or join them again with the account that has confirmed their e-mail."""
    found = person_of(person_id)
    if request.POST.get("do") == "part":
        part(found, request.user)
        messages.success(request, _("%(name)s has no login any more.") % {"name": found.name})
    elif account := account_of(found):
        try:
            join_again(found, account, request.user)
            messages.success(request, _("%(name)s has a login now.") % {"name": found.name})
        except AlreadyJoined:
            messages.error(request, _("This account is the login of somebody else."))
        except OwnAccount:
            words = _(
                "This account is your own: another HR manager or administrator joins it, or “join_login” on the server."
            )
            messages.error(request, words)
    return redirect("person", found.pk)


def _page(
    request: ProjectRequest, found: Person, form: PersonForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    account = None if found.user else account_of(found)
    changes = last_changes(found, CHANGES + 1) if edits_directory(request.user) else ()
    context: dict[str, Any] = {
        "section": "people",
        "person": found,
        "form": form or PersonForm(person=found),
        "may_edit": edits_directory(request.user),
        "held": holdings_of(found, request.user),
        "account": account,
        "parted": account and found.parted_from.filter(pk=account.pk).exists(),
        "address": _address(found),
        "login_changes": changes[:CHANGES],
        "cut": len(changes) > CHANGES and CHANGES,
    }
    return render(request, "roles/directory/person.html", context | more, status=status)


def _address(found: Person) -> str:
    """With which address somebody signs in, "" for somebody without a login: the one they share, if they do."""
    if found.user is None:
        return ""
    shared = EmailAddress.objects.filter(user=found.user, verified=True, email__iexact=found.email).first()
    return shared.email if shared else found.user.email
