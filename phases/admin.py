"""Frameworks and phases in the administration; projects are not here, for their changes go through the journal."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from aispec.web.fields.text import OF_MODELS
from phases.models import Framework, Phase, ProjectChange

_Model = TypeVar("_Model", bound=Model)


class CatalogueAdmin(TranslationAdmin[_Model]):
    """Part of a framework: it is not deleted once something uses that, whose journal would not tell it.

    A file of the framework that has it no more takes it away where it can go.
    """

    formfield_overrides = OF_MODELS

    def has_delete_permission(self, request: HttpRequest, obj: _Model | None = None) -> bool:
        """Whether nothing uses the framework yet."""
        return super().has_delete_permission(request, obj) and not (obj and _is_used(obj))


def _is_used(obj: Any) -> bool:
    """Whether a project, or a journal of what has no project, is of the framework that this is or is part of."""
    while not isinstance(obj, Framework):
        obj = obj.profile if hasattr(obj, "profile") else obj.framework
    return obj.projects.exists() or ProjectChange.objects.filter(framework=obj).exists()


@admin.register(Framework)
class FrameworkAdmin(CatalogueAdmin[Framework]):
    """A framework's titles and source."""

    list_display = ("title", "slug")
    exclude = ("catalogued",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Framework]:
        """Those of the catalogue."""
        return super().get_queryset(request).filter(catalogued=True)


@admin.register(Phase)
class PhaseAdmin(CatalogueAdmin[Phase]):
    """A phase's words in both languages, and its place."""

    list_display = ("name", "order", "framework")
    list_filter = ("framework",)
    list_select_related = ("framework",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Phase]:
        """Those of the catalogue."""
        return super().get_queryset(request).filter(framework__catalogued=True)
