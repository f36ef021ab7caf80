"""What a reader of a page reads."""

from html.parser import HTMLParser

from django.test import Client

from tests.browser.world import World

VOID = frozenset(("br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
SAID = ("alt", "aria-label", "aria-description", "content", "placeholder", "title")  # attributes that are read


class Reader(HTMLParser):
    """What a page says in its own language: not what it marks as being in another, nor what stands in its fields."""

    def __init__(self, language: str, page: bytes) -> None:
        super().__init__()
        self.language, self.said, self.links = language, list[str](), list[str]()
        self._open = list[tuple[str, bool]]()
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        lang = given.get("lang")
        unread = tag in ("textarea", "style") or bool(lang and lang[:2] != self.language)
        unread |= bool(self._open) and self._open[-1][1] and not lang
        if not unread:
            self.said += [given[name] or "" for name in SAID if name in given]
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag not in VOID:
            self._open.append((tag, unread))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.said.append(data)


def content_of(world: World, reader: str, path: str) -> bytes:
    """The page or the document at this path, for one of the demonstration's readers."""
    client = Client()
    if user := world.reader(reader):
        client.force_login(user)
    response = client.get(path)
    return b"".join(response) if response.streaming else response.content
