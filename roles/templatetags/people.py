"""The directory in templates: `{% load people %}{% if request|reads_directory %}`."""

from django import template
from django.http import HttpRequest

from phases.access.decorators import ProjectRequest
from phases.enums import Role
from roles.people.domain.permissions import reads_directory

register = template.Library()


@register.filter("reads_directory")
def leads_to_directory(request: HttpRequest | ProjectRequest) -> bool:
    """Whether the reader of a page sees the directory: on a page of a project of theirs nothing needs to be asked."""
    membership = getattr(request, "membership", None)
    return (membership is not None and membership.role == Role.OWNER) or reads_directory(request.user)
