"""HTTP helpers shared by both apps; no models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The app `web`: template tags, middleware and commands."""

    name = "aispec.web"
    label = "web"
