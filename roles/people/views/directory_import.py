"""People from a file: the plan, row by row, then, confirmed, the directory; and the directory as such a file."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aispec.web.edit_conflict import EditConflict
from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from roles.formats.http import refusal
from roles.formats.reading.file_types import FileRefused
from roles.formats.text import DocumentRefused
from roles.people.documents.directory_files import FORMATS, people_file, people_template
from roles.people.documents.directory_reader import people_in
from roles.people.domain.directory import directory, profile_choices
from roles.people.domain.directory_import import apply_people
from roles.people.domain.directory_plan import Effect, PersonRow, plan_people
from roles.people.domain.permissions import edits_directory
from roles.people.domain.renames import OwnName
from roles.people.forms import PeopleForm, own_name, sealed_people
from roles.people.views.directory_import_plan import shown_row

SHOWN = 100  # people of a group; the rest is counted


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def people_import(request: ProjectRequest) -> HttpResponse:
    """Take the file, show its plan, change the directory: three turns of one address."""
    if not edits_directory(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _form_page(request, PeopleForm())
    if "sealed" in request.POST:
        return _confirm(request)
    form = PeopleForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            upload = people_in(form.tables)
            return _plan_page(request, upload.rows, ignored=upload.ignored)
        except (FileRefused, ValidationError) as refused:
            form.refuse(refused)
    return _form_page(request, form, 422)


def _confirm(request: ProjectRequest) -> HttpResponse:
    """Write what was confirmed; when the directory has changed since, show what the file would do now."""
    try:
        rows = [PersonRow(*row) for row in sealed_people(request.user.pk).unseal(request.POST["sealed"])]
    except BadSignature:
        return _form_page(request, PeopleForm(), 409, _("This plan is no longer valid. Choose the file again."))
    try:
        added, changed = apply_people(rows, request.POST.dict(), request.POST.get("seen", ""), request.user)
    except EditConflict:
        return _plan_page(request, rows, 409)
    except OwnName:
        return _form_page(request, PeopleForm(), 422, own_name())
    messages.success(request, _("The directory is up to date: %(added)d added, %(changed)d changed.") % {
        "added": added, "changed": changed})  # fmt: skip
    return redirect("people")


def _plan_page(
    request: ProjectRequest, rows: Sequence[PersonRow], status: int = 200, ignored: tuple[str, ...] = ()
) -> HttpResponse:
    """Show each row by what becomes of it; those in doubt with what may be meant."""
    plan, names = plan_people(rows), dict(profile_choices())
    chosen = request.POST.dict()
    groups = [(effect, [shown_row(line, names, chosen) for line in plan.of(effect)]) for effect in Effect]
    context = {
        "section": "people",
        "groups": {
            effect.value: {"count": len(lines), "lines": lines if effect is Effect.DOUBT else lines[:SHOWN]}
            for effect, lines in groups
        },
        "without": sum(line.takes_without for line in groups[-1][1]),
        "takes_without": "without" in chosen,
        "something": any(lines for effect, lines in groups if effect in (Effect.NEW, Effect.CHANGED))
        or any(line.choices or line.takes_without for line in groups[-1][1]),
        "ignored": ignored,
        "seen": plan.seen,
        "sealed": sealed_people(request.user.pk).seal(rows),
        "conflict": status == 409,
    }
    return render(request, "roles/people/import_plan.html", context, status=status)


def _form_page(request: HttpRequest, form: PeopleForm, status: int = 200, notice: str = "") -> HttpResponse:
    context = {"section": "people", "form": form, "notice": notice}
    return render(request, "roles/people/import.html", context, status=status)


@sign_in_required
@require_safe
def people_template_file(request: ProjectRequest, fmt: str) -> HttpResponse:
    """The file to fill in, with the profiles to choose from."""
    return _file(request, fmt, _("people-template"), template=True)


@sign_in_required
@require_safe
def directory_file(request: ProjectRequest, fmt: str) -> HttpResponse:
    """Everybody in the directory, in the form that comes back."""
    return _file(request, fmt, f"{_('directory')}-{timezone.localdate().isoformat()}", template=False)


def _file(request: ProjectRequest, fmt: str, name: str, *, template: bool) -> HttpResponse:
    if not edits_directory(request.user):
        raise PermissionDenied
    if fmt not in FORMATS:
        raise Http404
    names = dict(profile_choices())
    profiles = list(names.values())
    try:
        body = people_template(profiles, fmt) if template else people_file(directory(names), profiles, fmt)
    except DocumentRefused as refused:
        return refusal(request, refused)
    response = HttpResponse(body, content_type=FORMATS[fmt])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{fmt}") or ""
    response["Cache-Control"] = "private, no-cache"
    return response
