"""Requests that no browser makes, through the whole server: the product's page or a plain refusal, with all headers."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.hostile.server import Server, connection_stays
from tests.hostile.values import CHARSETS, FORM, KINDS
from tests.hostile.world import World

pytestmark = pytest.mark.django_db

PATHS = ("/fr/theme/", "/fr/projects/", "/admin/login/", "/fr/nope/", "/healthz", "/static/css/app.css")


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    """Of the owner."""
    with connection_stays():
        yield Server(world.team.client("owner").cookies[settings.SESSION_COOKIE_NAME].value)


def content_types() -> Iterator[dict[str, str]]:
    for kind in KINDS:
        for charset in CHARSETS:
            yield {"CONTENT_TYPE": f"{kind}; charset={charset}", "QUERY_STRING": "q=%e9&\xff=\xe9"}
        for mark in ("charset*=zlib''x", "charset*=nonsense''x", "charset*=idna'x'%ff", "charset*0=", "boundary=\xff"):
            yield {"CONTENT_TYPE": f"{kind}; {mark}", "QUERY_STRING": "q=%e9&\xff=\xe9"}


def test_no_content_type_breaks_an_address(server: Server) -> None:
    server.ask_all(("GET", "POST"), ("/fr/theme/", "/admin/login/"), content_types())


@pytest.mark.parametrize("said", ["UTF-8", '"utf-8"'])
def test_form_in_utf8_is_read(server: Server, said: str) -> None:
    assert server.ask("POST", "/fr/theme/", b"theme=dark", CONTENT_TYPE=f"{FORM}; charset={said}").startswith("302")


def test_no_path_or_method_breaks_the_server(server: Server) -> None:
    paths = ["", "*", "fr/", "//evil.example/", "/fr//", "/\xff", "/fr/\xed\xa0\x80/", "/fr/\x00", "/fr/profiles/\xe9/"]
    paths += ["/s/\x00/", "/static/\x00", "/static/\xff", f"/static/{'a' * 5_000}", "/admin/\xff/", *PATHS]
    queries = [{"QUERY_STRING": value} for value in ("", "\xff&&==", "a=%ed%a0%80&%ff")]
    server.ask_all(("GET", "POST", "FOO"), paths, queries)


def test_no_host_breaks_the_server(server: Server) -> None:
    hosts = ("", "evil.example", "[::1", "a b", "testserver:x", "\xff", "\x00")
    server.ask_all(("GET", "POST"), PATHS, ({"HTTP_HOST": host} for host in hosts))


def test_no_cookie_breaks_the_server(server: Server) -> None:
    values = ("", "\xff", "\x00", "a" * 5_000, '"\\377\\000"', ";;=", "\x85", "<script>")
    names = ("sessionid", "csrftoken", "theme", "django_language", "messages", "")
    server.ask_all(
        ("GET", "POST"), PATHS[:2], ({"HTTP_COOKIE": f"{name}={value}"} for name in names for value in values)
    )


def test_no_header_breaks_the_server(server: Server) -> None:
    names = ("ACCEPT", "ACCEPT_ENCODING", "ACCEPT_LANGUAGE", "FORWARDED", "HX_CURRENT_URL", "HX_TARGET", "HX_TRIGGER",
             "IF_MODIFIED_SINCE", "IF_NONE_MATCH", "ORIGIN", "RANGE", "REFERER", "X_CSRFTOKEN", "X_FORWARDED_FOR",
             "X_FORWARDED_PROTO", "USER_AGENT")  # fmt: skip
    values = ("", "\xff", "http://[", "\x00", "*" * 9_000, "Fri, 31 Dec 9999 23:59:59 GMT", "bytes=0-99999999999999999")
    given = ({f"HTTP_{name}": value, "HTTP_HX_REQUEST": "true"} for name in names for value in values)
    server.ask_all(("GET", "POST"), ("/", "/fr/theme/", "/static/css/app.css"), given)


def test_no_body_breaks_a_form(server: Server) -> None:
    bodies = [
        (b"a" * 1_100_000, FORM),
        (b"&".join(b"a=1" for _ in range(2_100)), FORM),
        (b"name=%ED%A0%80%ff%00&letter=%ff", FORM),
        (b"\xff\x00garbage", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="a"; filename*=zlib\'\'x\r\n\r\nb\r\n--x--',
         "multipart/form-data; boundary=x"),
        (b"{", "application/json"),
    ]  # fmt: skip
    for body, kind in bodies:
        for path in PATHS:
            server.ask("POST", path, body, CONTENT_TYPE=kind)
            server.ask("POST", path, body, CONTENT_TYPE=kind, HTTP_X_CSRFTOKEN="")
    assert not server.broken, "\n".join(server.broken)
