"""Who opens the pages of the directory, and the person that a page is about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase

from aispec.web.sign_in import password_anew, sign_in_required
from phases.access.decorators import ProjectRequest, ProjectView
from phases.access.membership import BIGGEST_ID
from roles.models import Person
from roles.people.domain.permissions import edits_directory, reads_directory


def directory_view(
    *, edits: bool = False, anew: bool = False
) -> Callable[[ProjectView], Callable[..., HttpResponseBase]]:
    """Sign in and check: owners of a project read the directory, HR managers and administrators change it.

    `anew` asks for the password first: of what gives or takes a login, and of what is not taken back.
    A `person_id` that nobody has answers 404, also when they went while the view ran.
    """

    def decorate(view: ProjectView) -> Callable[..., HttpResponseBase]:
        @sign_in_required
        @wraps(view)
        def wrapped(request: ProjectRequest, **kwargs: Any) -> HttpResponse:
            if not edits_directory(request.user) and (edits or not reads_directory(request.user)):
                raise PermissionDenied
            if anew:
                password_anew(request)
            try:
                return view(request, **kwargs)
            except Person.DoesNotExist as gone:
                raise Http404 from gone

        return wrapped

    return decorate


def person_of(person_id: int) -> Person:
    """Somebody of the directory. Raises Person.DoesNotExist."""
    if person_id > BIGGEST_ID:
        raise Person.DoesNotExist
    return Person.objects.select_related("user", "profile").get(pk=person_id)
