"""Who reaches a posting: members of its project, and HR managers where its owner has opened the vacant position."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from phases.access.membership import BIGGEST_ID, membership_for
from phases.enums import Role
from phases.models import Membership
from roles.models import Posting
from roles.postings.domain.postings import opened_positions


class PostingRequest(ProjectRequest):
    """A request about a posting; `member` is None for an HR manager, who may write it."""

    posting: Posting
    member: Membership | None
    editor: bool


PostingView = Callable[Concatenate[PostingRequest, ...], HttpResponse]


def posting_view(at_least: Role = Role.VIEWER) -> Callable[[PostingView], Callable[..., HttpResponseBase]]:
    """Sign in, load the posting and check who may; outsiders get 404 and too small a role 403."""

    def decorate(view: PostingView) -> Callable[..., HttpResponseBase]:
        @sign_in_required
        @wraps(view)
        def wrapped(request: PostingRequest, project_id: int, posting_id: int, **kwargs: Any) -> HttpResponse:
            posting = _posting(project_id, posting_id)
            try:
                request.member = membership_for(request.user, project_id, at_least)
            except (Http404, PermissionDenied):
                if posting is None or posting.position not in opened_positions(request.user):
                    raise
                request.member = None
            if posting is None:
                raise Http404
            request.posting, request.project = posting, posting.project
            request.editor = request.member is None or request.member.role >= Role.EDITOR
            try:
                return view(request, **kwargs)
            except Posting.DoesNotExist as gone:  # removed by somebody else while this request ran
                raise Http404 from gone

        return wrapped

    return decorate


def _posting(project_id: int, posting_id: int) -> Posting | None:
    rows = Posting.objects.select_related("project__framework", "position", "profile")
    return rows.filter(pk=min(posting_id, BIGGEST_ID), project_id=min(project_id, BIGGEST_ID)).first()
