"""The journal in templates."""

from django import template

from roles.views.history_words import sentence

register = template.Library()
register.filter("sentence", sentence)
