"""The catalogue and accounts in the administration."""

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from aispec.web.fields.text import OF_MODELS, Email, OneLine
from roles.enums import APPROVING, Letter
from roles.models import Responsibility, RoleProfile, SuggestionRule

if TYPE_CHECKING:
    _Form = forms.ModelForm[Responsibility]
    _AccountForm = forms.ModelForm[User]
else:
    _Form = _AccountForm = forms.ModelForm


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
class RoleProfileAdmin(TranslationAdmin[RoleProfile]):
    """A profile's names and its title on a posting."""

    formfield_overrides = OF_MODELS
    list_display = ("name", "title", "framework")
    list_select_related = ("framework",)


@admin.register(SuggestionRule)
class SuggestionRuleAdmin(TranslationAdmin[SuggestionRule]):
    """Why letters are suggested."""

    formfield_overrides = OF_MODELS
    list_display = ("code", "name", "framework")
    list_select_related = ("framework",)


@admin.register(Responsibility)
class ResponsibilityAdmin(TranslationAdmin[Responsibility]):
    """A statement in both languages, its wording in a posting, its pairs and its suggested letters."""

    formfield_overrides = OF_MODELS
    form = ResponsibilityForm
    list_display = ("code", "text", "profile", "phase")
    list_filter = ("profile", "phase")
    list_select_related = ("profile", "phase")
    search_fields = ("code", "text_fr", "text_en")
    filter_horizontal = ("pairs_with",)


# What opens an account is changed by whoever has it: by an address, a provider or a factor that they added, an
# administrator could sign in as somebody else.
for model in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, User, UserSession):
    admin.site.unregister(model)


_roles = gettext_lazy("Roles")


class AccountForm(_AccountForm):
    """A new account: whoever has the address chooses the password."""

    email = Email(label=gettext_lazy("Email"), help_text=gettext_lazy("Whoever has it asks for a password with it."))

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name")
        field_classes = {"first_name": OneLine, "last_name": OneLine}

    def clean_email(self) -> str:
        """An address that no account has."""
        email: str = self.cleaned_data["email"].lower()
        known = User.objects.filter(email__iexact=email).exists() or EmailAddress.objects.filter(email=email).exists()
        if known:
            raise ValidationError(_("An account has this address already."))
        return email

    def save(self, commit: bool = True) -> User:
        """An account without a password, whose address is not confirmed."""
        account: User = super().save(commit=False)
        get_adapter().populate_username(None, account)
        account.set_unusable_password()
        account.save()
        EmailAddress.objects.create(user=account, email=account.email, primary=True)
        return account

    def save_m2m(self) -> None:
        """Nothing of an account that is new."""


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # it takes none when it runs
    """Accounts, whose roles can be changed here too; nobody's address, name or password."""

    add_form = AccountForm
    add_fieldsets = ((None, {"fields": AccountForm.Meta.fields}),)
    readonly_fields = ("email", "first_name", "last_name", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": readonly_fields}),
        (_roles, {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
    )
    list_display = ("email", "first_name", "last_name", "is_active", "is_superuser")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """What an account is known by, once it is there."""
        return self.readonly_fields if obj else ()

    def get_urls(self) -> list[URLPattern]:
        """Without the page that sets the password of somebody else."""
        urls: list[URLPattern] = admin.ModelAdmin.get_urls(self)
        return urls

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Ask for the password anew, as on the page of roles."""
        raise_if_reauthentication_required(request, app="allauth.account")
        return super().changeform_view(request, object_id, form_url, extra_context)
