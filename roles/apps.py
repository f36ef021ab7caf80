"""Who does what: profiles, responsibilities, positions, duties and assignments."""

from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "roles"

    def ready(self) -> None:
        """Join people and accounts once an address is confirmed, read journals for notices, keep the security log."""
        from roles.notices import tasks as notices  # noqa: PLC0415  # models are known only now
        from roles.people.domain import logins  # noqa: PLC0415
        from roles.security_log import listening  # noqa: PLC0415

        listening.connect()
        logins.connect()
        notices.connect()
