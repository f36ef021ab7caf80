"""Make the first administrator: `manage.py first_administrator EMAIL`."""

from typing import Any
from urllib.parse import urljoin

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from roles.people.domain.account_roles import AccountRole, give_role


class Command(BaseCommand):
    help = "Make an administrator and print a link, which works once, to choose the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address with which the administrator signs in")
        parser.add_argument("--another", action="store_true", help="although there is an administrator")
        parser.add_argument("--site", default=settings.SITE_URL, help="where the site is (default: %(default)s)")
        parser.add_argument("--lang", choices=["fr", "en"], default=settings.LANGUAGE_CODE, help="language of the page")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise CommandError(f"This is no email address: {email}") from wrong
        if User.objects.filter(is_superuser=True, is_active=True).exists() and not options["another"]:
            raise CommandError("There is an administrator, who can make others on the page Roles. --another makes one.")
        account = _administrator(email)
        with override(options["lang"]):
            link = urljoin(options["site"], _password_page(account))
        self.stdout.write(f"{email} is an administrator. To choose a password, once, within three days:\n\n  {link}\n")


@transaction.atomic
def _administrator(email: str) -> User:
    """The account of this address, made where there is none.

    One whose address is not confirmed may have been made by anybody: its password is worth nothing from now on.
    """
    confirmed = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    account = confirmed.user if confirmed else User.objects.filter(email__iexact=email).order_by("pk").first()
    account = account or User(email=email)
    if confirmed is None:
        get_adapter().populate_username(None, account)
        account.set_unusable_password()
        account.is_active = True
        account.save()
        address, _made = EmailAddress.objects.get_or_create(user=account, email=email)
        address.set_verified()
        address.set_as_primary(conditional=True)
    give_role(account, account, AccountRole.ADMINISTRATOR)
    return account


def _password_page(account: User) -> str:
    key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
    return reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}).replace("UID-KEY", key)
