"""What may name somebody: every text of every table and what an erasure does about it, every row that is somebody's.

A test holds it against the models: a text or a row that is added needs a decision here.
"""

from collections.abc import Iterator, Mapping
from enum import Enum

from django.apps import apps
from django.db import models

TEXTS = (
    models.CharField, models.TextField, models.JSONField, models.BinaryField, models.GenericIPAddressField,
    models.FileField,
)  # fmt: skip


class Decision(Enum):
    """What becomes of the texts of a table when somebody is erased."""

    CLEANED = "their names and e-mails are taken out"
    SEALED = "taken out, and the journal seals what is left"
    KEPT = "stays as it was published, for the years that a setting says"
    GOES = "goes with the person, or with the account"
    GOES_ALL = "goes, whoever's it is: it is made again"
    DATED = "holds no words of people, or what is about them; goes within days or as a setting says"
    MATRIX = "words of a matrix or of a catalogue: whoever edits it takes a name out"
    CODE = "a code, a key, a digest, a choice"


_ = Decision
# By table; a text that exists in two languages is named once. `*` are all others of the table.
INVENTORY: Mapping[str, Mapping[Decision, str]] = {
    "account.EmailAddress": {_.GOES: "*"},
    "account.EmailConfirmation": {_.CODE: "*"},
    "admin.LogEntry": {_.CLEANED: "object_repr change_message", _.CODE: "object_id"},
    "auth.Group": {_.CODE: "*"},
    "auth.Permission": {_.CODE: "*"},
    "auth.User": {_.GOES: "*"},
    "contenttypes.ContentType": {_.CODE: "*"},
    "django_tasks_database.DBTaskResult": {_.DATED: "*"},
    "mfa.Authenticator": {_.GOES: "*"},
    "phases.ArchiveEntry": {_.GOES_ALL: "failure body", _.CODE: "language"},
    "phases.Baseline": {_.SEALED: "name note frozen"},
    "phases.Framework": {_.MATRIX: "*"},
    "phases.Invitation": {_.GOES: "email", _.CODE: "language nonce"},
    "phases.Membership": {_.CODE: "layout"},
    "phases.Phase": {_.MATRIX: "*"},
    "phases.PreparedFile": {_.GOES_ALL: "address disposition body", _.CODE: "kind"},
    "phases.Project": {_.MATRIX: "name organization", _.CODE: "rules"},
    "phases.ProjectChange": {_.SEALED: "label old new data", _.CODE: "salt digest hash"},
    "phases.ShareLink": {_.CLEANED: "label", _.CODE: "token_hash"},
    "roles.AcceptanceRequest": {_.CLEANED: "message", _.CODE: "language"},
    "roles.AccountName": {_.GOES: "*"},
    "roles.Answer": {_.CLEANED: "reason", _.MATRIX: "text_fr text_en"},
    "roles.Comment": {_.CLEANED: "text"},
    "roles.Duty": {_.MATRIX: "*"},
    "roles.FindingDismissal": {_.CLEANED: "reason", _.CODE: "key state"},
    "roles.FormerName": {_.GOES: "*"},
    "roles.LoginChange": {_.CODE: "hash"},
    "roles.Notice": {_.CODE: "source"},
    "roles.NoticeChoices": {_.CODE: "deliveries"},
    "roles.Person": {_.GOES: "*"},
    "roles.PersonalLink": {_.CODE: "nonce"},
    "roles.Position": {_.MATRIX: "*"},
    "roles.Posting": {_.CLEANED: "*", _.MATRIX: "frozen", _.CODE: "postal_code noc"},
    "roles.PostingLine": {_.CLEANED: "*"},
    "roles.Publication": {_.KEPT: "said framework", _.CLEANED: "reason"},
    "roles.PublishedFile": {_.KEPT: "content", _.CODE: "language fingerprint"},
    "roles.RemovedComment": {_.CLEANED: "text"},
    "roles.Responsibility": {_.MATRIX: "*"},
    "roles.RoleProfile": {_.MATRIX: "*"},
    "roles.SecurityEvent": {_.CODE: "detail", _.DATED: "network"},
    "roles.SuggestionRule": {_.MATRIX: "*"},
    "roles.TextBlock": {_.CLEANED: "name text", _.CODE: "field"},
    "sessions.Session": {_.DATED: "*"},
    "socialaccount.SocialAccount": {_.GOES: "*"},
    "socialaccount.SocialApp": {_.CODE: "*"},
    "socialaccount.SocialToken": {_.GOES: "*"},
    "usersessions.UserSession": {_.GOES: "*"},
    "web.KeptMail": {_.GOES: "to", _.CLEANED: "subject text"},
    "web.LivingWorker": {_.CODE: "*"},
    "web.SentForm": {_.CODE: "*"},
}

# By what points to a person or an account: the part of their export that tells it, or why none does.
ROWS: Mapping[str, str] = {
    "account.EmailAddress.user": "addresses",
    "admin.LogEntry.user": "administration",
    "auth.User_groups.user": "person: the groups of the login",
    "auth.User_user_permissions.user": "not told: permissions are given by groups",
    "mfa.Authenticator.user": "factors",
    "phases.ArchiveEntry.owner": "files",
    "phases.Baseline.by": "frozen_versions",
    "phases.Invitation.by": "invitations_sent",
    "phases.Membership.user": "access",
    "phases.PreparedFile.owner": "files",
    "phases.ProjectChange.by": "journal",
    "phases.ShareLink.by": "share_links",
    "roles.AcceptanceRequest.by": "requests_sent",
    "roles.AcceptanceRequest.person": "requests_to_accept",
    "roles.AccountName.user": "not told: the name of the account once more, as lists sort it",
    "roles.Answer.person": "answers",
    "roles.Comment.by": "comments",
    "roles.FindingDismissal.by": "dismissals",
    "roles.FormerName.person": "former_names",
    "roles.Notice.reader": "notices",
    "roles.NoticeChoices.user": "notice_choices",
    "roles.Person.user": "person",
    "roles.Person_parted_from.person": "not told: accounts of others",
    "roles.Person_parted_from.user": "not told: people that are not theirs",
    "roles.PersonalLink.by": "not told: links of others, in the journal",
    "roles.PersonalLink.person": "personal_links",
    "roles.Position.holder": "positions",
    "roles.Position_co_holders.person": "positions",
    "roles.Publication.by": "publications",
    "roles.RemovedComment.by": "removed_comments",
    "roles.SecurityEvent.account": "security_log",
    "roles.SecurityEvent.by": "security_log",
    "roles.TextBlock.user": "text_blocks",
    "socialaccount.SocialAccount.user": "providers",
    "usersessions.UserSession.user": "sessions",
    "web.AccountSettings.user": "settings",
}


def texts_of(model: type[models.Model]) -> list[str]:
    """The fields of a table that hold text of any form, but for those of fixed choices."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields if isinstance(field, TEXTS) and not field.choices]


def decision_on(model: type[models.Model], name: str) -> Decision | None:
    """What was decided on a text of a table."""
    decided = {
        word: decision for decision, words in INVENTORY.get(model._meta.label, {}).items() for word in words.split()
    }
    return decided.get(name) or decided.get(name.removesuffix("_fr").removesuffix("_en")) or decided.get("*")


def cleaned() -> Iterator[tuple[type[models.Model], list[str]]]:
    """The tables whose texts are cleaned, with these texts."""
    for label in INVENTORY:
        model = apps.get_model(label)
        if names := [name for name in texts_of(model) if decision_on(model, name) is Decision.CLEANED]:
            yield model, names
