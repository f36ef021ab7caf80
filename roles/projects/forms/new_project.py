"""The form of a new project: its details, a row per position, and what the suggested letters would do.

Adding, removing and previewing read what was typed without judging it; only creating does.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from aispec.web.fields.numbers import whole_number
from aispec.web.fields.text import OneLine, one_line
from aispec.web.room import Room
from phases.models import Framework
from roles.catalogue.domain.catalogue import SIDE_BY_SIDE
from roles.models import RoleProfile
from roles.people.forms import AsksWho
from roles.projects.domain.positions import PositionDetails
from roles.projects.domain.preview_matrix import preview_matrix
from roles.projects.domain.start import ProjectPlan
from roles.projects.forms.positions import HoldersField, titles
from roles.projects.forms.settings import PhasesField
from roles.projects.forms.suggestions import SuggestionChoices

MAX_ROWS = 60
ROW = ("profile", "title", "holder")


class DetailsForm(AsksWho):
    """What the project is called, which phases it covers, and whom the names of holders mean."""

    name = OneLine(label=gettext_lazy("Name of the project"), max_length=200)
    organization = OneLine(label=gettext_lazy("Team or organization"), max_length=200, required=False)
    phases = PhasesField()
    narrow = forms.BooleanField(
        label=gettext_lazy("Only the duties of the profiles of these positions"),
        required=False,
        help_text=gettext_lazy("Otherwise every responsibility of the framework becomes a duty."),
    )
    apply = forms.BooleanField(label=gettext_lazy("Apply the suggested letters"), required=False)

    def __init__(self, framework: Framework, *args: Any, large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phases"].queryset = framework.phases.all()  # type: ignore[attr-defined]
        if not large:
            del self.fields["narrow"]


class RowForm(forms.Form):
    """One position of a new project; a row without a title and a profile is no position."""

    profile: "forms.ModelChoiceField[RoleProfile]" = forms.ModelChoiceField(
        RoleProfile.objects.none(), label=gettext_lazy("Profile"), required=False, empty_label=gettext_lazy("None")
    )
    title = OneLine(label=gettext_lazy("Title"), max_length=200, required=False)
    holder = HoldersField()

    def __init__(self, *args: Any, profiles: list[RoleProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["profile"]
        field.queryset = RoleProfile.objects.filter(pk__in=[profile.pk for profile in profiles])  # type: ignore[attr-defined]
        field.choices = [("", _("None")), *((profile.pk, profile.name) for profile in profiles)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A holder needs something to hold."""
        data = self.cleaned_data
        if data.get("holder") and not data.get("title") and not data.get("profile") and not self.errors:
            self.add_error("title", _("Give a title or choose a profile."))
        return data


RowFormSet = forms.formset_factory(RowForm, extra=0, max_num=MAX_ROWS, absolute_max=MAX_ROWS + 1, validate_max=True)


