"""Forms about postings."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from aispec.web.fields.days import DayField
from aispec.web.fields.numbers import MoneyField
from aispec.web.fields.text import Mark, MultiLine, OneLine
from phases.models import Framework, Project
from roles.enums import Employment
from roles.models import Position, Posting, Responsibility, RoleProfile
from roles.postings.domain.advice import TEXTS, lint
from roles.postings.domain.duties import PostedDuty, candidates
from roles.postings.domain.postings import FIELDS, Source, posting_fingerprint

# Suggestions of the National Occupational Classification: whoever chooses one verifies it.
OCCUPATIONS = (
    ("21211", gettext_lazy("Data scientists")),
    ("21232", gettext_lazy("Software developers and programmers")),
    ("22220", gettext_lazy("Computer network and web technicians")),
    ("22310", gettext_lazy("Electrical and electronics engineering technologists and technicians")),
)
_POSTAL_CODE = re.compile(r"([A-Z]\d[A-Z])[ -]?(\d[A-Z]\d)", re.ASCII | re.IGNORECASE)
_SHORT = ("title", "employer")
_LINES = {f"{name}_{language}": OneLine if name in _SHORT else MultiLine for name in TEXTS for language in ("fr", "en")}
_HELP = {
    "title": gettext_lazy("Both groups written out, such as “Technicienne ou technicien en IA”."),
    "essential": gettext_lazy("One a line."),
    "asset": gettext_lazy("One a line."),
    "conditions": gettext_lazy("One a line."),
    "language": gettext_lazy("Leave empty when French is enough."),
    "language_reason": gettext_lazy("Why the duties need a language other than French; it appears in the posting."),
}


class NewPostingForm(forms.Form):
    """What a posting is made from."""

    source = forms.ChoiceField(label=gettext_lazy("Created from"))
    twin = forms.BooleanField(label=gettext_lazy("With an English version"), required=False)

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = {row.pk: row for row in Position.objects.filter(project=project).order_by("order", "id")}
        self.profiles = {row.pk: row for row in RoleProfile.objects.filter(framework=project.framework_id)}
        vacant = [(f"position-{pk}", row.title) for pk, row in self.positions.items() if row.holder_id is None]
        held = [(f"position-{pk}", row.title) for pk, row in self.positions.items() if row.holder_id is not None]
        groups = (
            (_("Vacant positions"), vacant),
            (_("Other positions"), held),
            (_("Profiles"), [(f"profile-{pk}", row.name) for pk, row in self.profiles.items()]),
            (_("Duties"), [("duties", _("Chosen duties of the project"))]),
        )
        self.fields["source"].choices = [group for group in groups if group[1]]  # type: ignore[attr-defined]

    def start_from(self, source: str, profile: str) -> None:
        """Propose what the page before was about: a source, or the profile of this slug."""
        named = next((f"profile-{pk}" for pk, row in self.profiles.items() if row.slug == profile), source)
        self.initial["source"] = named

    def chosen(self) -> Source:
        """What the domain needs; only for a valid form."""
        kind, _dash, pk = self.cleaned_data["source"].partition("-")
        twin = self.cleaned_data["twin"]
        if kind == "position":
            return Source(position=self.positions[int(pk)], twin=twin)
        return Source(profile=self.profiles[int(pk)], twin=twin) if kind == "profile" else Source(twin=twin)


class CataloguePostingForm(forms.Form):
    """What a posting without a project is made from: a profile of a framework, or chosen statements."""

    profile = forms.ChoiceField(label=gettext_lazy("Profile"), required=False)
    statements = forms.MultipleChoiceField(required=False)
    twin = forms.BooleanField(label=gettext_lazy("With an English version"), required=False)

    def __init__(self, framework: Framework, data: QueryDict | None, profile: str) -> None:
        self.profiles = {row.pk: row for row in RoleProfile.objects.filter(framework=framework)}
        named = next((pk for pk, row in self.profiles.items() if row.slug == profile), "")
        super().__init__(data, initial={"twin": True, "profile": named})
        statements = Responsibility.objects.filter(phase__framework=framework).values_list("pk", "code")
        self.fields["profile"].choices = [(pk, row.title) for pk, row in self.profiles.items()]  # type: ignore[attr-defined]
        self.fields["statements"].choices = list(statements)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        if not self.errors and not self.cleaned_data["profile"] and not self.cleaned_data["statements"]:
            raise forms.ValidationError(_("Choose a profile, or tick at least one statement."))
        return self.cleaned_data

    @property
    def ticked(self) -> set[str]:
        """The statements that stay ticked when the form comes back."""
        return set(self["statements"].value() or ())

    def source(self) -> Source:
        """What the domain needs; only for a valid form. Ticked statements are a choice of their own."""
        chosen = self.cleaned_data["profile"]
        profile = self.profiles[int(chosen)] if chosen and not self.cleaned_data["statements"] else None
        return Source(profile=profile, twin=self.cleaned_data["twin"])

    def chosen(self) -> list[int]:
        """The ids of the ticked statements."""
        return [int(pk) for pk in self.cleaned_data["statements"]]


class PostingForm(forms.ModelForm):  # type: ignore[type-arg]
    """The texts in both languages, the facts, and which duties stand in the posting."""

    duties = forms.MultipleChoiceField(label=gettext_lazy("Duties"), required=False)
    seen = Mark()

    class Meta:
        model = Posting
        fields = FIELDS
        field_classes = _LINES | dict.fromkeys(("city", "postal_code", "street", "reference", "noc"), OneLine)

    def __init__(self, posting: Posting, data: QueryDict | None = None) -> None:
        super().__init__(data, instance=posting, initial={"seen": posting_fingerprint(posting)})
        self.items = candidates(posting, get_language() or "fr")
        everything = [str(item.duty_id) for item in self.items]
        chosen = [str(pk) for pk in posting.chosen.values_list("pk", flat=True)]
        self.whole = bool(posting.position_id or posting.profile_id)
        self.fields["duties"].choices = [(pk, pk) for pk in everything]  # type: ignore[attr-defined]
        self.initial["duties"] = chosen or (everything if self.whole else [])
        self._dress()

    def _dress(self) -> None:
        labels = {field.name: field.verbose_name for field in Posting._meta.concrete_fields}
        for name in TEXTS:
            for language in ("fr", "en"):
                field = self.fields[f"{name}_{language}"]
                field.label = labels[name]
                field.help_text = _HELP.get(name, "") if language == "fr" else ""
                rows = {"rows": 4 if name in ("mission", "essential", "asset", "conditions") else 2}
                field.widget = forms.TextInput() if name in _SHORT else forms.Textarea(rows)
                field.widget.attrs |= {"lang": language, "maxlength": str(field.max_length)}  # type: ignore[attr-defined]
        self.fields["title_fr"].required = True
        kinds = [("", _("Not specified")), *Employment.choices]
        self.fields["employment"].choices = kinds  # type: ignore[attr-defined]
        label = str(labels["closing_date"])
        self.fields["closing_date"] = DayField(label=label, required=False, kept=self.instance.closing_date)
        for name in ("pay_min", "pay_max"):
            self.fields[name] = MoneyField(label=str(labels[name]), required=False)
        self.fields["noc"] = forms.ChoiceField(
            label=gettext_lazy("Occupation code (NOC 2021), to verify"),
            required=False,
            choices=[("", pgettext_lazy("occupation", "None"))]
            + [
                (code, _("%(code)s %(name)s: suggestion, to verify") % {"code": code, "name": name})
                for code, name in OCCUPATIONS
            ],
            help_text=gettext_lazy("Suggestions only: verify the code against the classification before you publish."),
        )

    @property
    def texts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each language."""
        return [(language, [self[f"{name}_{language}"] for name in TEXTS]) for language in ("fr", "en")]

    @property
    def ticks(self) -> list[tuple[PostedDuty, bool]]:
        """The duties with whether they stand in the posting."""
        chosen = set(self["duties"].value() or ())
        return [(item, str(item.duty_id) in chosen) for item in self.items]

    def clean(self) -> dict[str, Any]:
        """Texts are texts, never None; what blocks stands at its field."""
        data = {name: "" if name in _LINES and value is None else value for name, value in self.cleaned_data.items()}
        low, high = data.get("pay_min"), data.get("pay_max")
        if low is not None and high is not None and low > high:
            self.add_error("pay_max", _("This is less than the pay it starts from."))
        for each in lint(data):
            if each.blocks and each.field not in self.errors:
                self.add_error(each.field, f"{each.sentence} ({each.source})")
        return data

    def clean_postal_code(self) -> str:
        """`g1r4s9` is G1R 4S9."""
        code: str = self.cleaned_data["postal_code"]
        if not code:
            return ""
        found = _POSTAL_CODE.fullmatch(code)
        if not found:
            raise forms.ValidationError(_("“%(code)s” is not a postal code. Write it as G1R 4S9.") % {"code": code})
        return f"{found[1]} {found[2]}".upper()

    def chosen(self) -> list[int]:
        """The duties to keep as chosen: none when all of the position's are, which then follow the matrix."""
        chosen = [int(pk) for pk in self.cleaned_data["duties"]]
        return [] if self.whole and len(chosen) == len(self.items) else chosen
