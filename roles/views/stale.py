"""What a form answers when somebody else was faster: both texts, and nothing written."""

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
    """The fields of a valid form whose values are not those of `now`."""
    typed = {name: str(form.cleaned_data.get(name) or "") for name in now if name in form.fields}
    return [
        Difference(str(form.fields[name].label), str(now[name] or ""), text)
        for name, text in typed.items()
        if text != str(now[name] or "")
    ]


def see_again(form: forms.Form, mark: str) -> None:
    """Let the next submission of this form know what its reader has now been shown."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen"] = mark
    form.data = data
