"""Which notices leave by mail, and when: each once, whoever sends."""

from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from roles.enums import Delivery, NoticeKind
from roles.models import Notice, NoticeChoices
from roles.notices.domain.choices import choices_of, deliveries, kinds_by
from roles.notices.domain.reading import told, visible

STALE = timedelta(days=3)  # what could not be sent for so long waits in the product


def claim(reader: int, delivery: Delivery) -> list[Notice]:
    """Take what waits to be mailed to a reader in this way, and has not been read in the meantime.

    It counts as mailed from now on, so that nobody else sends it and nothing is sent twice, even if this process
    ends while it sends; `release` gives it back.
    """
    kinds = kinds_by(choices_of([reader])[reader], delivery)
    now = timezone.now()
    with transaction.atomic():
        mine = Notice.objects.filter(reader=reader, kind__in=kinds, mailed_at=None, read_at=None)
        locked = mine.filter(made_at__gt=now - STALE).select_for_update()
        ids = list(locked.values_list("pk", flat=True))
        Notice.objects.filter(pk__in=ids).update(mailed_at=now)
    return list(told(visible(reader).filter(pk__in=ids)))


def release(notices: Collection[Notice]) -> None:
    """Let notices wait for their mail again: it could not be sent."""
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=None)


def address_of(user: User) -> str:
    """Where a reader is written to, "" when nowhere: where addresses are confirmed, only to one that is."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    address = confirmed.values_list("email", flat=True).first()
    return address or ("" if settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory" else user.email)


def waiting(before: datetime, delivery: Delivery) -> dict[int, NoticeChoices]:
    """The readers for whom something that was made before has to leave by mail in this way, with their choices."""
    rows = Notice.objects.filter(mailed_at=None, read_at=None, made_at__gt=timezone.now() - STALE, made_at__lte=before)
    found = set(rows.filter(reader__is_active=True).order_by().values_list("reader_id", "kind").distinct())
    choices = choices_of({reader for reader, _kind in found})
    ways = {reader: deliveries(one) for reader, one in choices.items()}
    readers = {reader for reader, kind in found if ways[reader][NoticeKind(kind)] == delivery}
    return {reader: choices[reader] for reader in sorted(readers)}


def daily_due(now: datetime) -> list[int]:
    """Those whose hour of the daily mail has come and who have not had it today."""
    local = timezone.localtime(now)
    return [
        pk
        for pk, one in waiting(now, Delivery.DAILY).items()
        if one.hour <= local.hour and one.daily_on != local.date()
    ]


def note_daily(reader: int, now: datetime) -> None:
    """Remember that the daily mail of this day has left."""
    NoticeChoices.objects.update_or_create(user_id=reader, defaults={"daily_on": timezone.localtime(now).date()})
