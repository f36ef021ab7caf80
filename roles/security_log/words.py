"""The words of an event, in the reader's language."""

from collections.abc import Mapping

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from phases.access.members import name_of
from phases.enums import Role
from roles.enums import LoginChangeKind, SecurityKind
from roles.models import SecurityEvent
from roles.people.domain.account_roles import AccountRole

_DETAILS: Mapping[str, str | Promise] = {
    "totp": gettext_lazy("Authenticator app"),
    "webauthn": gettext_lazy("Passkey or security key"),
    "recovery_codes": gettext_lazy("Recovery codes"),
    "share": gettext_lazy("Share link"),
    "personal": gettext_lazy("Personal link"),
    "invitation": gettext_lazy("Invitation"),
    **{role.value: role.label for role in AccountRole},
    **{role.name.lower(): role.label for role in Role},
    **{change.value: change.label for change in LoginChangeKind},
}
_FILES: Mapping[str, str | Promise] = {
    "export": gettext_lazy("Matrix"),
    "compare-export": gettext_lazy("Comparison"),
    "workload-export": gettext_lazy("Load"),
    "people-export": gettext_lazy("Load by person"),
    "people-directory": gettext_lazy("Directory"),
    "mine-export": pgettext_lazy("document", "Duty sheet"),
    "linked-export": pgettext_lazy("document", "Duty sheet"),
    "position-sheet-export": pgettext_lazy("document", "Duty sheet"),
    "posting-file": gettext_lazy("Posting"),
    "publication-file": gettext_lazy("What was published"),
    "archive-file": gettext_lazy("Archive"),
    "own-data": gettext_lazy("One’s own data"),
    "prepared-file": gettext_lazy("Large document"),
    "backup": gettext_lazy("Backup of everything"),
    "export_person": gettext_lazy("What is kept about a person"),
}


def who_did(event: SecurityEvent) -> str:
    """Who did it, or with whose account it was tried."""
    if event.by:
        return name_of(event.by)
    if event.account and event.kind == SecurityKind.SIGN_IN_FAILED:
        return name_of(event.account)
    return _("Unknown account") if event.kind == SecurityKind.SIGN_IN_FAILED else _("No account, or one that is gone")


def detail_of(event: SecurityEvent) -> str:
    """What it was about: a factor, a role, a file, an account."""
    if event.kind == SecurityKind.EXPORTED:
        file, _space, fmt = event.detail.partition(" ")
        return ", ".join(filter(None, (str(_FILES.get(file, file)), fmt.upper())))
    if event.kind == SecurityKind.ADMINISTERED:
        return str(apps.get_model(event.detail)._meta.verbose_name)
    said = str(_DETAILS.get(event.detail, event.detail))
    concerned = name_of(event.account) if event.account and event.kind != SecurityKind.SIGN_IN_FAILED else ""
    return ", ".join(filter(None, (concerned, said)))
