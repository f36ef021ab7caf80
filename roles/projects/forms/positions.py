"""Forms about the columns of a project."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import Email, Mark, OneLine, remember
from phases.models import Project
from roles.formats.text import in_both
from roles.models import Position, RoleProfile
from roles.people.domain.holders import SEPARATOR, names_in
from roles.people.forms import AsksWho
from roles.projects.domain.positions import PositionDetails, named, position_fingerprint

PEOPLE_LIST = "people"  # the id of the page's <datalist>
NAME, HOLDERS = 120, 600  # characters of a name, of all of them


class HoldersField(OneLine):
    """Free names, the one named first first, with the names this user may know as proposals."""

    widget = forms.TextInput(attrs={"list": PEOPLE_LIST, "autocomplete": "off"})

    def __init__(self, help_text: Any = "") -> None:
        label = gettext_lazy("Held by")
        super().__init__(label=label, max_length=HOLDERS, required=False, help_text=help_text)

    def clean(self, value: object) -> str:
        """The names, tidied; one that is too long is refused."""
        names = names_in(super().clean(value))
        for name in names:
            MaxLengthValidator(NAME)(name)
        return SEPARATOR.join(names)


def titles(profile: RoleProfile | None, title: str) -> tuple[str, str]:
    """French and English titles from one that was typed: the profile's own pair when it is the profile's."""
    if profile and title in ("", profile.title):
        return profile.title_fr or "", profile.title_en or ""
    return in_both(title)


class PositionForm(AsksWho):
    """A position: its titles, its profile, its holders. The e-mail is for those who see the directory."""

    asked_at = "holder"
    profile: "forms.ModelChoiceField[RoleProfile]" = forms.ModelChoiceField(
        RoleProfile.objects.none(),
        label=gettext_lazy("Profile"),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("None takes the profile of a new holder, if the directory has one."),
    )
    title_fr = OneLine(label=gettext_lazy("Title in French"), max_length=200, required=False)
    title_en = OneLine(label=gettext_lazy("Title in English"), max_length=200, required=False)
    holder = HoldersField(
        gettext_lazy(
            "Leave empty when the position is vacant. Separate several names with “;”: the matrix shows the first one. "
            "A name your projects know is the same person."
        )
    )
    email = Email(label=gettext_lazy("Email of the holder named first"), required=False)
    seen = Mark()

    def __init__(self, project: Project, *args: Any, directory: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].queryset = RoleProfile.objects.filter(framework=project.framework_id)  # type: ignore[attr-defined]
        self.fields["title_fr"].help_text = _("Empty takes the title of the profile.")
        if not directory:
            del self.fields["email"]
        remember(self)

    @classmethod
    def about(
        cls, project: Project, position: Position, data: QueryDict | None = None, *, directory: bool
    ) -> "PositionForm":
        """The form of a position as it is."""
        holder = position.holder
        return cls(
            project,
            data,
            directory=directory,
            initial={
                "profile": position.profile_id,
                "title_fr": position.title_fr,
                "title_en": position.title_en,
                "holder": named(position.holders),
                "email": holder.email if holder else "",
                "seen": position_fingerprint(position),
            },
        )

    def clean(self) -> dict[str, Any]:
        """A position has a title in some language, and an e-mail belongs to somebody."""
        data = self.cleaned_data
        profile = data.get("profile")
        if not data.get("title_fr") and not data.get("title_en"):
            if profile is None and "title_fr" not in self.errors and "title_en" not in self.errors:
                self.add_error("title_fr", _("Give a title in one of the languages, or choose a profile."))
            elif profile:
                data["title_fr"], data["title_en"] = profile.title_fr or "", profile.title_en or ""
        if data.get("email") and not data.get("holder"):
            self.add_error("holder", _("Name the person this email belongs to."))
        return data

    def details(self) -> PositionDetails:
        """What the domain needs; only for a valid form."""
        data = self.cleaned_data
        return PositionDetails(
            data["title_fr"], data["title_en"], data["profile"], data["holder"], data.get("email", ""), True, self.who()
        )
