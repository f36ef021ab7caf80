"""Who edits the catalogue and the directory, and who reads the directory; the group of HR managers, who do both."""

from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from phases.enums import Role
from phases.models import Framework, Phase
from roles.models import Person, Responsibility, RoleProfile, SuggestionRule
from roles.people.domain.holders import HR

CATALOGUE = (Framework, Phase, RoleProfile, SuggestionRule, Responsibility)
EDITED = (*CATALOGUE, Person)


def hr_group() -> Group:
    """The group, made with its permissions when there is none; what an administrator changed since stays."""
    group, created = Group.objects.get_or_create(name=HR)
    if created:
        types = ContentType.objects.get_for_models(*EDITED).values()
        permissions = Permission.objects.filter(content_type__in=types).exclude(codename__startswith="delete_")
        group.permissions.set(permissions)
    return group


def edits_catalogue(user: User | AnonymousUser) -> bool:
    """Whether somebody may load a framework: HR managers, and others who were given the same permissions.

    What a file no longer has goes only where no project uses it, and is named before; so it takes no permission to
    delete, which in the administration would take duties' origins along.
    """
    return _edits(user, *CATALOGUE)


def edits_directory(user: User | AnonymousUser) -> bool:
    """Whether somebody may add, change, merge and erase people of the directory."""
    return _edits(user, Person)


def reads_directory(user: User | AnonymousUser) -> bool:
    """Whether somebody sees the whole directory: HR managers, administrators, owners of a project (one query)."""
    if user.is_superuser or not isinstance(user, User):
        return user.is_superuser
    owns = Q(memberships__role=Role.OWNER)
    return User.objects.filter(owns | Q(groups__name=HR), pk=user.pk).exists()


def _edits(user: User | AnonymousUser, *models: type[Model]) -> bool:
    names = [(model._meta.app_label, model._meta.model_name) for model in models]
    return user.has_perms([f"{app}.{verb}_{name}" for app, name in names for verb in ("add", "change")])
