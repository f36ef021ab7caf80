"""The form of a comment."""

from django import forms
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import MultiLine
from roles.comments.domain import LONGEST


class CommentForm(forms.Form):
    """What somebody says."""

    text = MultiLine(
        label=gettext_lazy("Comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )
