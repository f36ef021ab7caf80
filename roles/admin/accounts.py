"""Accounts and groups in the administration, for administrators alone.

What a page of the product asks for is asked for here too: the password anew, that an administrator and an owner stay,
a line in the security log; and whose account is deleted is erased.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.account.domain import reader
from aispec.web.fields.text import Email, OneLine
from aispec.web.sign_in import password_anew
from roles.enums import SecurityKind
from roles.people.domain.account_roles import last_administrator
from roles.people.domain.holders import HR
from roles.privacy.account import must_stay
from roles.privacy.erasure import erase_account
from roles.privacy.subject import Subject
from roles.security_log.domain import note

if TYPE_CHECKING:
    _Form = forms.ModelForm[User]
    _Admin = admin.ModelAdmin[Any]
else:
    _Form, _Admin = forms.ModelForm, object

# What opens an account is changed by whoever has it: by an address, a provider or a factor that they added, an
# administrator could sign in as somebody else.
for model in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, User, UserSession, Group):
    admin.site.unregister(model)


def _own_password(_request: HttpRequest, _extra: Any = None) -> HttpResponse:
    """The page of the product, which counts attempts, tells the reader by mail and stands in the security log."""
    return redirect("account_change_password")


admin.site.password_change = _own_password  # type: ignore[method-assign,assignment]


class GuardedAdmin(_Admin):
    """For administrators alone, who give their password anew, one object at a time."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether it is shown at all: a permission that a group was given does not open it."""
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether it may be read."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether one may be added."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether it may be changed."""
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether it may be deleted."""
        return self.has_module_permission(request)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the password anew, as on the page of roles."""
        self._ask_anew(request)
        return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the password anew, too."""
        self._ask_anew(request)
        return super().delete_view(request, *args, **kwargs)

    def _ask_anew(self, request: HttpRequest) -> None:
        """Of whoever may do it: others are refused whatever they know."""
        if self.has_module_permission(request):
            password_anew(request)


class NewAccountForm(_Form):
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


class AccountForm(_Form):
    """What an account may do; an administrator and an owner stay where they are the last."""

    def clean_is_superuser(self) -> bool:
        """Whether it is an administrator's. Raises ValidationError."""
        given: bool = self.cleaned_data["is_superuser"]
        if not given and last_administrator(self.instance):
            raise ValidationError(_("Nobody else is an administrator: make somebody one first."))
        return given

    def clean_is_active(self) -> bool:
        """Whether it opens anything. Raises ValidationError."""
        active: bool = self.cleaned_data["is_active"]
        if not active and self.instance.is_active and must_stay(self.instance):
            raise ValidationError(
                _("An administrator, or the only owner of a project, does not become inactive: change that first.")
            )
        return active


@admin.register(User)
class AccountAdmin(GuardedAdmin, UserAdmin):  # type: ignore[type-arg]  # it takes none when it runs
    """Accounts, whose roles can be changed here too; nobody's address, name or password."""

    form = AccountForm
    add_form = NewAccountForm
    add_fieldsets = ((None, {"fields": NewAccountForm.Meta.fields}),)
    readonly_fields = ("email", "first_name", "last_name", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": readonly_fields}),
        (gettext_lazy("Roles"), {"fields": ("is_active", "is_superuser", "groups")}),
    )
    filter_horizontal = ("groups",)
    list_display = ("email", "first_name", "last_name", "is_active", "is_superuser")
    list_per_page = 50  # as in the lists of the product
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """What an account is known by, once it is there."""
        return self.readonly_fields if obj else ()

    def get_urls(self) -> list[URLPattern]:
        """Without the page that sets the password of somebody else."""
        urls: list[URLPattern] = admin.ModelAdmin.get_urls(self)
        return urls

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keep the groups; who has any role or group enters the administration, to what it lets them edit."""
        super().save_related(request, form, formsets, change)
        account = form.instance
        account.is_staff = account.is_superuser or account.groups.exists()
        account.save(update_fields=["is_staff"])
        if not change:
            note(SecurityKind.SIGNED_UP, reader(), account=account)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Not that of an administrator or of the only owner of a project."""
        return super().has_delete_permission(request, obj) and not (obj and must_stay(obj))

    def get_deleted_objects(self, objs: Iterable[User], request: HttpRequest) -> Any:
        """The page says what an erasure takes: their names and addresses, wherever they stand."""
        subjects = [Subject.of_account(account) for account in objs]
        return [sorted(subject.names() | subject.emails()) for subject in subjects], {}, set(), []

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Erase whoever has it, in the directory too, so that no text goes on naming them."""
        erase_account(obj, reader())


@admin.register(Group)
class GuardedGroupAdmin(GuardedAdmin, GroupAdmin):
    """Groups: that of HR managers stays and keeps its name, by which it is known."""

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> tuple[str, ...]:
        """The name of a group that the product knows."""
        return ("name",) if obj and obj.name == HR else ()

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Not that of HR managers."""
        return super().has_delete_permission(request, obj) and not (obj and obj.name == HR)
