"""Who may reach a project: loading it and checking the role happen here only."""

from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigAutoField, Model, QuerySet
from django.http import Http404

from aispec.db.prepared_query import Row, prepared_query
from phases.enums import Role
from phases.models import Membership, Project

Found = TypeVar("Found", bound=Model)
BIGGEST_ID = BigAutoField.MAX_BIGINT


def membership_for(user: AbstractBaseUser | AnonymousUser, project_id: int, at_least: Role) -> Membership:
    """The user's membership, with its project loaded (one query).

    Raises Http404 for an outsider, the same as for a project that does not exist, and PermissionDenied
    for a member whose role is too small.
    """
    rows = _rows(project_id, user.pk) if user.pk and project_id <= BIGGEST_ID else []
    if not rows:
        raise Http404
    if rows[0]["role"] < at_least:
        raise PermissionDenied
    membership = _instance(Membership, "", rows[0])
    membership.project = _instance(Project, "project__", rows[0])
    return membership


@prepared_query
def _rows(project_id: int, user_id: int) -> QuerySet[Any, Any]:
    names = [
        prefix + field.attname
        for prefix, model in (("", Membership), ("project__", Project))
        for field in model._meta.concrete_fields
    ]
    rows: QuerySet[Any, Any] = Membership.objects.filter(project_id=project_id, user_id=user_id).values(*names)
    return rows


def _instance(model: type[Found], prefix: str, row: Row) -> Found:
    """The model's instance that a row holds under this prefix."""
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(DEFAULT_DB_ALIAS, names, [row[prefix + name] for name in names])
