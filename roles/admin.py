"""The catalogue and the directory in the administration."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin

from roles.enums import Letter
from roles.models import Person, Responsibility, RoleProfile, SuggestionRule

if TYPE_CHECKING:
    _Form = forms.ModelForm[Responsibility]
else:
    _Form = forms.ModelForm


class ResponsibilityForm(_Form):
    """Refuses suggested letters that no matrix could take."""

    def clean_suggested(self) -> dict[str, str]:
        """Letters by profile, as in {"technicien": "R"}."""
        suggested: Any = self.cleaned_data["suggested"]
        profiles = set(RoleProfile.objects.values_list("slug", flat=True))
        if not isinstance(suggested, dict) or not suggested.keys() <= profiles:
            raise ValidationError(
                _("Name profiles by their short name: %(names)s.") % {"names": ", ".join(sorted(profiles))}
            )
        if not set(map(str, suggested.values())) <= set(Letter.values):
            raise ValidationError(_("The letters are %(letters)s.") % {"letters": ", ".join(Letter.values)})
        return suggested


@admin.register(RoleProfile)
class RoleProfileAdmin(TranslationAdmin[RoleProfile]):
    """A profile's names and its title on a posting."""

    list_display = ("name", "title", "framework")
    list_select_related = ("framework",)


@admin.register(SuggestionRule)
class SuggestionRuleAdmin(TranslationAdmin[SuggestionRule]):
    """Why letters are suggested."""

    list_display = ("code", "name", "framework")
    list_select_related = ("framework",)


@admin.register(Responsibility)
class ResponsibilityAdmin(TranslationAdmin[Responsibility]):
    """A statement in both languages, its wording in a posting, its pairs and its suggested letters."""

    form = ResponsibilityForm
    list_display = ("code", "text", "profile", "phase")
    list_filter = ("profile", "phase")
    list_select_related = ("profile", "phase")
    search_fields = ("code", "text_fr", "text_en")
    filter_horizontal = ("pairs_with",)


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    """The directory."""

    list_display = ("name", "email", "active")
    list_filter = ("active",)
    search_fields = ("name", "email")
    raw_id_fields = ("user",)
