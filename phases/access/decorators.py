"""The decorator of project views: sign-in, membership and role are checked before the view runs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from aispec.web.sign_in import sign_in_required
from phases.access.membership import membership_for
from phases.enums import Role
from phases.models import Membership, Project


class ProjectRequest(HttpRequest):
    """A request of a member, with what the decorator has loaded."""

    user: User
    htmx: HtmxDetails
    project: Project
    membership: Membership


ProjectView = Callable[Concatenate[ProjectRequest, ...], HttpResponse]


def project_view(at_least: Role = Role.VIEWER) -> Callable[[ProjectView], Callable[..., HttpResponseBase]]:
    """Sign in, load the project of `project_id` and check the role; the view gets a ProjectRequest.

    Anonymous readers are asked to sign in, outsiders get 404 and members with too small a role 403.
    """

    def decorate(view: ProjectView) -> Callable[..., HttpResponseBase]:
        @sign_in_required
        @wraps(view)
        def wrapped(request: ProjectRequest, project_id: int, **kwargs: Any) -> HttpResponse:
            request.membership = membership_for(request.user, project_id, at_least)
            request.project = request.membership.project
            try:
                return view(request, **kwargs)
            except ObjectDoesNotExist as gone:  # removed by somebody else while this request ran
                raise Http404 from gone

        return wrapped

    return decorate
