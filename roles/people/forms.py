"""The form that takes people from a file or from pasted cells, its seal, and the question whom a name means."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.numbers import whole_number
from aispec.web.fields.text import Text
from aispec.web.words.folding import name_key
from roles.formats.sealed_form import SealedPlan
from roles.formats.upload_form import UploadForm
from roles.models import Person
from roles.people.domain.doubts import HolderDoubt

MOST_PASTED = 300_000  # characters


class PeopleForm(UploadForm):
    """A file or pasted rows."""

    pasted = Text(
        label=gettext_lazy("Or rows copied from a spreadsheet"),
        required=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
    nothing_given = gettext_lazy("Choose a file, or paste rows below.")


def sealed_people(user_id: int) -> SealedPlan:
    """Return the seal of the rows of a file."""
    return SealedPlan("people-file", (user_id, 0), _("The file holds too much text. Divide it."))


@dataclass(frozen=True, slots=True)
class AskedName:
    """A name that people of the directory bear already, with the answer so far."""

    number: int
    name: str
    key: str
    people: Sequence[Person]
    whole: bool
    answer: int | None


class AsksWho(forms.Form):
    """A form that names holders, and asks whom it means where a name would make a double.

    `asked_at` is the field that names them, if there is one; where `nobody` may be the answer, it is what is not said.
    """

    asked_at: str | None = None
    nobody = False
    doubts: Sequence[AskedName] = ()

    def who(self) -> dict[str, int]:
        """The answers: the id of a person, or SOMEBODY_NEW, by the key of a name."""
        told = [str(value).partition(":") for name, value in self.data.items() if name.startswith("who-")]
        return {key: number for text, _colon, key in told if (number := whole_number(text)) is not None}

    def show(self, doubt: HolderDoubt) -> None:
        """Show the question, once for a name that is written in several ways."""
        who, names = self.who(), {name_key(name): name for name in doubt.people}
        self.doubts = [
            AskedName(number, name, key, doubt.people[name], doubt.whole, who.get(key))
            for number, (key, name) in enumerate(names.items())
        ]

    def ask(self, doubt: HolderDoubt) -> None:
        """Show the question; nothing is saved before it is answered."""
        self.show(doubt)
        self.add_error(self.asked_at, _("Somebody is called so already. Say who is meant."))


class WhoForm(AsksWho):
    """The question alone: whom the names of a file mean, or nobody."""

    nobody = True


def own_name() -> str:
    """Why somebody may not give themself this name."""
    return _("This entry is yours: another HR manager or administrator gives it another name.")
