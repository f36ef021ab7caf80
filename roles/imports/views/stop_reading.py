"""Stopping a reading that takes long, while its page waits for it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from aispec.web.sign_in import sign_in_required
from roles.formats.reading.stopping import stop


@require_POST
@sign_in_required
def stop_reading(request: HttpRequest, reading: UUID) -> HttpResponse:
    """The page that waits is then told so; its name for the reading is known to it alone."""
    stop(reading)
    return HttpResponse(status=204)
