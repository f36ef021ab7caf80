"""The checks panel in templates: `{% load checks %}{% checks_panel %}`."""

from typing import Any

from django import template

from phases.enums import Role
from roles.checks.domain.board import Board
from roles.checks.views.panel_html import panel_html

register = template.Library()


@register.simple_tag(takes_context=True)
def checks_panel(context: dict[str, Any]) -> str:
    """The panel of the `matrix` of the context, with repairs for those who may edit."""
    can_edit = context["request"].membership.role >= Role.EDITOR
    return panel_html(Board.of(context["matrix"]), can_edit=can_edit)
