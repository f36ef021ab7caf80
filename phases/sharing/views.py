"""Share links of a project: members see which there are, owners make and revoke them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from phases.models import ShareLink
from phases.sharing.domain import make_link, revoke_link
from phases.sharing.forms import ShareLinkForm

MADE = "share-link-made"  # in the session, until its maker has seen the address


@require_safe
@project_view()
def share_links(request: ProjectRequest) -> HttpResponse:
    """The links there are, and for an owner the form that makes one; the address of a new one is shown this once."""
    made = request.session.pop(MADE, None)
    link = ShareLink.objects.filter(pk=made["link"], project=request.project).first() if made else None
    return _page(request, ShareLinkForm(), made=link, address=made["address"] if made else "")


@require_POST
@project_view(Role.OWNER)
def share_link_new(request: ProjectRequest) -> HttpResponse:
    """Make a link; the page it leads to shows its address once, so that a reload makes no other."""
    form = ShareLinkForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    link, token = make_link(
        request.project.pk, request.user, data["label"], form.expires_at(), names=bool(data["names"])
    )
    request.session[MADE] = {"link": link.pk, "address": request.build_absolute_uri(reverse("share", args=[token]))}
    return redirect("share-links", request.project.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Role.OWNER)
def share_link_revoke(request: ProjectRequest, link_id: int) -> HttpResponse:
    """End a link, once confirmed."""
    link = ShareLink.objects.get(pk=link_id, project=request.project)
    if request.method != "POST":
        context = {"section": "projects", "project": request.project, "link": link}
        return render(request, "phases/sharing/revoke.html", context)
    revoke_link(request.project.pk, request.user, link_id)
    messages.success(request, _("The link “%(label)s” no longer works.") % {"label": link.label})
    return redirect("share-links", request.project.pk)


def _page(
    request: ProjectRequest, form: ShareLinkForm, *, status: int = 200, made: ShareLink | None = None, address: str = ""
) -> HttpResponse:
    context = {
        "section": "projects",
        "project": request.project,
        "owner": request.membership.role == Role.OWNER,
        "links": ShareLink.objects.filter(project=request.project).select_related("by"),
        "form": form,
        "made": made,
        "address": address,
    }
    return render(request, "phases/sharing/links.html", context, status=status)
