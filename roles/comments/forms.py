"""The form of a comment."""

import re

from django import forms
from django.utils.translation import gettext_lazy

from roles.comments.domain import LONGEST

# All but line breaks and tabs; the last ones turn the direction of the text around them.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


class MultiLine(forms.CharField):
    """Plain text with line breaks; control characters, which nobody types, are dropped."""

    def to_python(self, value: object) -> str:
        """The tidied text, "" for none."""
        lines = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return str(super().to_python(_CONTROLS.sub("", lines)) or "")


class CommentForm(forms.Form):
    """What somebody says."""

    text = MultiLine(
        label=gettext_lazy("Comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )
