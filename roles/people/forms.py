"""The form that takes people from a file or from pasted cells, and the seal of what it says."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import Text
from roles.formats.sealed_form import SealedPlan
from roles.formats.upload_form import UploadForm

MOST_PASTED = 300_000  # characters


class PeopleForm(UploadForm):
    """A file or pasted rows."""

    pasted = Text(
        label=gettext_lazy("Or rows copied from a spreadsheet"),
        required=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
    nothing_given = gettext_lazy("Choose a file, or paste rows below.")


def sealed_people(user_id: int) -> SealedPlan:
    """Return the seal of the rows of a file."""
    return SealedPlan("people-file", (user_id, 0), _("The file holds too much text. Divide it."))
