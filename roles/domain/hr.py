"""The group of HR managers: they edit the catalogue and the directory in the administration."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from phases.models import Framework, Phase
from roles.domain.people import HR
from roles.models import Person, Responsibility, RoleProfile, SuggestionRule

EDITED = (Framework, Phase, RoleProfile, SuggestionRule, Responsibility, Person)


def hr_group() -> Group:
    """The group, made with its permissions when there is none; what an administrator changed since stays."""
    group, created = Group.objects.get_or_create(name=HR)
    if created:
        types = ContentType.objects.get_for_models(*EDITED).values()
        permissions = Permission.objects.filter(content_type__in=types).exclude(codename__startswith="delete_")
        group.permissions.set(permissions)
    return group
