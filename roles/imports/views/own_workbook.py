"""A workbook of the matrix that comes back: what it changed, what of that is taken, and one change of the project."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from aispec.web.edit_conflict import EditConflict
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from phases.models import Membership, ProjectChange
from roles.formats.reading.table import Table
from roles.history.domain.journal_words import line_of
from roles.history.domain.replay import NoSuchVersion, ReplayFailed, matrix_at
from roles.history.views.journal_text import sentence
from roles.imports.documents.own_workbook.reader import read_edits
from roles.imports.documents.own_workbook.stamp import MadeForPosting, Returned, find_matrix
from roles.imports.domain.apply import TwoApprovers, apply_merge
from roles.imports.domain.edits import LIMIT, Edits
from roles.imports.domain.edits_text import MergeNames, row_names
from roles.imports.domain.merge import plan_merge
from roles.imports.forms.matrix_upload import MatrixUploadForm
from roles.imports.forms.upload import matrix_file, sealed_edits
from roles.imports.views.merge_preview import preview
from roles.imports.views.sheet_into_project import first_reading
from roles.matrix.matrix import Matrix, load_matrix
from roles.matrix.titles import titles_of

NEWS = 10  # changes of others that a preview made again tells one by one


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Role.EDITOR)
def own_workbook(request: ProjectRequest) -> HttpResponse:
    """Ask for the file; show what it changed; take what was ticked."""
    if request.method != "POST":
        return _form_page(request, MatrixUploadForm())
    if "edits" in request.POST:
        return _confirm(request)
    form = MatrixUploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _plan_page(request, form)
        except ValidationError as refused:
            form.refuse(refused)
    return _form_page(request, form)


def _form_page(request: ProjectRequest, form: MatrixUploadForm) -> HttpResponse:
    context = {"section": "projects", "project": request.project, "form": form}
    return render(request, "roles/imports/own_workbook.html", context, status=422 if form.is_bound else 200)


def _plan_page(request: ProjectRequest, form: MatrixUploadForm) -> HttpResponse:
    """Show what the file changed, or what one that was not written here holds.

    Raises ValidationError for a file that this project cannot take back.
    """
    ours = _ours(form.tables)
    if ours is None:
        return first_reading(request, matrix_file(form.name, form.tables))
    edits, base = _read(request, ours)
    plan = plan_merge(edits, base, load_matrix(request.project.pk, edits.language))
    return preview(request, plan, base, plan.free)


def _read(request: ProjectRequest, returned: Returned) -> tuple[Edits, Matrix]:
    """What the file changed, and the project as it was written. Raises ValidationError."""
    stamp = returned.stamp
    if stamp.project_id != request.project.pk:
        raise ValidationError(_other_project(request, stamp.project_id))
    base = _base(request, stamp.version, stamp.language)
    edits = read_edits(returned, base)
    if edits.size > LIMIT:
        words = _("The file differs in %(count)s places; up to %(limit)s can be taken at once.")
        raise ValidationError(words % {"count": edits.size, "limit": LIMIT})
    return edits, base


def _ours(tables: Iterable[Table]) -> Returned | None:
    """Find the workbook sheets that come back; None when this app wrote none. Raises ValidationError."""
    try:
        return find_matrix(tables)
    except MadeForPosting as posting:
        raise ValidationError(
            _(
                "This is the Excel file without names, which is made to be published and does not come back. "
                "Export “Excel workbook (.xlsx)” and change that one."
            )
        ) from posting


def _other_project(request: ProjectRequest, project_id: int) -> str | SafeString:
    """Where the file belongs, told to those alone who may bring it there."""
    theirs = Membership.objects.filter(project_id=project_id, user=request.user, role__gte=Role.EDITOR)
    found = theirs.select_related("project").first()
    if found is None:
        return _("This file belongs to another project.")
    link = format_html('<a href="{}">{}</a>', reverse("project-import", args=[project_id]), found.project.name)
    return format_html(_("This file belongs to another project. Upload it there: {}"), link)


def _base(request: ProjectRequest, version: int, language: str) -> Matrix:
    """The project as it was written. Raises ValidationError."""
    try:
        return matrix_at(request.project.pk, version, language)
    except NoSuchVersion as missing_version:
        words = _("The file is of version %(number)s, which this project has not reached. Export it again.")
        raise ValidationError(words % {"number": version}) from missing_version
    except ReplayFailed as unknown:
        words = _("The journal does not tell what the project was at version %(number)s. Export it again.")
        raise ValidationError(words % {"number": version}) from unknown


def _confirm(request: ProjectRequest) -> HttpResponse:
    """Write what was ticked; the preview is made again when the project changed since, or two A's would stand."""
    project_id, taken = request.project.pk, frozenset(request.POST.getlist("take"))
    try:
        edits = Edits.from_json(sealed_edits(request.user.pk, project_id).unseal(request.POST["edits"]))
        base = _base(request, edits.version, edits.language)
    except (BadSignature, ValidationError):
        form = MatrixUploadForm(request.POST, request.FILES)
        form.errors["file"] = form.error_class([_("This preview is too old. Choose the file again.")])
        return _form_page(request, form)
    seen = request.POST.get("seen", "")
    try:
        plan = apply_merge(project_id, request.user, edits, base, seen=_version(seen), taken=taken)
    except EditConflict:
        plan = plan_merge(edits, base, load_matrix(project_id, edits.language))
        return preview(request, plan, base, taken & plan.free, status=409, news=_changes_since(request, seen))
    except TwoApprovers as refused:
        plan = plan_merge(edits, base, load_matrix(project_id, edits.language))
        names = row_names(refused.duties, MergeNames(plan, base))
        words = _("Ticked like this, there would be two A’s in: %(names)s. Nothing was changed.") % {"names": names}
        return preview(request, plan, base, taken, status=422, refused=words)
    count = sum(item.key in taken for item in plan.items)
    if not count:
        words = _("Nothing is ticked. Nothing was changed.")
        return preview(request, plan, base, taken, status=422, refused=words)
    words = ngettext("%(count)s change taken from the file", "%(count)s changes taken from the file", count)
    messages.success(request, words % {"count": count})
    return redirect("project", project_id)


def _version(text: str) -> int | None:
    """The version that a form names, None when it names none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _changes_since(request: ProjectRequest, seen: str) -> list[str]:
    """What has changed since the preview, in sentences."""
    version = _version(seen)
    if version is None:
        return []
    lines = ProjectChange.objects.filter(project=request.project, version__gt=version).order_by("version", "id")
    titles = titles_of(request.project.pk)
    return [sentence(line_of(line, titles)) for line in lines[:NEWS]]
