"""The catalogue in the administration."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phases.admin import CatalogueAdmin
from roles.enums import APPROVING, Letter
from roles.models import Responsibility, RoleProfile, SuggestionRule

if TYPE_CHECKING:
    _Form = forms.ModelForm[Responsibility]
else:
    _Form = forms.ModelForm


class SuggestedField(forms.JSONField):
    """JSON that people typed: nested too deeply, or with half a character, it is refused like any other mistake."""

    def to_python(self, value: Any) -> Any:
        """The value; ValidationError for what is no JSON."""
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, as it was typed: it may not be JSON."""
        return InvalidJSONInput(data)


class ResponsibilityForm(_Form):
    """Refuses suggested letters that no matrix could take."""

    suggested = SuggestedField(label=gettext_lazy("suggested letters"), required=False, initial=dict)

    def clean_suggested(self) -> dict[str, str]:
        """Letters by profile, as in {"technicien": "R"}."""
        suggested: Any = self.cleaned_data["suggested"]
        profiles = set(RoleProfile.objects.values_list("slug", flat=True))
        if suggested in (None, ""):
            return {}
        if not isinstance(suggested, dict) or not suggested.keys() <= profiles:
            raise ValidationError(
                _("Name profiles by their short name: %(names)s.") % {"names": ", ".join(sorted(profiles))}
            )
        if not set(map(str, suggested.values())) <= set(Letter.values):
            raise ValidationError(_("The letters are %(letters)s.") % {"letters": ", ".join(Letter.values)})
        if sum(letter in APPROVING for letter in suggested.values()) > 1:
            raise ValidationError(_("Two profiles approve (A): a duty has one approval only."))
        return suggested

    def clean(self) -> dict[str, Any] | None:
        """A statement stands in one framework."""
        phase, profile = self.cleaned_data.get("phase"), self.cleaned_data.get("profile")
        if phase and profile and phase.framework_id != profile.framework_id:
            self.add_error("phase", _("This phase is of another framework than the profile."))
        return super().clean()


@admin.register(RoleProfile)
class RoleProfileAdmin(CatalogueAdmin[RoleProfile]):
    """A profile's names and its title on a posting."""

    list_display = ("name", "title", "framework")
    list_select_related = ("framework",)


@admin.register(SuggestionRule)
class SuggestionRuleAdmin(CatalogueAdmin[SuggestionRule]):
    """Why letters are suggested."""

    list_display = ("code", "name", "framework")
    list_select_related = ("framework",)


@admin.register(Responsibility)
class ResponsibilityAdmin(CatalogueAdmin[Responsibility]):
    """A statement in both languages, its wording in a posting, its pairs and its suggested letters."""

    form = ResponsibilityForm
    list_display = ("code", "text", "profile", "phase")
    list_filter = ("profile", "phase")
    list_select_related = ("profile", "phase")
    search_fields = ("code", "text_fr", "text_en")
    filter_horizontal = ("pairs_with",)
