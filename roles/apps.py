"""Who does what: profiles, responsibilities, positions, duties and assignments."""

from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "roles"

    def ready(self) -> None:
        """Join people and accounts as soon as an address is confirmed, and read journals for notices."""
        from roles.notices import tasks as notices  # noqa: PLC0415  # models are known only now
        from roles.people.domain import logins  # noqa: PLC0415

        logins.connect()
        notices.connect()
