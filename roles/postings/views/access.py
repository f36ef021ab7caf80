"""Who reaches a posting: members of its project, and HR managers.

They reach those of vacant positions that an owner has opened to them, and those without a project.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from aispec.web.sign_in import sign_in_required
from phases.access.membership import BIGGEST_ID, membership_for
from phases.enums import Role
from phases.models import Membership
from roles.models import Posting, Publication
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


class PublicationRequest(HttpRequest):
    """A request about what was published."""

    user: User
    publication: Publication


def publication_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Sign in and load what was published: whoever reads the posting reads it, HR managers when its project is gone."""

    @sign_in_required
    @wraps(view)
    def wrapped(request: PublicationRequest, publication_id: int, **kwargs: Any) -> HttpResponse:
        rows = Publication.objects.select_related("posting")
        request.publication = get_object_or_404(rows, pk=min(publication_id, BIGGEST_ID))
        _member(request.user, request.publication, Role.VIEWER)
        return view(request, **kwargs)

    return wrapped


def publications_for(user: User) -> QuerySet[Publication]:
    """All that somebody may read of what was published."""
    theirs = Q(project__in=user.memberships.values("project"))
    if is_hr(user):
        theirs |= Q(project=None) | Q(posting__position__in=opened_positions(user))
    return Publication.objects.filter(theirs)


def _member(user: User, of: Posting | Publication, at_least: Role) -> Membership | None:
    """The membership by which somebody reaches a posting or what was published of it; None for an HR manager."""
    if of.project_id is None:
        if not is_hr(user):
            raise Http404
        return None
    try:
        return membership_for(user, of.project_id, at_least)
    except (Http404, PermissionDenied):
        posting = of if isinstance(of, Posting) else of.posting
        if posting is None or not opened_positions(user).filter(postings=posting).exists():
            raise
        return None
