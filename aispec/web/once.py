"""A form does its work once, however often and however slowly it is sent.

Django masks the token of a form anew for each page it makes, so the same form with the same content is the same button
pressed again: a double click, a reload of the answer, a restored tab. Its sender is led to where the first led.
Requests of scripts are no forms: HTMX drops what is pressed while its element's own request runs, and ours carry the
token in a header, for the same step twice is two steps.
"""

import hashlib
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from aispec.web.models import SentForm
from aispec.web.sign_in import page_of

OURS = ("phases.", "roles.")  # libraries have forms of their own, which they guard themselves
KEPT = timedelta(days=1)
LOST = timedelta(minutes=2)  # an unanswered form is older than this only if its process has died
PATIENCE = 20  # seconds that a second press waits for the first
_GLANCE = 0.1  # seconds
LONGEST = 500  # characters of an address that are kept


class OnceMiddleware:
    """Lets each form of ours through once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; where the form led is remembered. One that only showed a page changed nothing and may come again."""
        response = self.get_response(request)
        sent: SentForm | None = getattr(request, "sent_form", None)
        if sent is not None:
            if 300 <= response.status_code < 400:
                where = response["Location"]
                sent.answer = where if len(where) <= LONGEST else ""  # which leads back to the page of the form
                sent.save(update_fields=["answer"])
            else:
                sent.delete()
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Answer at once what was sent before; otherwise note it and let the view do its work."""
        token = request.POST.get("csrfmiddlewaretoken") if request.method == "POST" else None
        if not token or request.headers.get("HX-Request") == "true" or not view.__module__.startswith(OURS):
            return None
        key = _key(request)
        now = timezone.now()
        SentForm.objects.filter(Q(at__lt=now - KEPT) | Q(answer=None, at__lt=now - LOST)).delete()
        try:
            with transaction.atomic():
                request.sent_form = SentForm.objects.create(key=key)  # type: ignore[attr-defined]
        except IntegrityError:
            return _again(request, key)
        return None


def _key(request: HttpRequest) -> str:
    """A digest of the whole form, files included, and of who sent it where."""
    total = hashlib.sha256(repr([request.get_full_path(), request.user.pk, *request.POST.lists()]).encode())
    files: Iterable[tuple[str, UploadedFile[bytes]]] = request.FILES.items()  # type: ignore[assignment]  # one each, says Django
    for name, file in files:
        total.update(repr((name, file.name, file.size)).encode())
        for chunk in file.chunks():
            total.update(chunk)
        file.seek(0)
    return total.hexdigest()


def _again(request: HttpRequest, key: str) -> HttpResponse | None:
    """Wait for the first press to end, then go where it went; let this one work if the first came to nothing."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = SentForm.objects.filter(key=key).values_list("answer", flat=True).first()
        if answer is not None:
            messages.info(request, _("This form had been sent already. It was done once."))
            return HttpResponseRedirect(answer or page_of(request) or "/")
        if not SentForm.objects.filter(key=key).exists():
            return None
        time.sleep(_GLANCE)
    return HttpResponseRedirect(page_of(request) or "/")
