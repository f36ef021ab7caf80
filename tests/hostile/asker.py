"""Asks as each reader, one after the other, in one world."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.hostile.bodies import bodies
from tests.hostile.rights import ALL
from tests.hostile.world import World


class Asker:
    """Sends what each reader sends, takes back what it did, and keeps their sessions as they were."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.bodies = bodies(world)
        self.clients = {reader: world.team.client(reader) for reader in ALL}
        self.sessions = {reader: client.cookies.output() for reader, client in self.clients.items()}

    def ask(self, reader: str, method: str, address: str, name: str = "") -> HttpResponse:
        client: Client = self.clients[reader]
        client.raise_request_exception = False
        client.cookies.clear()
        client.cookies.load(self.sessions[reader].replace("Set-Cookie: ", ""))
        body: dict[str, Any] = self.bodies.get(name, {}) if method == "POST" else {}
        with transaction.atomic():
            response: HttpResponse = getattr(client, method.lower())(address, body)
            transaction.set_rollback(True)
        return response
