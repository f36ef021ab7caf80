"""The page of an account, and the question for a name at the first sign-in."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aispec.web.account.domain import kept_language, set_language, set_name
from aispec.web.account.forms import AccountForm, NameForm
from aispec.web.sign_in import safe, sign_in_required


class AccountRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: AccountRequest) -> HttpResponse:
    """Name, language, addresses and password of one's own account; what is saved is answered in the language chosen."""
    user = request.user
    if request.method != "POST":
        language = kept_language(user) or get_language()
        return _page(request, AccountForm(initial={"name": user.get_full_name(), "language": language}))
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    set_name(user, form.cleaned_data["name"])
    set_language(user, form.cleaned_data["language"])
    with override(form.cleaned_data["language"]):
        messages.success(request, _("Your account is up to date."))
        return redirect("account")


def _page(request: AccountRequest, form: AccountForm, status: int = 200) -> HttpResponse:
    addresses = EmailAddress.objects.filter(user=request.user).order_by("-primary", "email")
    return render(request, "account/account.html", {"form": form, "addresses": addresses}, status=status)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: AccountRequest) -> HttpResponse:
    """Ask for the name, then go on to the page that was wanted."""
    wanted = request.GET.get("next", "")
    onward = wanted if safe(request, wanted) else reverse(settings.LOGIN_REDIRECT_URL)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": request.user.get_full_name()})
    if form.is_valid():
        set_name(request.user, form.cleaned_data["name"])
        return HttpResponseRedirect(onward)
    return render(request, "account/name.html", {"form": form, "onward": onward}, status=422 if form.is_bound else 200)
