"""The forms by which somebody accepts duties, objects to them or takes an answer back, and is asked to."""

from collections.abc import Collection

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aispec.web.fields.numbers import whole_number
from aispec.web.fields.text import MultiLine, OneLine
from roles.acceptance.domain.commitments import Cell

ACCEPT, OBJECT, WITHDRAW = "accept", "object", "withdraw"
ACTS = (ACCEPT, OBJECT, WITHDRAW)


class AnswerForm(forms.Form):
    """What is done to one duty by the buttons beside it, or to several by those of the bar.

    Each cell comes with the mark of what its reader saw. The button of a line is named by what it does and has the
    cell as its value; that of the bar is `answer`, for the cells that are ticked, or all `given` answers.
    """

    reason = OneLine(max_length=500, required=False)

    def __init__(self, data: QueryDict) -> None:
        beside = next((act for act in ACTS if data.get(act)), "")
        self.act = beside or data.get("answer", "")
        several = data.getlist("given" if self.act == WITHDRAW else "cell") if self.act in ACTS else []
        self.chosen = [data.get(beside, "")] if beside else several
        self.line = cell_of(self.chosen[0])[0] if beside else None
        self.own: dict[Cell, str] = {}
        self.beside = {cell: data.get(reason_name(cell), "") for cell in self.seen()} if self.act == OBJECT else {}
        super().__init__({"reason": "" if beside else data.get("reason", "")})

    def clean(self) -> None:
        """Something is chosen, and an objection says why: beside the duty, or once for all that say nothing."""
        super().clean()
        if not self.chosen:
            raise forms.ValidationError(_("Tick the duties that you answer to."))
        try:
            reasons = {cell: self.fields["reason"].clean(typed) for cell, typed in self.beside.items()}
        except forms.ValidationError as refused:
            self.add_error("reason", refused)
            return
        self.own = {cell: reason for cell, reason in reasons.items() if reason}
        said = self.cleaned_data.get("reason") or len(self.own) == len(self.beside)
        if self.act == OBJECT and not said and "reason" not in self.errors:
            self.add_error("reason", _("Say why: the project lead needs it to change the matrix."))

    def seen(self) -> dict[Cell, str]:
        """The chosen cells with the marks their reader saw; what is no cell of anybody is (0, 0)."""
        return dict(map(cell_of, self.chosen))


def reason_name(cell: Cell | None) -> str:
    """The field with the reason for one duty; without a cell the one for all that is ticked."""
    return f"reason-{cell[0]}-{cell[1]}" if cell else "reason"


def cell_of(value: str) -> tuple[Cell, str]:
    """A cell and its mark, as a form names them."""
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
