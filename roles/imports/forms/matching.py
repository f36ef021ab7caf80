"""Which row of an imported file is which duty of a project, and which column which position: proposed, corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.edit_conflict import fingerprint
from roles.formats.reading.table import Table
from roles.imports.domain.matching import Match
from roles.imports.domain.sheet_edits import ADDED, ASIDE, MatchChoices, match_project
from roles.imports.domain.sheet_project import phase_names
from roles.imports.forms.corrections import kept_choice
from roles.imports.forms.project_choices import LANGUAGES
from roles.imports.sheet_reading.doubts_text import place_words
from roles.imports.sheet_reading.model import ImportPlan
from roles.matrix.matrix import Matrix

ASKED = 300  # rows that are asked about one by one; those beyond go where their words lead
OFFERED = 6_000  # choices of all rows together; beyond, a row offers the most similar duties only


@dataclass(frozen=True, slots=True)
class UnmatchedText:
    """A text of the file that was not found word by word, with the field that says what it is here."""

    field: forms.BoundField
    text: str
    place: str
    similar: bool

    @property
    def was(self) -> str:
        """The mark of the text that the field is shown for."""
        return fingerprint(self.text)


class MatchForm(forms.Form):
    """Read without being judged while the interpretation of the file still changes, as the form of a new project is."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the sheet"), choices=LANGUAGES)
    clear = forms.BooleanField(label=gettext_lazy("An empty cell of the sheet clears the letter here"), required=False)

    def __init__(
        self,
        plan: ImportPlan,
        tables: Sequence[Table],
        matrix: Matrix,
        data: QueryDict | None = None,
        *,
        judged: bool = False,
    ) -> None:
        super().__init__(
            data if judged else None,
            initial={"language": matrix.language, "clear": data is not None and "clear" in data},
        )
        self.plan, self.tables, self.matrix, self.typed = plan, tables, matrix, data
        self.matching = match_project(plan, matrix)
        open_duties = _open(self.matching.duties)
        self.open_duties, self.beyond = open_duties[:ASKED], max(0, len(open_duties) - ASKED)
        self.open_positions = _open(self.matching.positions)
        self._add_duties()
        self._add_positions()
        self._add_phases()

    def _add_duties(self) -> None:
        known = {duty.id: f"{duty.code} {duty.text}" for duty in self.matrix.duties}
        narrow = len(self.open_duties) * len(known) > OFFERED
        for at in self.open_duties:
            match = self.matching.duties[at]
            near = [pk for pk in (match.found, *match.others) if pk is not None]
            offered = {pk: known[pk] for pk in near} if narrow else known
            self._add(f"d{at}", self.plan.duties[at].text, match.found, offered, _("New duty"))

    def _add_positions(self) -> None:
        known = {
            each.id: f"{each.title} ({each.holder})" if each.holder else each.title for each in self.matrix.positions
        }
        for at in self.open_positions:
            title, found = self.plan.positions[at], self.matching.positions[at].found
            self._add(f"p{at}", title, found, known, _("New position, vacant"))

    def _add_phases(self) -> None:
        """Where new duties go."""
        self.phase_names = phase_names(self.plan) if self.open_duties else {}
        for place, name in self.phase_names.items():
            choices = [(phase.id, f"{phase.number}. {phase.name}") for phase in self.matrix.phases]
            self.fields[f"f{place + 1}"] = forms.TypedChoiceField(
                coerce=int, label=name, choices=[(ADDED, _("Choose…")), *choices]
            )
            self._propose(f"f{place + 1}", name, self.matching.phases.get(place, ADDED))

    def _add(self, key: str, text: str, found: int | None, known: Mapping[int, str], new: str) -> None:
        choices = [(ADDED, new), (ASIDE, _("Leave out")), *known.items()]
        self.fields[key] = forms.TypedChoiceField(coerce=int, label=text, choices=choices)
        self._propose(key, text, ADDED if found is None else found)

    def _propose(self, key: str, text: str, proposal: int) -> None:
        self.initial[key] = kept_choice(self.typed, key, fingerprint(text), proposal)

    @property
    def exact(self) -> tuple[int, int]:
        """How many duties and positions the project has in the very words."""
        return (
            len(self.matching.duties) - len(self.open_duties) - self.beyond,
            len(self.matching.positions) - len(self.open_positions),
        )

    @property
    def duties(self) -> list[UnmatchedText]:
        """The rows that are asked about, those with something similar first."""
        asked = [
            UnmatchedText(
                self[f"d{at}"],
                self.plan.duties[at].text,
                place_words(self.plan.duties[at].place, self.tables),
                self.matching.duties[at].found is not None,
            )
            for at in self.open_duties
        ]
        return sorted(asked, key=lambda row: not row.similar)

    @property
    def positions(self) -> list[UnmatchedText]:
        """The columns that are asked about."""
        return [
            UnmatchedText(self[f"p{at}"], self.plan.positions[at], "", self.matching.positions[at].found is not None)
            for at in self.open_positions
        ]

    @property
    def phases(self) -> list[UnmatchedText]:
        """Where the new duties of each phase of the file go."""
        return [
            UnmatchedText(self[f"f{place + 1}"], name, "", similar=False) for place, name in self.phase_names.items()
        ]

    def clean(self) -> dict[str, Any]:
        """A duty and a position answer to one text each, and a new duty has a phase."""
        self._once("d", self.matching.duties, _("Another row of the sheet goes to this duty."))
        self._once("p", self.matching.positions, _("Another column of the sheet goes to this position."))
        fresh = {self.plan.duties[at].phase for at in self.open_duties if self.cleaned_data.get(f"d{at}") == ADDED}
        for place in fresh:
            if self.cleaned_data.get(f"f{place + 1}") == ADDED:
                self.add_error(f"f{place + 1}", _("Choose the phase its new duties go to."))
        return self.cleaned_data

    def _once(self, kind: str, matches: Sequence[Match], words: str) -> None:
        met: set[int] = {match.found for match in matches if match.exact and match.found}
        for at in range(len(matches)):
            chosen = self.cleaned_data.get(f"{kind}{at}", ADDED)
            if chosen > 0 and chosen in met:
                self.add_error(f"{kind}{at}", words)
            met.add(chosen)

    def choices(self) -> MatchChoices:
        """What the domain needs; only for a valid form."""
        said = self.cleaned_data
        duties, positions = (
            [said.get(f"{kind}{at}", match.found or ADDED) for at, match in enumerate(matches)]
            for kind, matches in (("d", self.matching.duties), ("p", self.matching.positions))
        )
        phases = {place: said.get(f"f{place + 1}", ADDED) for place in phase_names(self.plan)}
        return MatchChoices(duties, positions, phases, said["clear"])


def _open(matches: Sequence[Match]) -> list[int]:
    """The places of what was not found word by word."""
    return [at for at, match in enumerate(matches) if not match.exact]
