"""Figures for Prometheus, of all processes at once: the requests of each view, how long they took, how they ended."""

import hmac
import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

SHORTEST = 20  # characters of a token
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where the client of Prometheus adds up what the processes count


def with_metrics(token: str, folder: Path, middleware: list[str]) -> list[str]:
    """The middleware, around it that of django-prometheus where there is a token. Raises ImproperlyConfigured."""
    if not token:
        return middleware
    if len(token) < SHORTEST:
        raise ImproperlyConfigured(f"METRICS_TOKEN needs {SHORTEST} random characters or more.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault(SHARED, str(folder))
    name = "django_prometheus.middleware.Prometheus"
    return [f"{name}BeforeMiddleware", *middleware, f"{name}AfterMiddleware"]


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever knows the token; to anybody else there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        raise Http404
    from django_prometheus.exports import ExportToDjangoView  # noqa: PLC0415  # only who measures pays for it

    response: HttpResponse = ExportToDjangoView(request)
    return response
