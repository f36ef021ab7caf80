"""Forms about a project as a whole: its name, its thresholds, its phases, its end."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields import OneLine, remember
from phases.domain.projects import project_seen
from phases.models import Phase, Project
from roles.domain.thresholds import Thresholds
from roles.forms.phases import PhasesField

LIMITS = {
    "max_r": (gettext_lazy("R on one duty, at most"), 1, 50),
    "max_c": (gettext_lazy("C on one duty, at most"), 1, 50),
    "max_i": (gettext_lazy("I on one duty, at most"), 1, 50),
    "max_share": (gettext_lazy("Share of the duties for one position, at most (%)"), 1, 100),
    "share_from_positions": (gettext_lazy("Number of positions from which shares are checked"), 2, 50),
}
LOADS = {
    "points_ar": (gettext_lazy("Points for A/R"), 0, 20),
    "points_r": (gettext_lazy("Points for R"), 0, 20),
    "points_a": (gettext_lazy("Points for A"), 0, 20),
    "points_c": (gettext_lazy("Points for C"), 0, 20),
    "points_i": (gettext_lazy("Points for I"), 0, 20),
    "load_position": (gettext_lazy("Points for one position, at most"), 1, 9999),
    "load_phase": (gettext_lazy("Points for one position in one phase, at most"), 1, 9999),
}


class SettingsForm(forms.Form):
    """The project's name and the figures its checks and its load use."""

    name = OneLine(label=gettext_lazy("Name of the project"), max_length=200)
    organization = OneLine(label=gettext_lazy("Team or organization"), max_length=200, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, project: Project, data: QueryDict | None = None) -> None:
        own = {"name": project.name, "organization": project.organization, "seen": project_seen(project)}
        super().__init__(data, initial=own | asdict(Thresholds.of(project.rules)))
        self.project = project
        defaults = asdict(Thresholds())
        for name, (label, low, high) in (LIMITS | LOADS).items():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=low, max_value=high, help_text=_("Default: %(n)d") % {"n": defaults[name]}
            )
        self.fields["lone_a_counts_as_r"] = forms.BooleanField(
            label=_("An A alone also counts as the R of its duty"), required=False
        )
        remember(self)

    @property
    def limits(self) -> list[forms.BoundField]:
        """The fields of the checks."""
        return [self[name] for name in LIMITS]

    @property
    def loads(self) -> list[forms.BoundField]:
        """The fields of the load."""
        return [self[name] for name in LOADS]

    def rules(self) -> dict[str, Any]:
        """What the project stores: the figures that are not the defaults, and what this form does not know."""
        defaults = asdict(Thresholds())
        mine = (*LIMITS, *LOADS, "lone_a_counts_as_r")
        kept = {name: value for name, value in self.project.rules.items() if name not in mine}
        return kept | {name: self.cleaned_data[name] for name in mine if self.cleaned_data[name] != defaults[name]}


class PhasesForm(forms.Form):
    """The phases a project covers: one at least."""

    phases = PhasesField()

    def __init__(self, project: Project, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"phases": project.phases.all()})
        self.fields["phases"].queryset = Phase.objects.filter(framework=project.framework_id)  # type: ignore[attr-defined]


class DeleteForm(forms.Form):
    """The name of the project, typed again before all of it goes."""

    name = OneLine(label=gettext_lazy("Type the name of the project to confirm"), max_length=200)

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def clean_name(self) -> str:
        """Spaces and case are forgiven, another name is not."""
        name: str = self.cleaned_data["name"]
        if name.casefold() != " ".join(self.project.name.split()).casefold():
            raise forms.ValidationError(_("This is not the name of the project."))
        return name
