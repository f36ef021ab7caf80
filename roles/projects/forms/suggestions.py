"""Who approves and who stands in, when the suggested letters are laid over a project's positions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from aispec.web.edit_conflict import fingerprint
from roles.matrix.matrix import Matrix, PositionColumn
from roles.matrix.suggestions import suggest


class SuggestionChoices(forms.Form):
    """A choice per profile that several positions have, and per profile that none has.

    A preview must never fail: a choice that no longer makes sense counts as not made.
    """

    def __init__(self, matrix: Matrix, names: Mapping[str, str], data: Mapping[str, Any]) -> None:
        super().__init__(data)
        empty = suggest(matrix)
        for slug in {position.profile_slug: None for position in matrix.positions if position.profile_slug}:
            team = [position for position in matrix.positions if position.profile_slug == slug]
            if len(team) > 1:
                label = _("%(profile)s: who approves?") % {"profile": names.get(slug, slug)}
                self.fields[f"lead-{slug}"] = _choice(label, team)
        for slug in empty.missing if matrix.positions else ():
            label = _("No position has the profile “%(profile)s”: who stands in?") % {"profile": names.get(slug, slug)}
            self.fields[f"stand-in-{slug}"] = _choice(label, matrix.positions, _("Nobody for now"))
        self.matrix = matrix
        self.is_valid()
        self.plan = suggest(matrix, **self.chosen)

    @property
    def seen(self) -> str:
        """The mark of what the preview shows; a form sends it back to say that it was seen."""
        return fingerprint(
            [(*change.cell, change.letter) for change in self.plan.changes],
            [duty.id for duty in self.plan.uncovered],
        )

    @property
    def chosen(self) -> dict[str, dict[str, int]]:
        """The valid choices by profile slug, as `suggest` takes them."""
        made = {name: int(value) for name, value in self.cleaned_data.items() if value}
        return {"leads": _of(made, "lead-"), "stand_ins": _of(made, "stand-in-")}


def _of(chosen: Mapping[str, int], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): value for name, value in chosen.items() if name.startswith(prefix)}


def _choice(label: str, positions: tuple[PositionColumn, ...] | list[PositionColumn], nobody: str = "") -> forms.Field:
    options = [(str(position.id), _named(position)) for position in positions]
    return forms.ChoiceField(label=label, choices=[("", nobody), *options] if nobody else options, required=False)


def _named(position: PositionColumn) -> str:
    return f"{position.title}, {position.holder}" if position.holder else position.title
