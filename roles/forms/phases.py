"""The choice of phases, for a new project and for one that exists."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from phases.models import Phase

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
