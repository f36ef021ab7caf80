"""HTTP helpers shared by both apps; no models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Named `web`; it holds templates tags, middleware and commands."""

    name = "aispec.web"
    label = "web"
