"""The small forms over the headings of a matrix: one field each, in the language of their reader."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import Mark, OneLine, remember
from roles.people.forms import AsksWho
from roles.projects.forms.duties import ReasonForm
from roles.projects.forms.positions import HoldersField

LINES = forms.Textarea(attrs={"rows": 3})


class InPlaceForm(forms.Form):
    """A field that its class adds, and the mark of what its reader saw."""

    seen = Mark()

    def __init__(self, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="in_place_%s")
        self.fields["seen"].widget.attrs["id"] = False
        remember(self)


class TitleForm(InPlaceForm):
    """The title of a position."""

    title = OneLine(label=gettext_lazy("Title of the position"), max_length=200)


class HolderForm(InPlaceForm, AsksWho):
    """Who holds a position."""

    asked_at = "holder"
    holder = HoldersField(gettext_lazy("Leave empty when the position is vacant. Separate several names with “;”."))

    def clean(self) -> dict[str, Any]:
        """With the answers to whom the names mean."""
        return {**self.cleaned_data, "who": self.who()}


class TextForm(InPlaceForm):
    """The text of a duty."""

    text = OneLine(label=gettext_lazy("Text of the duty"), max_length=500, widget=LINES)


class AppliesForm(InPlaceForm, ReasonForm):
    """Why a duty does not apply."""
