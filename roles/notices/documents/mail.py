"""The mail of notices: text and HTML, in the reader's language, with the way to have no more."""

from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import ngettext, override

from aispec.web.account.domain import kept_language
from aispec.web.mail import send_mail
from roles.enums import Delivery
from roles.models import Notice
from roles.notices.domain.choices import token_of
from roles.notices.domain.outgoing import address_of, claim, note_daily, release
from roles.notices.domain.reading import groups_of
from roles.notices.words import Told, tell_groups

TEMPLATE = "roles/notices/mail/notices"
SUBJECT = 110  # characters of the first notice that a subject shows: one may name fifty duties


class NotSent(Exception):
    """The mail server did not take the message; it waits to be sent again."""


def mail_now(reader: int) -> bool:
    """Send a reader what waits to leave at once, in one message; whether there was something. Raises NotSent."""
    return _mail(reader, Delivery.MAIL)


def mail_daily(reader: int, now: datetime) -> bool:
    """Send the daily mail, if there is something to say. Raises NotSent."""
    sent = _mail(reader, Delivery.DAILY)
    if sent:
        note_daily(reader, now)
    return sent


def _mail(reader: int, delivery: Delivery) -> bool:
    user = User.objects.get(pk=reader)
    to = address_of(user)
    notices = claim(reader, delivery) if to and user.is_active else []
    if not notices:
        return False
    try:
        sent = _send(user, to, notices, daily=delivery == Delivery.DAILY)
    except Exception:
        release(notices)
        raise
    if not sent:
        release(notices)
        raise NotSent
    return True


def _send(user: User, to: str, notices: list[Notice], *, daily: bool) -> bool:
    language = kept_language(user) or settings.LANGUAGE_CODE
    with override(language):
        context = _context(user, tell_groups(user.pk, groups_of(notices))) | {"daily": daily}
    stop = context["unsubscribe"]
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return send_mail(TEMPLATE, to, language, context, headers=headers)


def _context(user: User, told: list[Told]) -> dict[str, object]:
    """What the message says, and whole addresses, for it is read elsewhere."""
    about, more = Truncator(told[0].words).chars(SUBJECT), len(told) - 1
    if more:
        words = ngettext("%(first)s, and %(count)s more", "%(first)s, and %(count)s more", more)
        about = words % {"first": about, "count": more}
    return {
        "about": about,
        "lines": [(one, _address(reverse("notice", args=[one.group.first.pk]))) for one in told],
        "notices": _address(reverse("notices")),
        "choices": _address(reverse("account") + "#notices"),
        "unsubscribe": _address(reverse("notices-unsubscribe", args=[token_of(user)])),
    }


def _address(path: str) -> str:
    site: str = settings.SITE_URL
    return urljoin(site, path)
