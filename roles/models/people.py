"""The directory, what accounts are called, and the journal of logins."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aispec.db.derived import DerivedBytes, DerivedText
from aispec.web.words.folding import fold, name_key
from aispec.web.words.sorting import sort_bytes
from roles.enums import LoginChangeKind
from roles.models.catalogue import RoleProfile


class Person(models.Model):
    """Somebody in the directory; may hold positions and may have a login.

    `profile` is what they are trained for: a position they are to hold takes it when it has none.
    `parted_from` are the accounts that somebody has said are not theirs: no e-mail joins them again.
    """

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"), blank=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person")
    parted_from = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)
    profile = models.ForeignKey(RoleProfile, models.SET_NULL, null=True, blank=True, verbose_name=_("profile"))
    active = models.BooleanField(_("active"), default=True)
    # By which the directory is sorted, searched and looked over for doubles, however many are in it.
    sorted_by = DerivedBytes(of=lambda person: sort_bytes(person.name))
    searched = DerivedText(of=lambda person: fold(f"{person.name} {person.email}"))
    key = DerivedText(of=lambda person: name_key(person.name))

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="person_email")]
        indexes = [
            models.Index(fields=["sorted_by", "id"], name="person_sorted"),
            models.Index(fields=["sorted_by", "id"], name="person_active_sorted", condition=Q(active=True)),
            models.Index(fields=["key"], name="person_key"),
        ]

    def __str__(self) -> str:
        return self.name


class AccountName(models.Model):
    """What an account is called: by it lists of accounts are sorted and searched, however many there are.

    It stands beside Django's own table, and follows each account that is saved (`roles.people.domain.account_names`).
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="called")
    sorted_by = DerivedBytes(of=lambda row: sort_bytes(row.user.get_full_name() or row.user.email))
    searched = DerivedText(of=lambda row: fold(f"{row.user.get_full_name()} {row.user.email}"))

    class Meta:
        verbose_name = "name of an account"
        indexes = [models.Index(fields=["sorted_by", "user"], name="account_sorted")]

    def __str__(self) -> str:
        return str(self.user_id)


class FormerName(models.Model):
    """What somebody was called before: renamed, or merged with whoever was `merged_id`.

    Journals and frozen versions still say it, so an erasure looks for it too.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="former_names")
    merged_id = models.BigIntegerField(null=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"), blank=True)

    class Meta:
        verbose_name = _("former name")

    def __str__(self) -> str:
        return self.name


class LoginChange(models.Model):
    """A line of the journal of logins: which account became that of which person, by whom.

    It holds numbers and no names, so it stays when a person or an account goes. `by` is None for a command of the
    server; `roles.people.domain.login_journal` says what is hashed.
    """

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, choices=LoginChangeKind.choices)
    person = models.BigIntegerField(db_index=True)
    account = models.BigIntegerField(null=True, db_index=True)
    by = models.BigIntegerField(null=True)
    hash = models.CharField(max_length=64)  # of the line and of the one before it

    class Meta:
        verbose_name = _("change of a login")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}: person {self.person}, account {self.account}"
