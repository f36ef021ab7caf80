"""The form of a posting."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aispec.web.fields.days import DayField
from aispec.web.fields.numbers import MoneyField
from aispec.web.fields.text import Mark, MultiLine, OneLine
from aispec.web.room import Room
from roles.enums import Employment, Province, Tenure, Vacancy, WorkMode
from roles.models import Posting, TextBlock
from roles.models.postings import TEXTS
from roles.postings.domain.advice import lint
from roles.postings.domain.blocks import MOST, blocks_of
from roles.postings.domain.postings import FIELDS, posting_fingerprint
from roles.postings.forms.lines import LONGEST, PostingLines

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
_KINDS = {"work_mode": WorkMode, "employment": Employment, "tenure": Tenure, "vacancy": Vacancy}
_HELP = {
    "title": gettext_lazy("Both groups written out, such as “Technicienne ou technicien en IA”."),
    "essential": gettext_lazy("One a line."),
    "asset": gettext_lazy("One a line."),
    "conditions": gettext_lazy("One a line."),
    "length": gettext_lazy("Of a temporary employment, such as “12 months, may be extended”."),
    "hours": gettext_lazy("Such as “35 hours a week, from Monday to Friday”."),
    "contact": gettext_lazy("Who answers questions, and how."),
    "language": gettext_lazy("Leave empty when French is enough."),
    "privacy": gettext_lazy("Proposed only: make it say what you really do with the information."),
    "language_reason": gettext_lazy("Why the duties need a language other than French; it appears in the posting."),
}


# What the page asks for, in its order: a key, a heading, the texts in both languages, the facts.
_SECTIONS = (
    ("job", gettext_lazy("The job"), ("title", "employer", "department", "level", "mission"), ()),
    ("place", gettext_lazy("Place and employment"), ("length", "hours"),
     ("street", "city", "province", "postal_code", "work_mode", "employment", "tenure", "openings", "vacancy",
      "start_date", "remote_area")),
    ("pay", gettext_lazy("Pay and dates"), (),
     ("pay_min", "pay_max", "pay_unit", "closing_date", "reference", "noc")),
    ("requirements", gettext_lazy("Requirements"),
     ("education", "essential", "asset", "language", "language_reason"), ()),
    ("applying", gettext_lazy("Conditions and how to apply"), ("conditions", "apply", "contact"), ()),
    ("notices", gettext_lazy("Notices"), ("equal_access", "accommodation", "screening", "privacy"), ()),
)  # fmt: skip


def _dress_text(field: forms.Field, name: str, language: str, label: str) -> None:
    field.label = label if language == "fr" else _("%(field)s, in English") % {"field": label}
    field.help_text = _HELP.get(name, "") if language == "fr" else ""
    rows = {"rows": 4 if name in ("mission", "essential", "asset", "conditions") else 2}
    field.widget = forms.TextInput() if name in _SHORT else forms.Textarea(rows)
    field.widget.attrs |= {"lang": language, "maxlength": str(field.max_length)}  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in both languages, with the blocks that its author keeps for it."""

    name: str
    french: forms.BoundField
    english: forms.BoundField
    blocks: list[TextBlock]
    long: bool
    said: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page that folds."""

    key: str
    heading: str
    pairs: list[Pair]
    facts: list[forms.BoundField]

    @property
    def bad(self) -> bool:
        """Whether something in it was refused."""
        fields = [*self.facts, *(field for pair in self.pairs for field in (pair.french, pair.english))]
        return any(field.errors for field in fields)


class PostingForm(forms.ModelForm):  # type: ignore[type-arg]
    """The texts in both languages, the facts, and which duties stand in the posting."""

    seen = Mark()

    class Meta:
        model = Posting
        fields = FIELDS
        field_classes = _LINES | dict.fromkeys(("city", "postal_code", "street", "reference", "noc"), OneLine)

    def __init__(self, posting: Posting, data: QueryDict | None = None, user: User | None = None) -> None:
        super().__init__(data, instance=posting, initial={"seen": posting_fingerprint(posting)})
        self.lines = PostingLines(posting, data)
        self.blocks = blocks_of(user) if user else {}
        self.block_room = Room(sum(map(len, self.blocks.values())), MOST)
        self.said = ("", "")  # of a text block, and below which field
        self._dress()

    def _dress(self) -> None:
        labels = {field.name: str(field.verbose_name) for field in Posting._meta.concrete_fields}
        for name in TEXTS:
            for language in ("fr", "en"):
                _dress_text(self.fields[f"{name}_{language}"], name, language, labels[name])
        self.fields["title_fr"].required = True
        self._dress_facts(labels)

    def _dress_facts(self, labels: Mapping[str, str]) -> None:
        if not self.instance.project_id:
            del self.fields["annex"]  # there is no matrix
        for name, kinds in _KINDS.items():
            self.fields[name].choices = [("", _("Not specified")), *kinds.choices]  # type: ignore[attr-defined]
        for name in ("closing_date", "start_date"):
            kept = getattr(self.instance, name)
            self.fields[name] = DayField(label=labels[name], required=False, kept=kept)
        self.fields["remote_area"] = forms.MultipleChoiceField(
            label=labels["remote_area"],
            required=False,
            choices=Province.choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=gettext_lazy("For remote work; none ticked means anywhere in Canada."),
        )
        for name in ("pay_min", "pay_max"):
            self.fields[name] = MoneyField(label=labels[name], required=False)
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
    def sections(self) -> list[Section]:
        """The fields as the page has them, but for the duties, which stand in a section of their own."""
        said_of, said = self.said
        found = []
        for key, heading, texts, facts in _SECTIONS:
            pairs = [
                Pair(name, self[f"{name}_fr"], self[f"{name}_en"], self.blocks.get(name, []), name not in _SHORT,
                     said if said_of == name else "")
                for name in texts
            ]  # fmt: skip
            found.append(Section(key, str(heading), pairs, [self[name] for name in facts if name in self.fields]))
        return found

    def clean(self) -> dict[str, Any]:
        """Texts are texts, never None; what blocks stands at its field."""
        data = {name: "" if name in _LINES and value is None else value for name, value in self.cleaned_data.items()}
        low, high = data.get("pay_min"), data.get("pay_max")
        if low is not None and high is not None and low > high:
            self.add_error("pay_max", _("This is less than the pay it starts from."))
        if self.lines.emptied:
            self.add_error(None, _("No duty is ticked: tick at least one, or write a line of your own."))
        for text in self.lines.too_long:
            words = _("A line has %(count)s characters, and %(most)s at most: “%(text)s”")
            self.add_error(None, words % {"count": len(text), "most": LONGEST, "text": Truncator(text).chars(60)})
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
