"""The page on which the mail of the demonstration lies."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aispec.web.account.views import AccountRequest
from aispec.web.mail import is_kept
from aispec.web.models import KeptMail
from aispec.web.sign_in import sign_in_required

EVERYBODY = "everybody"
A_PAGE = 50


@require_safe
@sign_in_required
def mailbox(request: AccountRequest) -> HttpResponse:
    """The messages to the reader, or to everybody: the people of the demonstration are invented.

    Only where mail is kept; their links lead to where the reader is.
    """
    if not is_kept():
        raise Http404
    of = EVERYBODY if request.GET.get("of") == EVERYBODY else ""
    mails = KeptMail.objects.all() if of else KeptMail.objects.filter(to=request.user.email.lower())
    page = Paginator(mails, A_PAGE).get_page(request.GET.get("page"))
    here = f"{request.scheme}://{request.get_host()}"
    context = {
        "of": of,
        "choices": [("", _("Mine")), (EVERYBODY, _("Everybody’s"))],
        "page": page,
        "mails": [(mail, mail.text.replace(settings.SITE_URL, here)) for mail in page],
    }
    return render(request, "mailbox.html", context)
