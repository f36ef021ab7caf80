"""How the matrix stands with its reviews, at the head of its page, and the button that says it was reviewed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aispec.web.fields.days import day_words
from aispec.web.templatetags.web import icon, typo
from phases.access.decorators import ProjectRequest, project_view
from phases.access.members import name_of
from phases.enums import Role
from roles.grid.views.answers import oob, saved_html, version_html
from roles.matrix.matrix import load_matrix
from roles.projects.domain.reviews import Review, mark_reviewed, review_of


def review_html(review: Review | None) -> SafeString:
    """When the matrix was reviewed, or that it is due and why; "" without a rhythm."""
    if review is None:
        return mark_safe("")
    if review.due:
        badge = f'<span class="badge warn">{icon("clock")} {escape(_("Review due"))}</span>'
        return mark_safe(f"{badge} <span>{typo(' · '.join(review.reasons))}</span>")  # noqa: S308
    return format_html("<span>{}</span>", typo(_last(review)))


def _last(review: Review) -> str:
    if review.at is None:
        return _("Not reviewed yet")
    words = {"day": day_words(timezone.localdate(review.at)), "name": review.by}
    return (_("Reviewed on %(day)s, %(name)s") if review.by else _("Reviewed on %(day)s")) % words


@require_POST
@project_view(Role.EDITOR)
def project_review(request: ProjectRequest) -> HttpResponse:
    """Note that the matrix was reviewed."""
    mark_reviewed(request.project.pk, request.user)
    message, viewing = _("Matrix reviewed."), request.GET.get("mode") == "view"
    if not request.htmx:
        messages.success(request, message)
        return redirect(reverse("project", args=[request.project.pk]) + ("?mode=view" if viewing else ""))
    request.project.refresh_from_db()
    matrix = load_matrix(request.project.pk)
    parts = [
        oob("#review", review_html(review_of(request.project, matrix))),
        oob("#version", version_html(matrix.version)),
        oob("#saved", saved_html(name_of(request.user), timezone.now())),
        oob("#live" if viewing else "#toast", f"<span>{escape(message)}</span>"),
    ]
    return HttpResponse("".join(parts))
