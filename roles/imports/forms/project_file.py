"""The form that takes a project's file, and the confirmation of what it would make."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roles.catalogue.domain.file_format import CatalogueError, parse_json
from roles.formats.sealed_form import TooLarge, seal, unseal

MOST_BYTES = 5_000_000
SALT = "project-file"


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


def sealed(data: object) -> str:
    """The data for a hidden field: what is confirmed is what was read, and no server need keep it.

    Raises ValidationError for more than a form can carry.
    """
    try:
        return seal(data, SALT)
    except TooLarge as large:
        words = _("The file holds too much for one project. Export a part of it, by a filter.")
        raise forms.ValidationError(words) from large


def unsealed(text: str) -> object:
    """What `sealed` sealed. Raises BadSignature for anything else, and for what is older than an hour."""
    return unseal(text, SALT)
