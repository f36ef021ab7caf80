"""Who has access to a project: list, give, change, withdraw, leave."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aispec.web.words.sorting import alphabetical
from phases.access.decorators import ProjectRequest, project_view
from phases.access.forms import MemberForm, RoleForm
from phases.access.invitations import AlreadyInvited, invite, open_invitations
from phases.access.members import AlreadyMember, LastOwner, add_member, name_of, remove_member, set_role
from phases.access.views.invitations import link_of, send, shows_links
from phases.enums import Role
from phases.models import Membership


@project_view(Role.VIEWER)
@require_safe
def members(request: ProjectRequest) -> HttpResponse:
    """Everybody who has access; the owner may change it."""
    return _page(request, MemberForm(request.user, initial={"role": Role.EDITOR}))


@project_view(Role.OWNER)
@require_POST
def member_new(request: ProjectRequest) -> HttpResponse:
    """Give an account access, or invite an address that has none."""
    form = MemberForm(request.user, request.POST)
    if form.is_valid():
        if form.account:
            _add(request, form, form.account)
        else:
            _invite(request, form)
    if form.is_valid():
        return redirect("members", request.project.pk)
    return _page(request, form, 422)


def _add(request: ProjectRequest, form: MemberForm, account: User) -> None:
    """Give an account access; the form says why not."""
    name = {"name": name_of(account)}
    try:
        add_member(request.project.pk, request.user, account, form.cleaned_data["role"])
    except AlreadyMember:
        form.add_error("email", _("%(name)s has access already.") % name)
    else:
        messages.success(request, _("%(name)s has access now.") % name)


def _invite(request: ProjectRequest, form: MemberForm) -> None:
    """Invite an address that has no account; the form says why not."""
    data = form.cleaned_data
    try:
        invitation = invite(request.project.pk, request.user, data["email"], data["role"], data["language"])
    except AlreadyInvited:
        form.add_error("email", _("This address is invited already: the list below has its invitation."))
    else:
        send(request, invitation)


@project_view(Role.OWNER)
@require_POST
def member_edit(request: ProjectRequest, member_id: int) -> HttpResponse:
    """Change a member's role."""
    member = _member(request, member_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, MemberForm(request.user), 422, _("Choose a role from the list."))
    try:
        set_role(request.project.pk, request.user, member_id, form.cleaned_data["role"])
    except LastOwner:
        return _page(request, MemberForm(request.user), 422, _last_owner())
    messages.success(request, _("Role changed: %(name)s.") % {"name": name_of(member.user)})
    return redirect("members", request.project.pk)


@project_view(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: ProjectRequest, member_id: int) -> HttpResponse:
    """Withdraw a member's access, once confirmed."""
    return _remove(request, _member(request, member_id))


@project_view(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: ProjectRequest) -> HttpResponse:
    """Give up one's own access, once confirmed."""
    return _remove(request, _member(request, request.membership.pk))


def _remove(request: ProjectRequest, member: Membership) -> HttpResponse:
    leaving = member.user_id == request.user.pk
    if request.method != "POST":
        context = _context(request) | {"member": member, "leaving": leaving}
        return render(request, "phases/access/member_remove.html", context)
    try:
        remove_member(request.project.pk, request.user, member.pk)
    except LastOwner:
        return _page(request, MemberForm(request.user), 422, _last_owner())
    if leaving:
        messages.success(request, _("You left “%(project)s”.") % {"project": request.project.name})
        return redirect("projects")
    messages.success(request, _("%(name)s no longer has access.") % {"name": name_of(member.user)})
    return redirect("members", request.project.pk)


def _last_owner() -> str:
    return _("A project keeps at least one owner. Make somebody else an owner first.")


def _member(request: ProjectRequest, member_id: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user"), pk=member_id, project=request.project)


def _place(member: Membership) -> Any:
    user = member.user
    return -member.role, alphabetical(f"{user.last_name} {user.first_name}".strip()), alphabetical(user.email)


def _context(request: ProjectRequest) -> dict[str, Any]:
    return {"section": "projects", "project": request.project, "owner": request.membership.role == Role.OWNER}


def _page(request: ProjectRequest, form: MemberForm, status: int = 200, problem: str = "") -> HttpResponse:
    rows = Membership.objects.filter(project=request.project).select_related("user")
    context = _context(request)
    if context["owner"]:
        context["invitations"] = [
            (invitation, link_of(request, invitation) if shows_links() else "")
            for invitation in open_invitations(request.project.pk)
        ]
    context |= {
        "members": sorted(rows.order_by("pk"), key=_place),
        "roles": Role.choices,
        "form": form,
        "problem": problem,
    }
    return render(request, "phases/access/members.html", context, status=status)
