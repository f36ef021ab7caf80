"""The demonstration signs anybody in by one click, so it answers this machine alone, whatever a proxy says."""

import re
from collections.abc import Callable, Iterator
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.request import split_domain_port, validate_host
from django.utils.translation import gettext as _

_FORWARDED = (
    "X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP",
    "CF-Connecting-IP", "Fastly-Client-IP", "Fly-Client-IP",
)  # fmt: skip
_HOSTS = ("X-Forwarded-Host", "X-Forwarded-Server", "X-Original-Host")
_FOR = re.compile(r'for="?\[?([^\s;,"\]]+)', re.IGNORECASE)  # of Forwarded, RFC 7239


class ThisMachineMiddleware:
    """Refuses whoever comes from elsewhere: by the address of the peer, and by those that a proxy here names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say why not."""
        if all(_is_here(address) for address in _addresses(request)) and _is_asked_here(request):
            return self.get_response(request)
        words = _("The demonstration answers only the machine it runs on. To serve others, set it up as a production.")
        return HttpResponseForbidden(words, content_type="text/plain; charset=utf-8")


def _addresses(request: HttpRequest) -> Iterator[str]:
    yield request.META.get("REMOTE_ADDR", "")
    for name in _FORWARDED:
        said = request.headers.get(name)
        if said is not None:
            yield from _FOR.findall(said) or ["?"] if name == "Forwarded" else said.split(",")


def _is_asked_here(request: HttpRequest) -> bool:
    """Whether no proxy says that it was asked as another host."""
    said = [host.strip() for name in _HOSTS for host in request.headers.get(name, "").split(",") if host.strip()]
    return all(validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS) for host in said)


def _is_here(address: str) -> bool:
    try:
        return ip_address(address.strip()).is_loopback
    except ValueError:
        return False
