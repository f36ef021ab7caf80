"""Invitations: sent again and revoked by owners, opened and accepted by whoever received one."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from aispec.web.mail import delivers, is_kept, send_mail
from phases.access.decorators import ProjectRequest, project_view
from phases.access.invitations import (
    ACCEPTED,
    InvitationClosed,
    NotInvited,
    accept,
    count_invitation,
    invitation_of,
    may_invite,
    note_sent,
    open_invitations,
    renew,
    revoke,
    token_of,
)
from phases.access.members import name_of
from phases.enums import Role
from phases.models import Invitation, Membership


def link_of(request: HttpRequest, invitation: Invitation) -> str:
    """The address of an invitation, in its language."""
    with override(invitation.language):
        return request.build_absolute_uri(reverse("invitation", args=[token_of(invitation)]))


def shows_links() -> bool:
    """Whether inviters see the links of their invitations: in a demonstration without mail, where no address is proven.

    Elsewhere a link proves the address it was sent to, so nobody else may have it.
    """
    return settings.DEMO and (is_kept() or not delivers())


def send(request: ProjectRequest, invitation: Invitation) -> None:
    """Send an invitation, and say what became of that."""
    count_invitation(request.user)
    context = {
        "invitation": invitation,
        "inviter": name_of(request.user),
        "link": link_of(request, invitation),
    }
    email = {"email": invitation.email}
    template, to = "phases/access/mail/invitation", (invitation.email, invitation.language)
    sent = send_mail(template, *to, context, reply_to=request.user.email)
    if sent:
        note_sent(invitation)
    if shows_links():
        words = _("%(email)s is invited. This demonstration sends no email: copy the link below and pass it on.")
        messages.success(request, words % email)
    elif sent:
        messages.success(request, _("An invitation is on its way to %(email)s.") % email)
    elif delivers():
        words = _("The invitation of %(email)s could not be sent. It stays in the list: send it again later.")
        messages.error(request, words % email)
    else:
        words = _(
            "The invitation of %(email)s could not be sent: this site has no mail server. It stays in the list; ask an"
            " administrator."
        )
        messages.error(request, words % email)


@project_view(Role.OWNER)
@require_POST
def invitation_again(request: ProjectRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation once more; it lasts as long as a new one."""
    invitation = get_object_or_404(open_invitations(request.project.pk), pk=invitation_id)
    if may_invite(request.user):
        renew(invitation, request.user)
        send(request, invitation)
    else:
        messages.error(request, _("Too many invitations. Try again in an hour."))
    return redirect("members", request.project.pk)


@project_view(Role.OWNER)
@require_POST
def invitation_revoke(request: ProjectRequest, invitation_id: int) -> HttpResponse:
    """End an invitation; another can be sent at any time."""
    invitation = get_object_or_404(open_invitations(request.project.pk), pk=invitation_id)
    revoke(invitation, request.user)
    messages.success(request, _("The invitation of %(email)s is revoked.") % {"email": invitation.email})
    return redirect("members", request.project.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: ProjectRequest, token: str) -> HttpResponse:
    """What is offered; accepting leads to the project, by way of the account where there is none yet."""
    found = invitation_of(token)
    if found is None or not found.works:
        return _gone(request, found)
    if request.method == "POST":
        request.session[ACCEPTED] = found.nonce
        if not request.user.is_authenticated:
            return _entrance(request, found)
    mine = _address(request.user, found) if request.user.is_authenticated else None
    if mine and request.session.get(ACCEPTED) == found.nonce:
        return _accept(request, found, mine)
    context = {"invitation": found, "mine": mine, "known": _has_account(found.email)}
    return render(request, "phases/access/invitation.html", context, status=409 if request.method == "POST" else 200)


def _accept(request: ProjectRequest, invitation: Invitation, mine: EmailAddress) -> HttpResponse:
    """The link came to the address, so the account need not confirm it by another mail."""
    del request.session[ACCEPTED]
    if not mine.verified:
        get_adapter().confirm_email(request, mine)
    try:
        accept(invitation, request.user)
    except (InvitationClosed, NotInvited):
        return _gone(request, invitation_of(token_of(invitation)))
    messages.success(request, _("You have access to “%(project)s” now.") % {"project": invitation.project.name})
    return redirect("project", invitation.project_id)


def _entrance(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """To sign in, or to make the account that is missing; its address is confirmed by the link."""
    known = _has_account(invitation.email)
    if not known:
        get_adapter().stash_verified_email(request, invitation.email)  # the form shows it
    page = reverse("account_login" if known else "account_signup")
    return HttpResponseRedirect(f"{page}?{urlencode({'next': request.path})}")


def _gone(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    """Why a link opens nothing any more, and what to do; a member is led to the project."""
    if invitation and Membership.objects.filter(project=invitation.project_id, user=request.user.pk).exists():
        return redirect("project", invitation.project_id)
    return render(request, "phases/access/invitation_gone.html", {"invitation": invitation}, status=404)


def _address(user: User, invitation: Invitation) -> EmailAddress | None:
    """The address of the invitation among those of an account, unless another account has confirmed it."""
    address = EmailAddress.objects.filter(user=user, email=invitation.email).first()
    if address is None and user.email.lower() == invitation.email:
        address = EmailAddress(user=user, email=invitation.email)
    return address if address and address.can_set_verified() else None


def _has_account(email: str) -> bool:
    """Whether an account has this address; whoever holds the link reads its mail, and may know."""
    return User.objects.filter(Q(email__iexact=email) | Q(emailaddress__email=email)).exists()
