"""Forms about a project as a whole: its name, its thresholds, its phases, its end."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aispec.web.fields.numbers import WholeField
from aispec.web.fields.text import Mark, OneLine, remember
from phases.models import Phase, Project
from phases.projects.domain import ProjectDetails, project_fingerprint
from roles.enums import Letter
from roles.matrix.letters import NAME_RULES, SUPPORT, default_name, offers
from roles.matrix.rules import DESCRIPTIONS, REVIEW_EVERY, RHYTHMS, gives_descriptions, review_every
from roles.matrix.thresholds import Thresholds
from roles.projects.domain.settings import support_cells

LONGEST_ID = 18  # digits; Django hands longer ones to SQLite, which raises OverflowError


class PhasesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Phases by checkbox; an id that no database holds is an unknown choice like any other."""

    def __init__(self) -> None:
        super().__init__(
            Phase.objects.none(),
            label=gettext_lazy("Phases"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": gettext_lazy("A project covers at least one phase.")},
        )

    def clean(self, value: Iterable[Any] | None) -> Any:
        """The chosen phases as a queryset."""
        for chosen in value or ():
            if len(str(chosen)) > LONGEST_ID:
                raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": chosen})
        return super().clean(value)


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
SUPPORT_LOADS = {"points_s": (gettext_lazy("Points for S"), 0, 20)}  # only where the project offers S
EMPTY = "empty"  # what a form sends for an S that shall become nothing
NAME_LENGTH = 40


class SettingsForm(forms.Form):
    """The project's name, its letters, and the figures its checks and its load use."""

    name = OneLine(label=gettext_lazy("Name of the project"), max_length=200)
    organization = OneLine(label=gettext_lazy("Team or organization"), max_length=200, required=False)
    is_model = forms.BooleanField(
        label=gettext_lazy("A model: its members may start a new project from it"), required=False
    )
    descriptions = forms.BooleanField(
        label=gettext_lazy("Documents give the descriptions of the duties"), required=False
    )
    review_every = forms.TypedChoiceField(
        label=gettext_lazy("Review"),
        help_text=gettext_lazy("How often the team looks the matrix over; the project then says when it is due."),
        choices=[("", gettext_lazy("never")), *RHYTHMS.items()],
        coerce=int,
        required=False,
    )
    seen = Mark()

    def __init__(self, project: Project, data: QueryDict | None = None, *, owner: bool = False) -> None:
        own = {name: getattr(project, name) for name in ("name", "organization", "is_model")}
        own["seen"] = project_fingerprint(project)
        names = {rule: project.rules.get(rule, "") for rule in NAME_RULES}
        rules = asdict(Thresholds.of(project.rules)) | names | {SUPPORT: offers(project.rules, Letter.S)}
        rules |= {DESCRIPTIONS: gives_descriptions(project.rules), REVIEW_EVERY: review_every(project.rules) or ""}
        super().__init__(data, initial=own | rules)
        self.project = project
        if not owner:
            del self.fields["is_model"]
        self._add_figures()
        self._add_letters()
        remember(self)

    def _add_figures(self) -> None:
        defaults = asdict(Thresholds())
        self.load_figures = LOADS | (SUPPORT_LOADS if self.initial[SUPPORT] else {})
        for name, (label, low, high) in (LIMITS | self.load_figures).items():
            self.fields[name] = WholeField(
                label=label, min_value=low, max_value=high, help_text=_("Default: %(n)d") % {"n": defaults[name]}
            )
        self.fields["lone_a_counts_as_r"] = forms.BooleanField(
            label=_("An A alone also counts as the R of its duty"), required=False
        )

    def _add_letters(self) -> None:
        """RASCI, what becomes of S without it, and a name for each letter in each language."""
        self.fields[SUPPORT] = forms.BooleanField(label=_("RASCI: add the letter S, support"), required=False)
        self.held = support_cells(self.project.pk) if self.initial[SUPPORT] else 0
        if self.held:
            choices = [("", _("Choose…")), ("C", _("C, consulted")), ("R", _("R, responsible")), (EMPTY, _("Nothing"))]
            words = ngettext(
                "%(n)s cell holds S; without RASCI it becomes",
                "%(n)s cells hold S; without RASCI they become",
                self.held,
            )
            self.fields["instead"] = forms.ChoiceField(label=words % {"n": self.held}, choices=choices, required=False)
        self.name_rules = [rule for rule, (letter, _l) in NAME_RULES.items() if offers(self.project.rules, letter)]
        for rule in self.name_rules:
            letter, language = NAME_RULES[rule]
            self.fields[rule] = OneLine(
                label=(_("%(letter)s in French") if language == "fr" else _("%(letter)s in English"))
                % {"letter": letter},
                help_text=_("Default: %(name)s") % {"name": default_name(letter, language)},
                max_length=NAME_LENGTH,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Whoever ends RASCI says what becomes of each S; two letters have two names."""
        asked = self.cleaned_data
        if self.held and not asked.get(SUPPORT) and not asked.get("instead"):
            self.add_error("instead", _("Choose what these cells become, so that none keeps a hidden S."))
        called = {rule: asked.get(rule) or default_name(*NAME_RULES[rule]) for rule in self.name_rules}
        counts = Counter((NAME_RULES[rule][1], name.casefold()) for rule, name in called.items())
        for rule, name in called.items():
            if asked.get(rule) and counts[NAME_RULES[rule][1], name.casefold()] > 1:
                self.add_error(rule, _("Another letter has this name."))
        return asked

    @property
    def names(self) -> list[forms.BoundField]:
        """The fields of the names of the letters."""
        return [self[rule] for rule in self.name_rules]

    @property
    def own_names(self) -> bool:
        """Whether the names of the letters are worth opening: one is the project's own, or wrong."""
        return any(self.initial[rule] or rule in self.errors for rule in self.name_rules)

    @property
    def s_becomes(self) -> str | None:
        """The letter that each S becomes, as it is stored; None when nobody was asked."""
        chosen: str | None = self.cleaned_data.get("instead") or None
        return "" if chosen == EMPTY else chosen

    @property
    def limits(self) -> list[forms.BoundField]:
        """The fields of the checks."""
        return [self[name] for name in LIMITS]

    @property
    def loads(self) -> list[forms.BoundField]:
        """The fields of the load."""
        return [self[name] for name in self.load_figures]

    def details(self) -> ProjectDetails:
        """What the domain needs; only for a valid form."""
        data = self.cleaned_data
        return ProjectDetails(data["name"], data["organization"], self.rules(), data.get("is_model"))

    def rules(self) -> dict[str, Any]:
        """What the project stores: the figures that are not the defaults, and what this form does not know."""
        defaults = asdict(Thresholds()) | {SUPPORT: False, DESCRIPTIONS: False, REVIEW_EVERY: ""}
        defaults |= dict.fromkeys(NAME_RULES, "")
        figures = (*LIMITS, *self.load_figures, "lone_a_counts_as_r")
        mine = (*figures, SUPPORT, *self.name_rules, DESCRIPTIONS, REVIEW_EVERY)
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
