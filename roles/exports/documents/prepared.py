"""Making a large document in the background: its view is asked again, while nobody waits for the answer."""

import logging
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils.translation import get_language_from_path, override
from django_htmx.middleware import HtmxDetails
from django_tasks import task

from phases.archive.prepared import ask_for, begin, keep
from phases.models import PreparedFile
from roles.exports.documents.archive import sweep_in_a_day
from roles.formats.pdf.large import made_beside

logger = logging.getLogger(__name__)


def prepare(user: User, address: str) -> PreparedFile:
    """Have the document of an address made for its reader, unless it is under way."""
    with transaction.atomic():
        file, fresh = ask_for(user, address)
        if fresh:
            make_prepared.enqueue(file.pk)
            sweep_in_a_day()
    return file


@task()
def make_prepared(prepared_id: int) -> None:
    """Make it; a failure is kept as one."""
    file = begin(prepared_id)
    if file is None:
        return
    try:
        with made_beside(lambda: None):
            answer = answer_again(file)
    except Exception:
        logger.exception("No large document %s", file.pk)
        answer = HttpResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR)
    if answer.status_code == HTTPStatus.OK:
        keep(prepared_id, answer.content, answer["Content-Type"], answer["Content-Disposition"])
    else:
        keep(prepared_id)


def answer_again(file: PreparedFile) -> HttpResponse:
    """What the view of its address answers to its reader, who is let in or not as ever."""
    address = urlsplit(file.address)
    request = HttpRequest()
    request.method, request.user = "GET", file.owner
    request.path = request.path_info = unquote(address.path)
    request.GET = QueryDict(address.query)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    with override(get_language_from_path(request.path)):
        found = resolve(request.path)
        answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer
