"""Making a large document in the background: its view is asked again, by nobody who waits."""

import logging
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import override
from django_htmx.middleware import HtmxDetails
from django_tasks import task

from phases.archive.domain import LIFE
from phases.archive.prepared import ask_for, begin, forget_prepared, keep
from phases.models import PreparedFile
from roles.formats.pdf.large import answering

logger = logging.getLogger(__name__)


def prepare(user: User, address: str, project_id: int | None, language: str) -> PreparedFile:
    """Have the document of an address made for its reader, unless it is under way."""
    file, fresh = ask_for(user, address, project_id, language)
    if fresh:
        make_prepared.enqueue(file.pk)
        if sweep_prepared.get_backend().supports_defer:
            sweep_prepared.using(run_after=timezone.now() + LIFE).enqueue()
    return file


@task()
def make_prepared(prepared_id: int) -> None:
    """Make it; what fails is kept as a failure."""
    file = begin(prepared_id)
    if file is None:
        return
    try:
        answer = _answer(file)
    except Exception:
        logger.exception("No document of %s", file.address)
        keep(prepared_id, b"")
        return
    if answer.status_code == HTTPStatus.OK:
        keep(prepared_id, answer.content, answer["Content-Type"], answer["Content-Disposition"])
    else:
        keep(prepared_id, b"")


@task()
def sweep_prepared() -> None:
    """Delete what is older than a day."""
    forget_prepared()


def _answer(file: PreparedFile) -> HttpResponse:
    """What the view of its address answers to its reader, who is let in or not as ever."""
    request = RequestFactory().get(file.address)
    request.user = file.owner
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    with override(file.language), answering(now=False):
        found = resolve(urlsplit(file.address).path)
        answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer
