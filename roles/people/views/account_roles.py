"""The page of roles: who is an HR manager or an administrator, and giving and taking that."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aispec.web.sign_in import password_anew, sign_in_required
from phases.access.decorators import ProjectRequest
from phases.access.members import name_of
from phases.access.membership import BIGGEST_ID
from roles.people.domain.account_roles import (
    AccountRole,
    LastAdministrator,
    accounts,
    give_role,
    gives_roles,
    has_role,
    last_changes,
    may_give,
    take_role,
)

PAGE = 50  # accounts
CHANGES = 10  # that are told


@sign_in_required
@require_safe
def account_roles(request: ProjectRequest) -> HttpResponse:
    """Every account with its roles."""
    if not gives_roles(request.user):
        raise PermissionDenied
    query = request.GET.get("q", "").strip()
    context = {
        "query": query,
        "filter": urlencode({"q": query}),
        "page": Paginator(accounts(query), PAGE).get_page(request.GET.get("page")),
        "changes": last_changes(CHANGES),
        "administrator": request.user.is_superuser,
    }
    return render(request, "roles/people/account_roles.html", context)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_role(request: ProjectRequest, user_id: int, role: str) -> HttpResponse:
    """Give an account a role or take it, once confirmed; `give` says which, so that a late press does not undo."""
    chosen = AccountRole(role) if role in AccountRole.values else None
    if not (may_give(request.user, chosen) if chosen else gives_roles(request.user)):
        raise PermissionDenied
    if chosen is None or user_id > BIGGEST_ID:
        raise Http404
    account = get_object_or_404(User, pk=user_id, is_active=True)
    password_anew(request)
    if request.method == "POST":
        return _changed(request, account, chosen, give=request.POST.get("give") == "1")
    return _confirmation(request, account, chosen, has=has_role(account, chosen))


def _changed(request: ProjectRequest, account: User, role: AccountRole, *, give: bool) -> HttpResponse:
    try:
        (give_role if give else take_role)(request.user, account, role)
    except LastAdministrator:
        return _confirmation(request, account, role, has=True, status=422)
    words = _("%(name)s has this role now: %(role)s.") if give else _("%(name)s no longer has this role: %(role)s.")
    messages.success(request, words % {"name": name_of(account), "role": role.label})
    request.user.refresh_from_db()
    return redirect("account-roles" if gives_roles(request.user) else "home")


def _confirmation(
    request: ProjectRequest, account: User, role: AccountRole, *, has: bool, status: int = 200
) -> HttpResponse:
    """The question, with what the role opens; with status 422, why the last administrator stays."""
    context = {"account": account, "role": role, "has": has, "last": status == 422}
    return render(request, "roles/people/account_role.html", context, status=status)
