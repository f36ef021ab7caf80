"""The journal in templates."""

from django import template

from roles.history.views.journal_text import sentence

register = template.Library()
register.filter("sentence", sentence)
