"""The form of a project that is made of an imported file: what it is called, and where its phases go."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aispec.web.edit_conflict import fingerprint
from aispec.web.fields.text import OneLine
from phases.models import Framework
from roles.imports.domain.sheet_project import (
    ProjectChoices,
    likely_framework,
    likely_homes,
    likely_language,
    phase_names,
)
from roles.imports.forms.corrections import kept_choice
from roles.imports.sheet_reading.model import ImportPlan

LANGUAGES = [("fr", pgettext_lazy("language", "French")), ("en", pgettext_lazy("language", "English"))]
OWN = ""


class ProjectChoicesForm(forms.Form):
    """Read without being judged while the interpretation of the file still changes; only creating binds it."""

    name = OneLine(label=gettext_lazy("Name of the project"), max_length=200)
    organization = OneLine(label=gettext_lazy("Team or organization"), max_length=200, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the sheet"), choices=LANGUAGES)
    framework = forms.ChoiceField(label=gettext_lazy("Phases of the project"), required=False)

    def __init__(
        self,
        plan: ImportPlan,
        frameworks: Sequence[Framework],
        source: str,
        data: QueryDict | None = None,
        *,
        judged: bool = False,
    ) -> None:
        self.plan, self.source = plan, source
        self.bases = {str(framework.pk): framework for framework in frameworks}
        likely = likely_framework(plan, list(frameworks))
        chosen = data.get("framework", OWN) if data is not None else str(likely.pk) if likely else OWN
        self.base = self.bases.get(chosen)
        initial = {"name": plan.title or _stem(source), "language": likely_language(plan), "framework": chosen}
        if data is not None:
            initial |= {name: data.get(name, "") for name in ("name", "organization", "language") if name in data}
        super().__init__(data if judged else None, initial=initial)
        titles = [(str(framework.pk), framework.title) for framework in frameworks]
        choices = [(OWN, _("As in the sheet, for this project only")), *titles]
        self.fields["framework"].choices = choices  # type: ignore[attr-defined]
        self.places = phase_names(plan)
        self._add_phases(data)

    def _add_phases(self, data: QueryDict | None) -> None:
        """Add a field for each phase of the file: its name, or the phase of the framework that it is."""
        self.homes = list(self.base.phases.all()) if self.base else []
        choices = [("", _("Choose…")), *((str(phase.pk), phase.name) for phase in self.homes)]
        likely = {place: home.pk for place, home in likely_homes(self.plan, self.homes).items()}
        for place, name in self.places.items():
            key = _key(place)
            field = forms.ChoiceField(label=name, choices=choices) if self.base else OneLine(label=name, max_length=200)
            self.fields[key] = field
            self.initial[key] = kept_choice(data, key, self._was(name), likely.get(place, "") if self.base else name)

    def _was(self, name: str) -> str:
        """The mark of what a field was shown for: a phase of that name, with these phases to choose from."""
        return fingerprint(self.base.pk if self.base else OWN, name)

    @property
    def phases(self) -> list[tuple[forms.BoundField, str]]:
        """The fields of the phases, each with what it is shown for."""
        return [(self[_key(place)], self._was(name)) for place, name in self.places.items()]

    def choices(self) -> ProjectChoices:
        """What the domain needs; only for a valid form."""
        data = self.cleaned_data
        values = {place: data[_key(place)] for place in self.places}
        known = {str(phase.pk): phase for phase in self.homes}
        return ProjectChoices(
            name=data["name"],
            language=data["language"],
            organization=data["organization"],
            source=self.source,
            names=None if self.base else values,
            homes={place: known[value] for place, value in values.items()} if self.base else None,
        )


def _key(place: int) -> str:
    return f"phase-{place + 1}"


def _stem(source: str) -> str:
    """The name of a file without what its kind adds."""
    stem, dot, kind = source.rpartition(".")
    return (stem if dot and len(kind) < 6 else source).replace("_", " ").strip()[:200]
