"""The application's paths, and two peers: the least that a signed-in page and a signed-in change can cost."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils.translation import override

from aispec.urls import urlpatterns as application

EMPTY_PAGE, NO_OP = "/bench/empty/", "/bench/no-op/"


@login_required
def empty_page(request: HttpRequest) -> HttpResponse:
    """The frame of every page, with nothing in it."""
    with override("fr"):
        return HttpResponse(_EMPTY.render({}, request))


@login_required
def no_op(request: HttpRequest) -> HttpResponse:
    """A change that changes nothing; the reader is loaded as for any change."""
    return HttpResponse(request.user.pk)


_EMPTY = engines["django"].from_string('{% extends "base.html" %}{% block title %}-{% endblock %}')
urlpatterns = [*application, path("bench/empty/", empty_page), path("bench/no-op/", no_op)]
