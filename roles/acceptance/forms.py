"""The forms by which somebody accepts their duties or objects to them, and by which they are asked to."""

from collections.abc import Collection

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aispec.web.fields.numbers import whole_number
from aispec.web.fields.text import MultiLine, OneLine
from roles.acceptance.domain.commitments import Cell

OBJECT = "object"


class AnswerForm(forms.Form):
    """The chosen cells, each with the mark of what its reader saw, and a reason for an objection."""

    reason = OneLine(
        label=gettext_lazy("Reason for an objection"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Only for an objection. Everybody on the project reads it."),
    )

    def __init__(self, part: str, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"{part}-%s")
        self.part = part
        self.chosen = data.getlist("cell") if data else []

    @property
    def objects(self) -> bool:
        """Whether the reader objects; anything else accepts."""
        return self.data.get("answer") == OBJECT

    def clean(self) -> None:
        """Something is chosen, and an objection says why."""
        super().clean()
        if not self.chosen:
            raise forms.ValidationError(_("Tick the duties that you answer to."))
        if self.objects and not self.cleaned_data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why: the project lead needs it to change the matrix."))

    def seen(self) -> dict[Cell, str]:
        """The chosen cells with the marks their reader saw; what is no cell of anybody is (0, 0)."""
        return dict(map(_cell, self.chosen))


def _cell(value: str) -> tuple[Cell, str]:
    duty, _dash, rest = value.partition("-")
    position, _dash, mark = rest.partition("-")
    return (whole_number(duty) or 0, whole_number(position) or 0), mark


class AskForm(forms.Form):
    """Whom to ask, with which words, and when to remind."""

    message = MultiLine(
        label=gettext_lazy("Message"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    every = forms.TypedChoiceField(label=gettext_lazy("Remind"), coerce=int, initial=7)

    def __init__(self, reached: Collection[tuple[int, str]], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.ticked = set(data.getlist("people")) if data else {str(pk) for pk, _name in reached}
        never = [(0, _("never"))]
        days = [(days, ngettext("every %(n)s day", "every %(n)s days", days) % {"n": days}) for days in (3, 7, 14)]
        self.fields["every"].choices = [*never, *days]  # type: ignore[attr-defined]
        self.fields["people"] = forms.MultipleChoiceField(
            label=_("Whom to ask"),
            choices=reached,
            error_messages={
                "required": _("Tick somebody."),
                "invalid_choice": _("Somebody has answered or left in the meantime: look at the list again."),
            },
        )
