"""The form that sets findings aside."""

from django import forms
from django.utils.translation import gettext_lazy

from aispec.web.fields import OneLine


class DismissForm(forms.Form):
    """Why; `seen` names the findings and the states their reader saw, e.g. "H8-d12:5d2f0c11aa90,…"."""

    reason = OneLine(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Everybody on the project reads it; the journal keeps it."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def states(self) -> dict[str, str]:
        """The states by key; what is no pair names nothing."""
        pairs = (pair.partition(":") for pair in (self["seen"].value() or "").split(","))
        return {key: state for key, _colon, state in pairs if key}
