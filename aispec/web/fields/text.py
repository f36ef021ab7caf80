"""Form fields that tidy what was typed."""

from django import forms


class OneLine(forms.CharField):
    """Text on one line: line breaks, tabs and runs of spaces become one space."""

    def to_python(self, value: object) -> str:
        """The tidied text, "" for none."""
        return " ".join(str(super().to_python(value) or "").split())


def remember(form: forms.Form) -> None:
    """Let every field carry the value it was shown with, so that only what changed counts as changed."""
    for name, field in form.fields.items():
        field.show_hidden_initial = name != "seen"
