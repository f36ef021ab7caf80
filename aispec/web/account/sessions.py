"""The sessions of an account: where somebody is signed in, and ending that."""

from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.models import User
from django.dispatch import Signal
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aispec.web.account.views import AccountRequest
from aispec.web.sign_in import password_anew, sign_in_required

sessions_ended = Signal()  # sent with `user`, whose sessions were ended from another one

# As browsers name themselves; one that names another as well comes first.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: AccountRequest) -> HttpResponse:
    """List the sessions of one's own account, the current one first; end one of them, or all others."""
    if request.method == "POST":
        password_anew(request)
        return _end(request)
    found = UserSession.objects.purge_and_list(request.user)
    if not any(session.is_current() for session in found):  # it is older than this list, or of the demonstration
        UserSession.objects.create_from_request(request)
        found = UserSession.objects.purge_and_list(request.user)
    rows = [
        {"session": session, "browser": browser_of(session.user_agent), "current": session.is_current()}
        for session in sorted(found, key=lambda one: (not one.is_current(), -one.last_seen_at.timestamp()))
    ]
    return render(request, "account/sessions.html", {"rows": rows})


def _end(request: AccountRequest) -> HttpResponse:
    chosen, user = request.POST.get("session", ""), request.user
    if chosen == "others":
        end_other_sessions(request, request.user)
    else:
        pk = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0
        end_sessions(request, [get_object_or_404(UserSession, pk=pk, user=request.user)])
    if not request.user.is_authenticated:  # it was the current one
        return redirect("home")
    sessions_ended.send(User, user=user)
    messages.success(request, _("The session is ended.") if chosen != "others" else _("The other sessions are ended."))
    return redirect("account-sessions")


def browser_of(user_agent: str) -> str:
    """Browser and system as readers call them, "" when neither is known."""
    found = [next((name for sign, name in names.items() if sign in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name)
