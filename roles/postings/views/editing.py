"""A draft is edited, with advice and its looks while typing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aispec.web.edit_conflict import EditConflict
from phases.enums import Role
from roles.enums import PostingState
from roles.models import Posting
from roles.postings.domain.duties import frozen_duties
from roles.postings.domain.postings import NotADraft, edit_posting, posting_fingerprint, values_of
from roles.postings.forms.acts import acted
from roles.postings.forms.posting import PostingForm
from roles.postings.views.access import PostingRequest, posting_view
from roles.postings.views.posting import advice_on, context_of, sheet_html


@require_http_methods(["GET", "HEAD", "POST"])
@posting_view(Role.EDITOR)
def posting_edit(request: PostingRequest) -> HttpResponse:
    """Edit a draft; what is published or closed is taken back first."""
    found = request.posting
    if found.state != PostingState.DRAFT:
        return _not_a_draft(request)
    if "act" in request.POST:
        return _form_page(request, acted(found, request.user, request.POST), 200)
    form = PostingForm(found, request.POST or None, request.user)
    if not form.is_valid():
        return _form_page(request, form, 422 if form.errors else 200)
    try:
        edit_posting(found, request.user, form.cleaned_data, form.lines.chosen(), form.cleaned_data["seen"])
    except EditConflict:
        words = _("Somebody changed this posting while you were typing. Save again to keep your words.")
        form.add_error(None, words)
        form.data = request.POST.copy()
        form.data["seen"] = posting_fingerprint(Posting.objects.get(pk=found.pk))
        return _form_page(request, form, 409)
    except NotADraft:
        return _not_a_draft(request)
    messages.success(request, _("Posting saved."))
    return redirect("posting", found.pk)


@require_POST
@posting_view(Role.EDITOR)
def posting_lint(request: PostingRequest) -> HttpResponse:
    """The advice on what is typed, and how it looks; nothing is saved."""
    form = PostingForm(request.posting, request.POST)
    form.is_valid()  # what is no value stays as it was
    context = {"sheets": _sheets(form), "linked": True, "asked": True}
    context |= advice_on(request.POST, listed=form.lines.listed)
    return render(request, "roles/postings/form_aside.html", context)


def _sheets(form: PostingForm) -> list[tuple[str, str]]:
    """How the draft looks as it is typed, in each of its languages."""
    draft: Posting = form.instance
    draft.frozen = frozen_duties(draft, form.lines.chosen())
    return [(language, sheet_html(draft, language)) for language in (("fr", "en") if draft.has_twin else ("fr",))]


def _form_page(request: PostingRequest, form: PostingForm, status: int) -> HttpResponse:
    values: Mapping[str, Any] = form.data if form.is_bound else values_of(request.posting)
    context = context_of(request) | {"form": form} | advice_on(values, listed=form.lines.listed)
    return render(request, "roles/postings/form.html", context, status=status)


def _not_a_draft(request: PostingRequest) -> HttpResponse:
    messages.warning(request, _("Only a draft is edited. Take the posting back to a draft first."))
    return redirect("posting", request.posting.pk)
