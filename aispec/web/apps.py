"""HTTP helpers shared by both apps; no models."""

import logging

from django.apps import AppConfig
from django.conf import settings

from aispec.web.logs import slow_statements
from aispec.web.mail import delivers

logger = logging.getLogger(__name__)


class WebConfig(AppConfig):
    """The app `web`: template tags, middleware and commands."""

    name = "aispec.web"
    label = "web"

    def ready(self) -> None:
        """Begin every session alike and time the database; say what an operator would miss only once it is needed."""
        from aispec.web.account import activity  # noqa: PLC0415  # models are known only now

        activity.connect()
        slow_statements.connect()
        if not settings.DEMO and not delivers():
            logger.warning("EMAIL_URL names no mail server: nobody can confirm an address or choose a new password.")
