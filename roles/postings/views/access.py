"""Who reaches a posting: members of its project, and HR managers.

They reach those of vacant positions that an owner has opened to them, and those without a project.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from aispec.web.sign_in import sign_in_required
from phases.access.membership import BIGGEST_ID, membership_for
from phases.enums import Role
from phases.models import Membership
from roles.models import Posting
from roles.people.domain.holders import is_hr
from roles.postings.domain.opened import opened_positions


class PostingRequest(HttpRequest):
    """A request about a posting; `member` is None for an HR manager, who may write it."""

    user: User
    posting: Posting
    member: Membership | None
    editor: bool


PostingView = Callable[Concatenate[PostingRequest, ...], HttpResponse]


def posting_view(at_least: Role = Role.VIEWER) -> Callable[[PostingView], Callable[..., HttpResponseBase]]:
    """Sign in, load the posting and check who may; outsiders get 404 and too small a role 403."""

    def decorate(view: PostingView) -> Callable[..., HttpResponseBase]:
        @sign_in_required
        @wraps(view)
        def wrapped(request: PostingRequest, posting_id: int, **kwargs: Any) -> HttpResponse:
            rows = Posting.objects.select_related("project__framework", "framework", "position", "profile")
            request.posting = get_object_or_404(rows, pk=min(posting_id, BIGGEST_ID))
            request.member = _member(request.user, request.posting, at_least)
            request.editor = request.member is None or request.member.role >= Role.EDITOR
            try:
                return view(request, **kwargs)
            except Posting.DoesNotExist as gone:  # removed by somebody else while this request ran
                raise Http404 from gone

        return wrapped

    return decorate


def _member(user: User, posting: Posting, at_least: Role) -> Membership | None:
    """The membership by which somebody reaches a posting; None for an HR manager who reaches it as such."""
    if posting.project_id is None:
        if not is_hr(user):
            raise Http404
        return None
    try:
        return membership_for(user, posting.project_id, at_least)
    except (Http404, PermissionDenied):
        if not opened_positions(user).filter(postings=posting).exists():
            raise
        return None
