"""What to fill: a letter down the duties, or the letters of another position."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roles.matrix.bulk_changes import CellEntry
from roles.matrix.fill import copy_column, letter_down
from roles.matrix.letters import offered_letters, with_names
from roles.matrix.matrix import Matrix


class FillForm(forms.Form):
    """What both ways of filling ask; `entries` says what to write where."""

    kind = ""
    only_empty = forms.BooleanField(label=gettext_lazy("Leave the letters that are there"), required=False)

    def __init__(self, matrix: Matrix, data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial={"only_empty": True, **initial}, auto_id=f"{self.kind}_%s")
        self.matrix = matrix
        self.fields = self.choices() | self.fields

    def choices(self) -> dict[str, forms.Field]:
        """The fields of its own, before those of both."""
        raise NotImplementedError

    def people(self) -> list[tuple[str, str]]:
        """The positions to choose from, each with its holder."""
        named = [(str(p.id), f"{p.title} ({p.holder})" if p.holder else p.title) for p in self.matrix.positions]
        return [("", _("Choose…")), *named]

    def entries(self) -> tuple[CellEntry, ...]:
        """The cells that a valid form asks for."""
        raise NotImplementedError


class LetterDown(FillForm):
    """One letter for a position, in a phase or in all."""

    kind = "letter"

    def choices(self) -> dict[str, forms.Field]:
        """Who, where and what."""
        phases = [(str(phase.id), f"{phase.number}. {phase.name}") for phase in self.matrix.phases]
        offered = with_names(self.matrix.rules, offered_letters(self.matrix.rules))
        letters = [(letter.code, f"{letter.shown}, {letter.label}") for letter in offered]
        return {
            "position": forms.ChoiceField(label=_("Position"), choices=self.people()),
            "phase": forms.ChoiceField(label=_("Phase"), choices=[("", _("All phases")), *phases], required=False),
            "letter": forms.ChoiceField(label=_("Letter"), choices=letters),
        }

    def entries(self) -> tuple[CellEntry, ...]:
        """The letter, duty by duty."""
        asked = self.cleaned_data
        phase_id = int(asked["phase"]) if asked["phase"] else None
        return letter_down(
            self.matrix, int(asked["position"]), asked["letter"], phase_id=phase_id, only_empty=asked["only_empty"]
        )


class CopyColumn(FillForm):
    """The letters of a position for another one."""

    kind = "copy"

    def choices(self) -> dict[str, forms.Field]:
        """From whom and to whom."""
        return {
            "source": forms.ChoiceField(label=_("Copy from"), choices=self.people()),
            "position": forms.ChoiceField(label=_("Copy to"), choices=self.people()),
        }

    def clean(self) -> dict[str, Any]:
        """A position has nothing to copy to itself."""
        asked = self.cleaned_data
        if asked.get("source") and asked.get("source") == asked.get("position"):
            self.add_error("position", _("Choose another position than the one copied from."))
        return asked

    def entries(self) -> tuple[CellEntry, ...]:
        """The letters of the one, but for its approvals."""
        asked = self.cleaned_data
        return copy_column(self.matrix, int(asked["source"]), int(asked["position"]), only_empty=asked["only_empty"])


FORMS: tuple[type[FillForm], ...] = (LetterDown, CopyColumn)
