"""The fields that exist in French and in English."""

from modeltranslation.translator import TranslationOptions, register

from phases.models import Framework, Phase


@register(Framework)
class FrameworkTranslation(TranslationOptions):
    fields = ("title", "subtitle")


@register(Phase)
class PhaseTranslation(TranslationOptions):
    fields = ("name", "short_name", "lead_in")
