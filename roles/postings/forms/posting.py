"""The form of a posting."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aispec.web.fields.days import DayField
from aispec.web.fields.numbers import MoneyField
from aispec.web.fields.text import Mark, MultiLine, OneLine
from roles.enums import Employment, Province
from roles.models import Posting
from roles.models.postings import TEXTS
from roles.postings.domain.advice import lint
from roles.postings.domain.postings import FIELDS, posting_fingerprint
from roles.postings.forms.lines import PostingLines

# Suggestions of the National Occupational Classification: whoever chooses one verifies it.
OCCUPATIONS = (
    ("21211", gettext_lazy("Data scientists")),
    ("21232", gettext_lazy("Software developers and programmers")),
    ("22220", gettext_lazy("Computer network and web technicians")),
    ("22310", gettext_lazy("Electrical and electronics engineering technologists and technicians")),
)
_POSTAL_CODE = re.compile(r"([A-Z]\d[A-Z])[ -]?(\d[A-Z]\d)", re.ASCII | re.IGNORECASE)
_SHORT = ("title", "employer", "department", "level", "length", "hours")  # one line each
_LINES = {f"{name}_{language}": OneLine if name in _SHORT else MultiLine for name in TEXTS for language in ("fr", "en")}
_HELP = {
    "title": gettext_lazy("Both groups written out, such as “Technicienne ou technicien en IA”."),
    "essential": gettext_lazy("One a line."),
    "asset": gettext_lazy("One a line."),
    "conditions": gettext_lazy("One a line."),
    "length": gettext_lazy("Of a temporary employment, such as “12 months, may be extended”."),
    "hours": gettext_lazy("Such as “35 hours a week, from Monday to Friday”."),
    "contact": gettext_lazy("Who answers questions, and how."),
    "language": gettext_lazy("Leave empty when French is enough."),
    "language_reason": gettext_lazy("Why the duties need a language other than French; it appears in the posting."),
}


class PostingForm(forms.ModelForm):  # type: ignore[type-arg]
    """The texts in both languages, the facts, and which duties stand in the posting."""

    seen = Mark()

    class Meta:
        model = Posting
        fields = FIELDS
        field_classes = _LINES | dict.fromkeys(("city", "postal_code", "street", "reference", "noc"), OneLine)

    def __init__(self, posting: Posting, data: QueryDict | None = None) -> None:
        super().__init__(data, instance=posting, initial={"seen": posting_fingerprint(posting)})
        self.lines = PostingLines(posting, data)
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
        for name in ("closing_date", "start_date"):
            kept = getattr(self.instance, name)
            self.fields[name] = DayField(label=str(labels[name]), required=False, kept=kept)
        self.fields["remote_area"] = forms.MultipleChoiceField(
            label=str(labels["remote_area"]),
            required=False,
            choices=Province.choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=gettext_lazy("For remote work; none ticked means anywhere in Canada."),
        )
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
