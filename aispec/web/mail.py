"""Mail of our own: text and HTML, in the language of whoever reads it."""

import logging
from collections.abc import Mapping, Sequence
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string
from django.utils.translation import override

from aispec.patience import limit

logger = logging.getLogger(__name__)
KEPT = "aispec.web.mailbox.backend.EmailBackend"
_NOWHERE = ("console.EmailBackend", "dummy.EmailBackend", "mail.NoServer")


class Server(EmailBackend):
    """Django's, which waits no longer for a mail server than somebody waits for a page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.timeout = min(self.timeout or settings.EMAIL_TIMEOUT, limit.get() or settings.EMAIL_TIMEOUT)


class NoServer(BaseEmailBackend):
    """Where EMAIL_URL names no server: every message is refused, and none is written anywhere."""

    def send_messages(self, _messages: Sequence[EmailMessage]) -> int:
        """Raises ConnectionError."""
        raise ConnectionError("EMAIL_URL names no mail server.")


def delivers() -> bool:
    """Whether mail reaches anybody: by a server, or by the page on which the demonstration keeps it."""
    return ".".join(settings.EMAIL_BACKEND.split(".")[-2:]) not in _NOWHERE


def is_kept() -> bool:
    """Whether mail stays on a page of this site, as in the demonstration: anybody there may read it."""
    return settings.EMAIL_BACKEND == KEPT


def send_mail(
    template: str,
    to: str,
    language: str,
    context: Mapping[str, Any],
    *,
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
) -> bool:
    """Send the message of `<template>_subject.txt`, `….txt` and `….html`; False if it cannot leave."""
    if not delivers():
        return False
    with override(language):
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        words = {**context, "language": language, "subject": subject}
        text, html = (render_to_string(f"{template}{part}", words).strip() for part in (".txt", ".html"))
    answers = [reply_to] if reply_to else []
    message = EmailMultiAlternatives(subject, text, to=[to], reply_to=answers, headers=dict(headers or {}))
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (SMTPException, OSError):
        logger.warning("A message could not be sent: %s", template, exc_info=True)
        return False
    return True