class NewProject:
    """Everything the page of a new project shows, from nothing or from what was posted."""

    def __init__(self, framework: Framework, data: QueryDict | None = None) -> None:
        self.framework = framework
        self.profiles = list(framework.profiles.all())
        self.large = len(self.profiles) > SIDE_BY_SIDE
        self.action = data.get("action", "") if data else ""
        same = data is not None and data.get("shown") == str(framework.pk)
        self.data: Mapping[str, Any] = data if data is not None and same else {}
        self.typed_rows = self._read(data) if data is not None and same else self._one_a_profile()
        self.rows = [self._titled(row) for row in self._acted(self.typed_rows)]
        creating = same and self.action == "create"
        self.details = DetailsForm(
            framework,
            data if creating else None,
            initial=self._initial(data, same=same),
            auto_id="id_%s",
            large=self.large,
        )
        self.formset = RowFormSet(
            self._row_data() if creating else None,
            initial=None if creating else self.rows,
            prefix="row",
            form_kwargs={"profiles": self.profiles},
        )
        if self.focus:
            self.formset.forms[self.focus - 1].fields["profile"].widget.attrs["autofocus"] = True

    @property
    def focus(self) -> int | None:
        """The number of the row that a screen reader and a keyboard shall stand on after adding or removing."""
        if self.action == "add":
            return len(self.rows)
        if self.action.startswith("remove-") and self.rows:
            return min((whole_number(self.action.removeprefix("remove-")) or 0) + 1, len(self.rows))
        return None

    @property
    def retitled(self) -> list[SafeString]:
        """The title inputs that followed their profile, as HTMX swaps them beside the preview."""
        rows = zip(self.formset.forms, self.rows, self.typed_rows, strict=True)
        return [form["title"].as_widget(attrs={"hx-swap-oob": "true"}) for form, row, typed in rows if row != typed]

    @cached_property
    def positions(self) -> dict[int, PositionDetails]:
        """The rows that say something, by their number from 1."""
        known = {str(profile.pk): profile for profile in self.profiles}
        positions = {}
        for number, row in enumerate(self.rows, start=1):
            profile = known.get(row["profile"])
            if row["title"] or profile:
                positions[number] = PositionDetails(*titles(profile, row["title"]), profile, row["holder"])
        return positions

    @property
    def profile_ids(self) -> set[int] | None:
        """Of many profiles, those that the positions have, if their duties are all that is wanted; None for all."""
        if not self.large or not self.details["narrow"].value():
            return None
        return {position.profile.pk for position in self.positions.values() if position.profile}

    @cached_property
    def choices(self) -> SuggestionChoices:
        """The choices and the plan over what was typed so far."""
        chosen = set(self.details["phases"].value() or [])
        phases = [phase for phase in self.framework.phases.all() if chosen & {phase.pk, str(phase.pk)}]
        matrix = preview_matrix(self.framework, phases, self.positions, get_language() or "fr", self.profile_ids)
        return SuggestionChoices(matrix, {profile.slug: profile.name for profile in self.profiles}, self.data)

    @property
    def applies(self) -> bool:
        """The suggested letters are asked for."""
        return bool(self.details["apply"].value())

    def is_valid(self) -> bool:
        """Everything is right for creating."""
        return all([self.details.is_valid(), self.formset.is_valid()])

    @property
    def seen(self) -> bool:
        """The preview that was on the page is the one of what was posted."""
        return not self.applies or not self.choices.plan.uncovered or self.data.get("seen") == self.choices.seen

    def plan(self) -> ProjectPlan:
        """What the domain needs; only for a valid form."""
        details = self.details.cleaned_data
        place = {number: index for index, number in enumerate(self.positions)}
        chosen = self.choices.chosen
        return ProjectPlan(
            framework=self.framework,
            phases=list(details["phases"]),
            name=details["name"],
            organization=details["organization"],
            positions=tuple(self.positions.values()),
            suggest=details["apply"],
            profile_ids=self.profile_ids,
            who=self.details.who(),
            leads={slug: place[number] for slug, number in chosen["leads"].items()},
            stand_ins={slug: place[number] for slug, number in chosen["stand_ins"].items()},
        )

    @property
    def room(self) -> Room:
        """For positions."""
        return Room(len(self.rows), MAX_ROWS)

    def _read(self, data: QueryDict) -> list[dict[str, str]]:
        total = min(whole_number(data.get("row-TOTAL_FORMS")) or 0, MAX_ROWS + 1)  # one more is refused in words
        return [{field: one_line(data.get(f"row-{index}-{field}", "")) for field in ROW} for index in range(total)]

    def _one_a_profile(self) -> list[dict[str, str]]:
        """Where there are many profiles, no team has them all: it begins with an empty row."""
        if self.large:
            return [dict.fromkeys(ROW, "")]
        return [{"profile": str(profile.pk), "title": "", "holder": ""} for profile in self.profiles]

    def _acted(self, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        if self.action == "add" and not Room(len(rows), MAX_ROWS).full:
            return [*rows, dict.fromkeys(ROW, "")]
        if self.action.startswith("remove-"):
            gone = whole_number(self.action.removeprefix("remove-")) or 0
            return [row for index, row in enumerate(rows) if index != gone]
        return rows

    def _titled(self, row: dict[str, str]) -> dict[str, str]:
        """A title that is empty, or that of a profile, follows the profile that is chosen."""
        profile = next((profile for profile in self.profiles if str(profile.pk) == row["profile"]), None)
        if profile and row["title"] in {"", *(other.title for other in self.profiles)}:
            return row | {"title": profile.title}
        return row

    def _row_data(self) -> dict[str, str]:
        cells = {f"row-{index}-{field}": row[field] for index, row in enumerate(self.rows) for field in ROW}
        return cells | {"row-TOTAL_FORMS": str(len(self.rows)), "row-INITIAL_FORMS": "0"}

    def _initial(self, data: QueryDict | None, *, same: bool) -> dict[str, Any]:
        initial: dict[str, Any] = {"phases": [phase.pk for phase in self.framework.phases.all()], "apply": True}
        initial["narrow"] = True
        if data is not None:
            initial |= {"name": data.get("name", ""), "organization": data.get("organization", "")}
        if data is not None and same:
            initial |= {"phases": data.getlist("phases"), "apply": "apply" in data, "narrow": "narrow" in data}
        return initial
