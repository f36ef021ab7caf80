"""Addresses in a text are links, and nothing else in it is anything but text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aispec.web.links import LONGEST, linked

REL = 'rel="noopener nofollow ugc"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Voir https://example.org.", f'Voir <a href="https://example.org" {REL}>https://example.org</a>.'),
        ("(HTTP://a.test/b)", f'(<a href="http://a.test/b" {REL}>HTTP://a.test/b</a>)'),
        ("«https://a.test»", f'«<a href="https://a.test" {REL}>https://a.test</a>»'),
        ("Vu https://a.test/b?", f'Vu <a href="https://a.test/b" {REL}>https://a.test/b</a>?'),
        ("https://a.test/?b=1…", f'<a href="https://a.test/?b=1" {REL}>https://a.test/?b=1</a>…'),
        ("zoe@example.org,", f'<a href="mailto:zoe@example.org" {REL}>zoe@example.org</a>,'),
    ],
)
def test_address_is_a_link_without_what_stands_around_it(text: str, html: str) -> None:
    assert linked(text) == html


def test_long_address_is_shown_shortened_and_leads_where_it_says() -> None:
    address = "https://example.org/" + "a" * 200
    html = linked(address)
    assert f'href="{address}"' in html
    assert f">{address[: LONGEST - 1]}…</a>" in html


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://a.test/%0aalert(1)",
        "data:text/html,x",
        "plan.com",
        "www.a.test",
        "ftp://a.b",
    ],
)
def test_what_is_no_web_address_is_no_link(text: str) -> None:
    assert "<a" not in linked(text)


@pytest.mark.parametrize(
    "text",
    [
        'https://a.test/"onmouseover="alert(1)',
        "https://a.test/'onmouseover='alert(1)",
        "https://a.test/<script>alert(1)</script>",
        "<a href=https://a.test>x</a>",
        "https://a.test/&quot;onmouseover=alert(1)",
        'a@b.test"onmouseover=x@y.test',
    ],
)
def test_nothing_in_a_text_leaves_its_place(text: str) -> None:
    rest = re.sub(rf'<a href="[^"<>]*" {REL}>[^<>]*</a>', "", linked(text))
    assert "<" not in rest
    assert '"' not in rest


@given(st.text(alphabet="abé.:/@\"'<>&;()«»? \nhtps#%", max_size=60))
def test_any_text_is_links_and_escaped_text(text: str) -> None:
    rest = re.sub(rf'<a href="(?:https?:|HTTPS?:|mailto:)[^"<>]*" {REL}>[^<>]*</a>', "", linked(f"http://{text}"))
    assert not re.search('[<>"]', rest)
