"""The form by which a reader chooses how notices come."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy

from roles.enums import Delivery, NoticeKind
from roles.models import NoticeChoices
from roles.notices.domain.choices import Deliveries, deliveries


class ChoicesForm(forms.Form):
    """A way for each kind that may concern the reader, and the hour of the daily mail."""

    def __init__(
        self, choices: NoticeChoices, kinds: Iterable[NoticeKind], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id="notices-%s")
        self._now = deliveries(choices)
        for kind in kinds:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=Delivery.choices, initial=self._now[kind]
            )
        self.fields["hour"] = forms.TypedChoiceField(
            label=gettext_lazy("Hour of the daily mail"),
            choices=[(hour, formats.time_format(time(hour))) for hour in range(24)],
            coerce=int,
            initial=choices.hour,
        )

    @property
    def chosen(self) -> Deliveries:
        """The way of each kind; one that is not in the form stays as it is."""
        return {kind: Delivery(self.cleaned_data.get(kind.value, way)) for kind, way in self._now.items()}
