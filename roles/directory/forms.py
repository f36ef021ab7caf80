"""Forms about somebody of the directory."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import Email, Mark, OneLine, remember
from roles.directory.domain.people import PersonDetails, people_called_so, person_fingerprint
from roles.models import Person, RoleProfile
from roles.people.domain.directory import profile_choices
from roles.people.domain.directory_plan import NAME
from roles.people.domain.logins import with_email
from roles.people.domain.names import same_name

if TYPE_CHECKING:
    _ProfileField = forms.ModelChoiceField[RoleProfile]
else:
    _ProfileField = forms.ModelChoiceField


class ProfileField(_ProfileField):
    """A profile by a name that means no other; None for somebody without one."""

    def __init__(self) -> None:
        super().__init__(
            RoleProfile.objects.order_by("framework_id", "order", "id"),
            label=gettext_lazy("Profile"),
            required=False,
            empty_label=gettext_lazy("None"),
            help_text=gettext_lazy("A position they are to hold takes it when it has none."),
        )
        self.names: dict[int, str] = {}

    def label_from_instance(self, obj: RoleProfile) -> str:
        """The same name as in files."""
        return self.names.get(obj.pk, str(obj))


class PersonForm(forms.Form):
    """What the directory says of somebody. `doubles` are those who may be the same person, asked about once."""

    name = OneLine(label=gettext_lazy("Name"), max_length=NAME)
    email = Email(
        label=gettext_lazy("Email"),
        required=False,
        help_text=gettext_lazy("The account that has confirmed it becomes their login."),
    )
    profile = ProfileField()
    another = forms.BooleanField(label=gettext_lazy("This is another person of the same name"), required=False)
    seen = Mark()

    def __init__(self, data: QueryDict | None = None, *, person: Person | None = None) -> None:
        initial: dict[str, Any] = {}
        if person:
            initial = {"name": person.name, "email": person.email, "profile": person.profile_id}
            initial["seen"] = person_fingerprint(person)
        super().__init__(data, initial=initial)
        self.person = person
        self.doubles: list[Person] = []
        self.fields["profile"].names = dict(profile_choices())  # type: ignore[attr-defined]
        remember(self)

    def clean_email(self) -> str:
        """Nobody else's."""
        email: str = self.cleaned_data["email"]
        others = with_email(email).exclude(pk=self.person.pk if self.person else 0)
        if email and (owner := others.first()):
            raise forms.ValidationError(email_taken(owner.name))
        return email

    def clean(self) -> dict[str, Any]:
        """Ask about those who are called so already, unless that was answered or stood so before."""
        data = self.cleaned_data
        name = data.get("name", "")
        known = self.person and same_name(self.person.name, name)
        if name and not known:
            self.doubles = people_called_so(name, self.person.pk if self.person else 0)
        if self.doubles and not data.get("another"):
            self.add_error("name", _("Somebody of the directory is called so already."))
        return data

    def details(self) -> PersonDetails:
        """What the domain needs; only for a valid form."""
        data = self.cleaned_data
        return PersonDetails(data["name"], data["email"], data["profile"])


def email_taken(name: str) -> str:
    """Why an e-mail cannot be that of somebody else."""
    return _("This email belongs to %(name)s.") % {"name": name} if name else _("This email belongs to somebody else.")


class EraseForm(forms.Form):
    """The name of whoever is erased for good, typed again."""

    name = OneLine(label=gettext_lazy("Type the name to confirm"), max_length=NAME)

    def __init__(self, person: Person, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.person = person

    def clean_name(self) -> str:
        """However it is written, another name is not forgiven."""
        name: str = self.cleaned_data["name"]
        if not same_name(name, self.person.name):
            raise forms.ValidationError(_("This is not the name of the person."))
        return name
