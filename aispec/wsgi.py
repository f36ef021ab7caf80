"""The WSGI entry point: `gunicorn aispec.wsgi`."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

from aispec.patience import PAGE, patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aispec.settings")
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request. What says that it is written in anything but UTF-8 is read as no form.

    Django looks for the encoding before any of its middleware: with one that is none of text, such as zlib, or that
    cannot be parsed, not even its page of errors would come.
    """
    if not _in_utf8(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"] = "application/octet-stream"
    with patience(PAGE):
        return _django(environ, start_response)


def _in_utf8(content_type: str) -> bool:
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
    except (LookupError, ValueError):
        return False
    return charset.lower() == "utf-8"  # as Django compares
