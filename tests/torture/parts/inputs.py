"""Requests and files as nobody means to send them, drawn by chance from what the tests try one by one."""

import re
import subprocess
import sys
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import quote

from django.conf import settings

from tests.conftest import make_team
from tests.hostile.bodies import bodies
from tests.hostile.prober import Prober
from tests.hostile.routes import Route, routes
from tests.hostile.server import Server, connection_stays
from tests.hostile.values import CHARSETS, KINDS, NASTY
from tests.hostile.world import World
from tests.torture.place import DATABASES
from tests.torture.postgres import Postgres
from tests.torture.table import Row
from tests.torture.tested import inside_tests

REQUESTS, FILES, SEED = 4_000, 800, 7
NAMES = (
    "q", "page", "since", "next", "r", "with", "framework", "start", "phase", "seen", "at", "mode", "paper", "o", "e",
)  # fmt: skip
HEADERS = ("Accept", "Accept-Language", "Referer", "HX-Target", "HX-Current-URL", "If-None-Match", "Range", "Origin")


def run(postgres: Postgres) -> Iterator[Row]:
    """Requests on both databases, files once."""
    for kind in DATABASES:
        tried, broken = inside_tests("inputs", kind, postgres, REQUESTS, SEED)
        came = f"{len(broken)} without a page or a refusal" + "".join(f"; {one[:160]}" for one in broken[:5])
        yield Row(f"{kind}: bad requests", f"{tried} requests, seed {SEED}", came, "0", not broken)
    command = [sys.executable, "-m", "tests.fuzz", "--count", str(FILES), "--seed", str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    [(answers, slowest, faults)] = re.findall(r"(\d+) answers, the slowest after ([\d.]+) s; (\d+) faults", done.stdout)
    came = f"{answers} answers, the slowest after {slowest} s, {faults} faults"
    yield Row("bad files", f"{FILES} files, seed {SEED}", came, "0 faults", done.returncode == 0)


def inside(count: int, seed: int) -> Any:
    """How many requests were sent, and those that broke."""
    world = World(make_team())
    probers = [Prober(world, reader) for reader in ("owner", "viewer", "anonymous")]
    server = Server(world.team.client("owner").cookies[settings.SESSION_COOKIE_NAME].value)
    known, all_routes = bodies(world), routes()
    for number in range(count):
        chance = Random(f"{seed} {number}")
        route = chance.choice(all_routes)
        if chance.random() < 0.2:
            with connection_stays():
                _raw(server, chance, route.ours(world))
        else:
            _sent(chance.choice(probers), chance, world, route, known.get(route.name, {}))
    return count, [*server.broken, *(broken for prober in probers for broken in prober.broken)]


def _text(chance: Random) -> str:
    """One of the nasty values, or characters from anywhere."""
    if chance.random() < 0.7:
        return chance.choice(NASTY).encode("utf-8", "replace").decode()
    letters = (chr(chance.randrange(1, 0x11_0000)) for _ in range(chance.choice((1, 8, 300))))
    return "".join(letters).encode("utf-8", "replace").decode()


def _sent(prober: Prober, chance: Random, world: World, route: Route, good: dict[str, Any]) -> None:
    """A request of a reader: its path, its query, its form and its headers partly spoilt."""
    parts = [
        _text(chance) if chance.random() < 0.3 else chance.choice(world.values(part, route.name))
        for part in route.parts
    ]
    query = "&".join(f"{chance.choice(NAMES)}={quote(_text(chance))}" for _ in range(chance.choice((0, 0, 1, 3))))
    headers = {chance.choice(HEADERS): chance.choice(("", "*", "http://[", "bytes=0-9", "\xff"))}
    if chance.random() < 0.4:
        headers["HX-Request"] = "true"
    method = chance.choice(("get", "post", "post", "put", "delete", "head", "options"))
    fields = dict(good)
    for name in chance.sample(sorted(good), min(len(good), chance.choice((0, 1, 2, 9)))):
        fields[name] = _text(chance)
    prober.send(method, f"{route.path(*parts)}?{query}", fields if method == "post" else None, **headers)


def _raw(server: Server, chance: Random, path: str) -> None:
    """A request as no browser makes it: another kind and charset of its body, and bytes in it."""
    kind = f"{chance.choice(KINDS)}; charset={chance.choice(CHARSETS)}"
    body = chance.randbytes(chance.choice((0, 20, 2_000)))
    query = chance.randbytes(12).decode("latin-1")
    server.ask(chance.choice(("GET", "POST", "PUT", "FOO")), path, body, CONTENT_TYPE=kind, QUERY_STRING=query)
