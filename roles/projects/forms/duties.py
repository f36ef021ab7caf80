"""Forms about the rows of a project."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import Mark, MultiLine, OneLine, remember
from phases.models import Phase, Project
from roles.models import Duty
from roles.projects.domain.duties import DutyDetails, duty_fingerprint


class DutyForm(forms.Form):
    """A duty: its text in one language or both, and for a project's own duty its phase."""

    text_fr = OneLine(
        label=gettext_lazy("Text in French"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    text_en = OneLine(
        label=gettext_lazy("Text in English"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    description_fr = MultiLine(
        label=gettext_lazy("Description in French"),
        help_text=gettext_lazy("How it is done, and links to what it needs."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    description_en = MultiLine(
        label=gettext_lazy("Description in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phase: "forms.ModelChoiceField[Phase]" = forms.ModelChoiceField(
        Phase.objects.none(), label=gettext_lazy("Phase"), empty_label=None
    )
    seen = Mark()

    def __init__(self, project: Project, *args: Any, phase: Phase | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixed_phase = phase
        self.fields["phase"].queryset = project.phases.all()  # type: ignore[attr-defined]
        self.fields["text_fr"].help_text = _("Start with a verb in the present: “Validates the results”.")
        if phase:
            del self.fields["phase"]
        remember(self)

    @classmethod
    def about(cls, project: Project, duty: Duty, data: QueryDict | None = None) -> "DutyForm":
        """The form of a duty; one that comes from the catalogue stays in its phase."""
        initial = {
            "text_fr": duty.text_fr,
            "text_en": duty.text_en,
            "description_fr": duty.description_fr,
            "description_en": duty.description_en,
            "phase": duty.phase_id,
            "seen": duty_fingerprint(duty),
        }
        return cls(project, data, initial=initial, phase=None if duty.responsibility_id is None else duty.phase)

    def clean(self) -> dict[str, Any]:
        """A duty has words in some language."""
        data = self.cleaned_data
        if not data.get("text_fr") and not data.get("text_en") and not self.errors:
            self.add_error("text_fr", _("Say in one of the languages what is to be done."))
        return data

    def details(self) -> DutyDetails:
        """What the domain needs; only for a valid form."""
        data = self.cleaned_data
        described = data["description_fr"], data["description_en"]
        return DutyDetails(data["text_fr"], data["text_en"], self.fixed_phase or data["phase"], *described)


class ReasonForm(forms.Form):
    """Why a duty does not apply to this project."""

    reason = OneLine(
        label=gettext_lazy("Why does it not apply?"),
        max_length=300,
        help_text=gettext_lazy("Its letters are set aside and come back with it."),
    )
    seen = Mark()
