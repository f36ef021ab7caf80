"""HTTP helpers shared by both apps; no models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "aispec.web"
    label = "web"
