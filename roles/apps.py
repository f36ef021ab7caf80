"""Who does what: profiles, responsibilities, positions, duties and assignments."""

from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "roles"

    def ready(self) -> None:
        """Join people and accounts once an address is confirmed, read journals, keep the security log and names."""
        from roles.notices import tasks as notices  # noqa: PLC0415  # models are known only now
        from roles.people.domain import account_names, logins  # noqa: PLC0415
        from roles.security_log import listening  # noqa: PLC0415

        account_names.connect()
        listening.connect()
        logins.connect()
        notices.connect()
