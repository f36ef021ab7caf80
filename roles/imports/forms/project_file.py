"""The form that takes a project's file, and the seal of what it says."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roles.catalogue.domain.file_format import CatalogueError, parse_json
from roles.formats.sealed_form import SealedPlan

MOST_BYTES = 5_000_000


class ProjectFileForm(forms.Form):
    """One file, read but not judged: whether it makes a project is the domain's to say."""

    file = forms.FileField(
        label=gettext_lazy("JSON file of a project"),
        help_text=gettext_lazy("As the Export menu of a matrix gives it; 5 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> dict[str, Any]:
        """The data of the file, bounded before it is parsed."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Export the project again, without changes."))
        try:
            return parse_json(upload.read())
        except CatalogueError as wrong:
            raise forms.ValidationError(wrong.problems) from wrong


def sealed_project(user_id: int) -> SealedPlan:
    """Return the seal of what a project's file says."""
    words = _("The file holds too much for one project. Export a part of it, by a filter.")
    return SealedPlan("project-file", (user_id, 0), words)
