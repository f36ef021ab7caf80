"""HTTP helpers shared by both apps; no models."""

import logging

from django.apps import AppConfig
from django.conf import settings

from aispec.web.mail import delivers

logger = logging.getLogger(__name__)


class WebConfig(AppConfig):
    """The app `web`: template tags, middleware and commands."""

    name = "aispec.web"
    label = "web"

    def ready(self) -> None:
        """Say what an operator would miss only once somebody waits for it."""
        if not settings.DEMO and not delivers():
            logger.warning("EMAIL_URL names no mail server: nobody can confirm an address or choose a new password.")
