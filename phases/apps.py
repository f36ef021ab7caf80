"""When the work happens: frameworks, phases, projects, access and the journal."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PhasesConfig(AppConfig):
    name = "phases"

    def ready(self) -> None:
        """Let the database keep the last owner of a project."""
        from phases.access.last_owner import keep_last_owner, let_go  # noqa: PLC0415 (once there are models)

        pre_migrate.connect(let_go, self, dispatch_uid="last-owner")
        post_migrate.connect(keep_last_owner, self, dispatch_uid="last-owner")
