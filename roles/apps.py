"""Who does what: profiles, responsibilities, positions, duties and assignments."""

from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "roles"
