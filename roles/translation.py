"""The fields that exist in French and in English."""

from modeltranslation.translator import TranslationOptions, register

from roles.models import (
    Duty,
    Position,
    Posting,
    PostingLine,
    Responsibility,
    RoleProfile,
    SuggestionRule,
    TextBlock,
)
from roles.models.postings import TEXTS


@register(RoleProfile)
class RoleProfileTranslation(TranslationOptions):
    fields = ("name", "title")


@register(SuggestionRule)
class SuggestionRuleTranslation(TranslationOptions):
    fields = ("name", "condition")


@register(Responsibility)
class ResponsibilityTranslation(TranslationOptions):
    fields = ("text", "posting", "note")


@register(Position)
class PositionTranslation(TranslationOptions):
    fields = ("title",)


@register(Duty)
class DutyTranslation(TranslationOptions):
    fields = ("text", "posting", "description")


@register(Posting)
class PostingTranslation(TranslationOptions):
    fields = TEXTS


@register(PostingLine)
class PostingLineTranslation(TranslationOptions):
    fields = ("text",)


@register(TextBlock)
class TextBlockTranslation(TranslationOptions):
    fields = ("text",)
