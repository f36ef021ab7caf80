"""The forms of checks: a position made of a gap, and the reason why a finding is dismissed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import Mark, OneLine
from phases.models import Project
from roles.checks.domain.gaps import GAPS
from roles.models import RoleProfile
from roles.projects.domain.positions import PositionDetails
from roles.projects.forms.positions import titles


class GapForm(forms.Form):
    """The title and profile of the vacant position, and the duties it shall hold."""

    gap = forms.ChoiceField(choices=[(gap, gap) for gap in GAPS], widget=forms.HiddenInput)
    title = OneLine(label=gettext_lazy("Title of the position"), max_length=200, required=False)
    profile: "forms.ModelChoiceField[RoleProfile]" = forms.ModelChoiceField(
        RoleProfile.objects.none(), label=gettext_lazy("Profile"), required=False, empty_label=gettext_lazy("None")
    )

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].queryset = RoleProfile.objects.filter(framework=project.framework_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A position has a title, its own or its profile's."""
        data = self.cleaned_data
        if not data.get("title") and not data.get("profile") and not self.errors:
            self.add_error("title", _("Give a title, or choose a profile."))
        return data

    def details(self) -> PositionDetails:
        """What the domain needs; only for a valid form."""
        french, english = titles(self.cleaned_data["profile"], self.cleaned_data["title"])
        return PositionDetails(french, english, self.cleaned_data["profile"])


class DismissForm(forms.Form):
    """Why; `seen` names the findings and the states their reader saw, e.g. "H8-d12:5d2f0c11aa90,…"."""

    reason = OneLine(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Everybody on the project reads it; the journal keeps it."),
    )
    seen = Mark()

    def states(self) -> dict[str, str]:
        """The states by key; what is no pair names nothing."""
        pairs = (pair.partition(":") for pair in (self["seen"].value() or "").split(","))
        return {key: state for key, _colon, state in pairs if key}
