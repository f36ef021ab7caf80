"""How readers want to hear: for each kind in the product, by mail at once or once a day, or not at all."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer

from roles.enums import Delivery, NoticeKind
from roles.models import NoticeChoices
from roles.people.domain.holders import is_hr

Deliveries = Mapping[NoticeKind, Delivery]
DEFAULTS: Deliveries = dict.fromkeys(NoticeKind, Delivery.MAIL) | {
    NoticeKind.LETTER: Delivery.DAILY,  # they come in crowds
    NoticeKind.COMMENT: Delivery.DAILY,
}
MAILED = (Delivery.MAIL, Delivery.DAILY)
_SIGNER = Signer(salt="roles.notices.unsubscribe", sep=".")


def choices_of(users: Iterable[int]) -> dict[int, NoticeChoices]:
    """The choices of each of these readers, as by default where they have made none (one query)."""
    made = {one.user_id: one for one in NoticeChoices.objects.filter(user__in=list(users))}
    return {user: made.get(user) or NoticeChoices(user_id=user) for user in users}


def deliveries(choices: NoticeChoices) -> Deliveries:
    """How each kind comes."""
    chosen = {kind: choices.deliveries.get(kind.value) for kind in NoticeKind}
    return {kind: Delivery(chosen[kind] or DEFAULTS[kind]) for kind in NoticeKind}


def kinds_by(choices: NoticeChoices, delivery: Delivery) -> list[NoticeKind]:
    """The kinds that come in this way."""
    return [kind for kind, way in deliveries(choices).items() if way == delivery]


def kinds_for(user: User) -> list[NoticeKind]:
    """The kinds that may concern a reader: what is opened to HR managers concerns no others."""
    return [kind for kind in NoticeKind if kind != NoticeKind.OPENED or is_hr(user)]


def choose(user: User, chosen: Deliveries, hour: int) -> None:
    """Keep what a reader wants; what is as by default is not kept."""
    kept = {kind.value: way.value for kind, way in chosen.items() if way != DEFAULTS[kind]}
    NoticeChoices.objects.update_or_create(user=user, defaults={"deliveries": kept, "hour": hour})


def token_of(user: User) -> str:
    """What the address carries by which a reader ends all mail of notices without signing in."""
    return _SIGNER.sign(str(user.pk))


def reader_of(token: str) -> User | None:
    """Whose address it is, None for a tampered one."""
    try:
        return User.objects.filter(pk=int(_SIGNER.unsign(token))).first()
    except BadSignature:
        return None


def mails(user: User) -> bool:
    """Whether any notice comes by mail."""
    return any(way in MAILED for way in deliveries(choices_of([user.pk])[user.pk]).values())


def unsubscribe(user: User) -> None:
    """Let every kind that came by mail come in the product only."""
    choices = choices_of([user.pk])[user.pk]
    chosen = {kind: Delivery.PRODUCT if way in MAILED else way for kind, way in deliveries(choices).items()}
    choose(user, chosen, choices.hour)
