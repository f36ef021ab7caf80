"""The form of an edit conflict: what is stored now beside what was typed, and nothing written."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that now holds something else than what was typed."""

    label: str
    now: str
    typed: str


def differences(form: forms.Form, now: Mapping[str, object]) -> list[Difference]:
    """The fields that the user of a valid form changed and whose values are not those of `now`."""
    typed = {name: str(form.cleaned_data.get(name) or "") for name in now if name in form.changed_data}
    return [
        Difference(str(form.fields[name].label), str(now[name] or ""), text)
        for name, text in typed.items()
        if text != str(now[name] or "")
    ]


def see_again(form: forms.Form, fresh: forms.Form) -> None:
    """Show the form once more over what is stored now, which `fresh` holds.

    Fields that the user left alone take over the other's values, so that saving again undoes nothing.
    """
    changed = form.changed_data
    data = QueryDict(mutable=True)
    data.update(form.data)
    for name, value in fresh.initial.items():
        data[f"initial-{name}"] = value
        if name not in changed:
            data[name] = value
            if value in (None, False):
                del data[name]
    data["seen"] = fresh.initial["seen"]
    form.data = data
