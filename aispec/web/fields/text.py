"""Form fields that tidy what was typed. Text of which no reader sees anything is none."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

from aispec.web.words.typography import visible

# All but line breaks and tabs; those that turn the direction of the text around them; halves of a character.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def seen(text: str) -> bool:
    """Whether a reader sees anything of the text."""
    return bool(visible(text).strip())


def typable(text: str) -> str:
    """The text without control characters and halves of a character, which nobody types."""
    return _CONTROLS.sub("", text)


def one_line(text: str) -> str:
    """The text with every run of spaces and line breaks as one space; "" if no reader sees anything of it."""
    return " ".join(text.split()) if seen(text) else ""


class Text(forms.CharField):
    """What every field for text shares: only spaces, soft hyphens and the like count as nothing typed."""

    def to_python(self, value: object) -> str | None:
        """The text, or the field's empty value."""
        text: str | None = super().to_python(value)
        return text if text and seen(text) else self.empty_value


class Email(Text, forms.EmailField):
    """An e-mail address."""


class OneLine(Text):
    """Text on one line: line breaks, tabs and runs of spaces become one space, control characters are dropped.

    But for a null character, which is no slip of a keyboard: Django refuses it.
    """

    def to_python(self, value: object) -> str | None:
        """The tidied text, or the field's empty value."""
        text = one_line(super().to_python(value) or "")
        return (text if "\0" in text else typable(text)) or self.empty_value


class MultiLine(Text):
    """Plain text with line breaks; control characters, which nobody types, are dropped."""

    def to_python(self, value: object) -> str | None:
        """The tidied text, or the field's empty value."""
        lines = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return super().to_python(typable(lines))


class Mark(forms.CharField):
    """What the reader of the page saw, as the form carries it back."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)


# For `formfield_overrides` of the administration.
OF_MODELS: Mapping[type[models.Field[Any, Any]], Mapping[str, Any]] = {
    models.CharField: {"form_class": Text},
    models.TextField: {"form_class": Text},
    models.EmailField: {"form_class": Email},
    models.SlugField: {},  # refuses what is invisible by itself
}


def remember(form: forms.Form) -> None:
    """Let every field carry the value it was shown with, so that only what changed counts as changed."""
    for field in form.fields.values():
        field.show_hidden_initial = not isinstance(field, Mark)
