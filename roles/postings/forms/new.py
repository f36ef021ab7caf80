"""What a posting is made from."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phases.models import Framework, Project
from roles.models import Position, Responsibility, RoleProfile
from roles.postings.domain.postings import Source


class NewPostingForm(forms.Form):
    """What a posting is made from."""

    source = forms.ChoiceField(label=gettext_lazy("Created from"))
    twin = forms.BooleanField(label=gettext_lazy("With an English version"), required=False)

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = {row.pk: row for row in Position.objects.filter(project=project).order_by("order", "id")}
        self.profiles = {row.pk: row for row in RoleProfile.objects.filter(framework=project.framework_id)}
        vacant = [(f"position-{pk}", row.title) for pk, row in self.positions.items() if row.holder_id is None]
        held = [(f"position-{pk}", row.title) for pk, row in self.positions.items() if row.holder_id is not None]
        groups = (
            (_("Vacant positions"), vacant),
            (_("Other positions"), held),
            (_("Profiles"), [(f"profile-{pk}", row.name) for pk, row in self.profiles.items()]),
            (_("Duties"), [("duties", _("Chosen duties of the project"))]),
        )
        self.fields["source"].choices = [group for group in groups if group[1]]  # type: ignore[attr-defined]

    def start_from(self, source: str, profile: str) -> None:
        """Propose what the page before was about: a source, or the profile of this slug."""
        named = next((f"profile-{pk}" for pk, row in self.profiles.items() if row.slug == profile), source)
        self.initial["source"] = named

    def chosen(self) -> Source:
        """What the domain needs; only for a valid form."""
        kind, _dash, pk = self.cleaned_data["source"].partition("-")
        twin = self.cleaned_data["twin"]
        if kind == "position":
            return Source(position=self.positions[int(pk)], twin=twin)
        return Source(profile=self.profiles[int(pk)], twin=twin) if kind == "profile" else Source(twin=twin)


class CataloguePostingForm(forms.Form):
    """What a posting without a project is made from: a profile of a framework, or chosen statements."""

    profile = forms.ChoiceField(label=gettext_lazy("Profile"), required=False)
    statements = forms.MultipleChoiceField(required=False)
    twin = forms.BooleanField(label=gettext_lazy("With an English version"), required=False)

    def __init__(self, framework: Framework, data: QueryDict | None, profile: str) -> None:
        self.profiles = {row.pk: row for row in RoleProfile.objects.filter(framework=framework)}
        named = next((pk for pk, row in self.profiles.items() if row.slug == profile), "")
        super().__init__(data, initial={"twin": True, "profile": named})
        statements = Responsibility.objects.filter(phase__framework=framework).values_list("pk", "code")
        self.fields["profile"].choices = [(pk, row.title) for pk, row in self.profiles.items()]  # type: ignore[attr-defined]
        self.fields["statements"].choices = list(statements)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        if not self.errors and not self.cleaned_data["profile"] and not self.cleaned_data["statements"]:
            raise forms.ValidationError(_("Choose a profile, or tick at least one statement."))
        return self.cleaned_data

    @property
    def ticked(self) -> set[str]:
        """The statements that stay ticked when the form comes back."""
        return set(self["statements"].value() or ())

    def source(self) -> Source:
        """What the domain needs; only for a valid form. Ticked statements are a choice of their own."""
        chosen = self.cleaned_data["profile"]
        profile = self.profiles[int(chosen)] if chosen and not self.cleaned_data["statements"] else None
        return Source(profile=profile, twin=self.cleaned_data["twin"])

    def chosen(self) -> list[int]:
        """The ids of the ticked statements."""
        return [int(pk) for pk in self.cleaned_data["statements"]]
