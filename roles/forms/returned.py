"""A workbook that comes back, and what a person takes from it."""

from django import forms
from django.core import signing
from django.core.signing import BadSignature
from django.utils.translation import gettext_lazy

from roles.domain.returned import Edits

KEPT_FOR = 12 * 3600  # seconds that a preview may lie open before the file has to be chosen again
_SALT = "roles.returned"


class ReturnForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Excel file of this project"),
        help_text=gettext_lazy("The .xlsx file that this project’s Export menu made, whoever changed it since."),
        error_messages={"empty": gettext_lazy("This file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


def sealed(edits: Edits, project_id: int, user_id: int) -> str:
    """What was read of a file, for the form to carry: the file is read once, and nobody can change what was read."""
    return signing.dumps([project_id, user_id, edits.to_json()], salt=_SALT, compress=True)


def unsealed(text: str, project_id: int, user_id: int) -> Edits:
    """What `sealed` gave this user for this project. Raises BadSignature, also when it is too old."""
    project, user, edits = signing.loads(text, salt=_SALT, max_age=KEPT_FOR)
    if (project, user) != (project_id, user_id):
        raise BadSignature
    return Edits.from_json(edits)
