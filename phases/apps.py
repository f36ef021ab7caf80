"""When the work happens: frameworks, phases, projects, access and the journal."""

from django.apps import AppConfig


class PhasesConfig(AppConfig):
    name = "phases"
