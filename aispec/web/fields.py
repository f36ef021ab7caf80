"""Form fields that tidy what was typed."""

from django import forms


class OneLine(forms.CharField):
    """Text on one line: line breaks, tabs and runs of spaces become one space."""

    def to_python(self, value: object) -> str:
        """The tidied text, "" for none."""
        return " ".join(str(super().to_python(value) or "").split())
