"""Frameworks and phases in the administration; projects are not here, for their changes go through the journal."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from aispec.web.fields.text import OF_MODELS
from phases.models import Framework, Phase


@admin.register(Framework)
class FrameworkAdmin(TranslationAdmin[Framework]):
    """A framework's titles and source."""

    formfield_overrides = OF_MODELS
    list_display = ("title", "slug")
    exclude = ("catalogued",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Framework]:
        """Those of the catalogue."""
        return super().get_queryset(request).filter(catalogued=True)


@admin.register(Phase)
class PhaseAdmin(TranslationAdmin[Phase]):
    """A phase's words in both languages, and its place."""

    formfield_overrides = OF_MODELS
    list_display = ("name", "order", "framework")
    list_filter = ("framework",)
    list_select_related = ("framework",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Phase]:
        """Those of the catalogue."""
        return super().get_queryset(request).filter(framework__catalogued=True)
