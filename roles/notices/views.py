"""The notices of a reader: their page, how they come, and the address that ends their mail."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from aispec.web.fields.numbers import whole_number
from aispec.web.operations.unavailable import dispensable
from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from phases.access.membership import BIGGEST_ID
from roles.models import Notice
from roles.notices.domain.choices import choices_of, choose, kinds_for, mails, reader_of, unsubscribe
from roles.notices.domain.reading import SHOWN, groups_of, mark_read, notices_page, told, unread_count, visible
from roles.notices.forms import ChoicesForm
from roles.notices.words import tell_groups


@require_safe
@sign_in_required
def notices(request: ProjectRequest) -> HttpResponse:
    """What concerns the reader, by day."""
    groups, more = notices_page(request.user.pk)
    lines = tell_groups(request.user.pk, groups)
    context = {
        "cut": more and SHOWN,
        "section": "notices",
        "days": [(day, list(group)) for day, group in groupby(lines, lambda one: one.group.day)],
        "unread": any(not one.group.read for one in lines),
    }
    return render(request, "roles/notices/notices.html", context)


@require_GET
@sign_in_required
def notices_unread(request: ProjectRequest) -> HttpResponse:
    """The bell, for an open page that shows another number; 204 when it is that one (one query)."""
    unread = unread_count(request.user.pk)
    if unread == whole_number(request.GET.get("unread")):
        return HttpResponse(status=204)
    return render(request, "roles/notices/bell.html", {"unread": unread})


@require_GET
@sign_in_required
def notice(request: ProjectRequest, notice_id: int) -> HttpResponse:
    """Lead to what a notice is about; it is read with that, and so are those that are told with it."""
    found = _visible(request, notice_id)
    with dispensable():
        mark_read(request.user.pk, found)
    (group,) = tell_groups(request.user.pk, groups_of([found]))
    return redirect(group.path)


@require_POST
@sign_in_required
def notices_read(request: ProjectRequest) -> HttpResponse:
    """Mark one as read, with those that are told with it, or all."""
    one = whole_number(request.POST.get("notice", ""))
    mark_read(request.user.pk, _visible(request, one) if one else None)
    return redirect("notices")


def _visible(request: ProjectRequest, notice_id: int) -> Notice:
    return get_object_or_404(told(visible(request.user.pk)), pk=min(notice_id, BIGGEST_ID))


@require_POST
@sign_in_required
def notices_choices(request: ProjectRequest) -> HttpResponse:
    """Keep how notices shall come."""
    form = ChoicesForm(choices_of([request.user.pk])[request.user.pk], kinds_for(request.user), request.POST)
    if form.is_valid():
        choose(request.user, form.chosen, form.cleaned_data["hour"])
        messages.success(request, _("Your choice is kept."))
    else:
        messages.error(request, _("Choose from the lists: nothing was saved."))
    return redirect(reverse("account") + "#notices")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def notices_unsubscribe(request: ProjectRequest, token: str) -> HttpResponse:
    """End all mail of notices for the reader of this address, signed in or not (RFC 8058); a page asks first."""
    reader = reader_of(token)
    if reader is None:
        raise Http404
    if request.method == "POST":
        unsubscribe(reader)
    context = {"bare": True, "formless": True, "mails": mails(reader), "done": request.method == "POST"}
    response = render(request, "roles/notices/unsubscribe.html", context)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
