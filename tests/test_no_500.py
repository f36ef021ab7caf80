"""Whatever is sent to whatever address: the answer may be a refusal, never a failure of the server."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from aispec.web.edit_conflict import fingerprint
from phases.access.invitations import invite
from phases.access.invitations import token_of as token_of_invitation
from phases.archive.prepared import ask_for, keep
from phases.enums import Role
from phases.models import Membership, Phase
from phases.sharing.domain import make_link as make_share_link
from roles.acceptance.domain.personal_links import make_link, token_of
from roles.catalogue.forms import sealed_framework
from roles.formats.reading.table import Table
from roles.imports.domain.edits import CellEdit, Edits
from roles.imports.forms.corrections import read_corrections
from roles.imports.forms.upload import ImportedFile, sealed_edits, sealed_file
from roles.imports.sheet_reading.interpret import interpret
from roles.matrix.matrix import load_matrix
from roles.matrix.thresholds import Thresholds
from roles.models import Comment, Duty, Notice, Position
from roles.notices.domain.choices import token_of as token_of_reader
from roles.people.domain.directory_import import PersonRow
from roles.people.domain.permissions import hr_group
from roles.people.forms import sealed_people
from roles.postings.domain.postings import FIELDS as POSTING_FIELDS
from roles.postings.domain.postings import Source, make_catalogue_posting, make_posting
from roles.workload.domain.absence import absence_plan
from tests.conftest import READERS, Team
from tests.factories import AssignmentFactory, PersonFactory, ResponsibilityFactory, RoleProfileFactory, small_project
from tests.roles.catalogues import second_framework

HUGE = "9" * 5_000
NASTY = [
    "",
    " ",
    "0",
    "-1",
    "1.5",
    "nan",
    "9" * 19,
    HUGE,
    "٣",
    "²",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202eabc",
    "=1+1",
    "\x07\x1b\x7f\x85\u2028\ufffe",
    "%s%(x)s{0}%",
    "<script>\"'&;--",
    "../../etc/passwd",
    "//evil.example/",
    "http://[",
    "H1-d0-0",
    "é🦊" * 3_000,
]
FEW = ["0", "9" * 19, HUGE, "²", "a\x00"]


class World:
    """A project with something in every place, and another one beside it whose ids are not ours."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.project = team.project
        framework = self.project.framework
        self.profile = RoleProfileFactory.create(framework=framework)
        team.users["owner"].groups.add(hr_group())
        team.users["owner"].set_unusable_password()  # so that no form asks for it anew
        team.users["owner"].save()
        self.phase: Phase = self.project.phases.all()[0]
        self.statement = ResponsibilityFactory.create(
            phase=self.phase, profile=self.profile, suggested={self.profile.slug: "A"}
        )
        self.duty: Duty = self.project.duties.all()[0]
        self.position: Position = self.project.positions.all()[0]
        AssignmentFactory.create(duty=self.duty, position=self.position, letter="R")
        self.position.holder = PersonFactory.create(user=team.users["owner"])
        self.position.save()
        self.link = make_link(self.project.pk, team.users["owner"], self.position.holder.pk)
        self.comment = Comment.objects.create(duty=self.duty, by=team.users["owner"], text="Qui ?")
        self.away = absence_plan(load_matrix(self.project.pk), self.position.holder.pk, Thresholds()).digest
        self.member = Membership.objects.get(project=self.project, user=team.users["viewer"])
        self.share_link, self.share_token = make_share_link(
            self.project.pk, team.users["owner"], "Cliente", timezone.now() + timedelta(days=7), names=True
        )
        self.invitation = invite(self.project.pk, team.users["owner"], "zoe@example.org", Role.EDITOR, "fr")
        self.posting = make_posting(self.project, team.users["owner"], Source(self.position, twin=True))
        self.notice = Notice.objects.create(
            reader=team.users["owner"], kind="invited", source="x", project=self.project
        )
        self.free_posting = make_catalogue_posting(framework, team.users["owner"], Source(profile=self.profile))
        self.stranger = small_project()
        self.prepared = [
            ask_for(team.users[reader], f"/fr/projects/{self.project.pk}/export/pdf/")[0]
            for reader in ("owner", "viewer")
        ]
        keep(self.prepared[0].pk, b"%PDF", "application/pdf", "attachment")
        edits = Edits(0, "fr", cells=(CellEdit(str(self.duty.pk), str(self.position.pk), "", "A"),))
        owner = team.users["owner"].pk
        self.people = sealed_people(owner).seal([PersonRow("Ligne 2", "Camille Roy", "c@example.org")])
        self.framework = sealed_framework(owner).seal(second_framework())
        self.edits = sealed_edits(owner, self.project.pk).seal(edits.to_json())
        rows = (("Tâche", "Cheffe", "Analyste"), ("Cadrage",), ("Tester", "A", "x"), ("Livrer", "R", "A"))
        file = ImportedFile("raci.csv", (Table("", rows),))
        self.tables = [sealed_file(owner, pk).seal(file) for pk in (0, self.project.pk)]
        corrections = read_corrections(QueryDict("b0-header=0&b0-used=on&b0-bands=on&mark=X&means=C"))
        self.seen_plan = interpret(file.tables, corrections).seen

    def posts(self) -> dict[str, dict[str, Any]]:
        """A body that each view understands, to be spoilt one field at a time."""
        duty, position, phase, profile = self.duty.pk, self.position.pk, self.phase.pk, self.profile.pk
        limits = "max_r max_c max_i max_share share_from_positions points_ar points_r points_a points_c points_i"
        texts = {"text_fr": "Valide", "text_en": "Validates", "phase": phase, "seen": "x"}
        titles = {"profile": profile, "title_fr": "Poste", "title_en": "", "holder": "Camille", "email": "", "seen": ""}
        row = {f"letter-{position}": "A", f"seen-{position}": "R", "transfer": "1"}
        rows = {"row-TOTAL_FORMS": 1, "row-0-profile": profile, "row-0-title": "T", "row-0-holder": "H"}
        framework = self.project.framework_id
        sheet = {"b0-header": 0, "b0-used": "on", "b0-bands": "on", "b0-c0": "duty", "mark": "X", "means": "C",
                 "seen": self.seen_plan}  # fmt: skip
        block = json.dumps({"positions": [position], "rows": [[duty, ["A"], ["R"]], [None, ["A"], [""]]]})
        settings = dict.fromkeys([*limits.split(), "load_position", "load_phase"], 5)
        return {
            "archive": {},
            "notices-read": {"notice": self.notice.pk},
            "notices-choices": {"asked": "daily", "hour": "7"},
            "notices-unsubscribe": {},
            "archive-delete": {},
            "duty-comments": {"text": "Qui ?", "position": position, "parent": self.comment.pk},
            "comment": {"do": "edit", "text": "Quoi ?", "position": position},
            "cells": {"duty": duty, "position": position, "letter": "A", "seen": "R", "transfer": "1"},
            "cells-bulk": {"cells": block, "transfer": "1", "digest": "x"},
            "finding-dismiss": {"reason": "Voulu", "seen": f"H1-d{duty}:x"},
            "finding-restore": {"f": f"H1-d{duty}"},
            "project-import": {"edits": self.edits, "seen": self.project.version, "take": f"cell-{duty}-{position}"},
            "baseline-new": {"name": "Lancement", "note": "", "approved": "on", "seen": self.project.version},
            "gap-position": {"gap": "R", "title": "Poste", "profile": profile, "duty": duty},
            "absence-apply": {"holder": self.position.holder_id, "start": "2026-12-01", "end": "2026-12-18",
                           "seen": self.away, f"d-{duty}": position},
            "mine": {"object": f"{duty}-{position}-x", f"reason-{duty}-{position}": "Trop", "answer": "accept"},
            "linked": {"answer": "withdraw", "reason": "", "cell": "x", "given": f"{duty}-{position}-x"},
            "acceptance-ask": {"people": self.position.holder_id, "message": "Merci", "every": "7"},
            "link-make": {},
            "link-revoke": {},
            "layout": {"compact": "on", "hidden": "1"},
            "undo": {},
            "redo": {},
            "project-review": {},
            "duty-row": row,
            "project-new": {"framework": framework, "shown": framework, "action": "create", "name": "N",
                            "phases": phase, "organization": "", "apply": "on", "part": "rows", "seen": "", **rows,
                            f"lead-{self.profile.slug}": 1, f"stand-in-{self.profile.slug}": 1},
            "project-file": {"sealed": "x"},
            "people-import": {"sealed": self.people,
                              "seen": "x", "pasted": "x", "without": "on", "row-1": "new"},
            "person-new": {"name": "Camille", "email": "c@example.org", "profile": profile, "another": "on"},
            "person": {"name": "Camille", "email": "", "profile": profile, "another": "on", "seen": "x"},
            "person-active": {"active": "0"},
            "person-login": {"do": "join"},
            "person-merge": {"with": self.position.holder_id, "seen": "x"},
            "person-erase": {"name": "Camille"},
            "frameworks": {"sealed": self.framework, "seen": "x"},
            "stop-reading": {},
            "project-sheet": {"tables": self.tables[0], **sheet, "framework": framework, "name": "N", "language": "fr",
                              "was-phase-1": fingerprint(framework, "Cadrage"), "phase-1": phase, "action": "create"},
            "project-import-sheet": {"tables": self.tables[1], **sheet, "language": "fr", "clear": "on",
                                     "d0": 0, "p0": position, "f1": phase, "action": "compare",
                                     "was-d0": fingerprint("Tester"), "was-p0": fingerprint("Cheffe"),
                                     "was-f1": fingerprint("Cadrage")},
            "suggestions": {"action": "apply", "seen": "x", f"stand-in-{self.profile.slug}": position},
            "position-new": titles,
            "position": titles,
            "position-add": {"title": "T", "seen": ""},
            "position-title": {"title": "T", "seen": "x"},
            "position-holder": {"holder": "Camille", "seen": "x"},
            "position-move": {"step": "up"},
            "position-remove": {"seen": "x"},
            "duty-new": texts,
            "duty-edit": texts,
            "duty-add": {"text": "Valide", "seen": ""},
            "duty-text": {"text": "Valide", "seen": "x"},
            "duty-reason": {"reason": "Hors projet", "seen": "x", "applies": "no"},
            "duty-move": {"step": "up"},
            "duty-applies": {"reason": "Hors projet", "seen": "x", "applies": "no"},
            "duty-remove": {"seen": "x"},
            "position-open": {"opened": "1"},
            "posting-opened": {},
            "posting-from-catalogue": {"profile": self.profile.pk, "statements": self.statement.pk, "twin": "on"},
            "posting-duplicate": {},
            "posting-new": {"source": f"position-{position}", "twin": "on"},
            "posting-edit": {**dict.fromkeys(POSTING_FIELDS, ""), "title_fr": "T", "province": "QC", "pay_unit": "YEAR",
                             "pay_min": "1", "closing_date": "2026-12-18", "duties": duty, "seen": "x"},
            "posting-lint": dict.fromkeys(POSTING_FIELDS, "x"),
            "posting-state": {"do": "publish", "public": "1"},
            "settings-save": {"name": "N", "organization": "", "seen": "x", "initial-name": "M", **settings},
            "settings-phases": {"phases": phase, "seen": "x"},
            "version-restore": {"seen": self.project.version},
            "project-duplicate": {"name": "N", "organization": "", "holders": "on", "letters": "on"},
            "project-delete": {"name": self.project.name},
            "repair": {"r": f"H1-d{duty}-0", "digest": "x", "next": "findings"},
            "member-new": {"email": self.team.users["outsider"].email, "role": 1, "language": "en"},
            "member-edit": {"role": 2},
            "member-remove": {},
            "share-link-new": {"label": "Cliente", "names": "1", "works_for": "date",
                               "until": timezone.localdate().isoformat()},
            "share-link-revoke": {},
            "leave": {},
            "invitation-again": {},
            "invitation-revoke": {},
            "invitation": {},
            "theme": {"theme": "dark", "next": "/fr/"},
            "account": {"name": "Zoé", "language": "en"},
            "account-name": {"name": "Zoé"},
            "account-sessions": {"session": "1"},
            "account-role": {"give": "1"},
            "demo-sign-in": {"reader": "lead", "next": "/fr/"},
            "account_login": {"login": "a@example.org", "password": "x", "next": "/fr/"},
            "account_signup": {"email": "a@example.org", "password1": "un-long-mot", "password2": "un-long-mot"},
            "account_reset_password": {"email": "a@example.org"},
        }  # fmt: skip

    @cached_property
    def _known(self) -> dict[str, list[Any]]:
        other = self.stranger
        return {
            "project_id": [self.project.pk, other.pk],
            "duty_id": [self.duty.pk, other.duties.all()[0].pk],
            "position_id": [self.position.pk, other.positions.all()[0].pk],
            "comment_id": [self.comment.pk],
            "member_id": [self.member.pk],
            "person_id": [self.position.holder_id],
            "token": [
                token_of(self.link),
                self.link.nonce,
                self.share_token,
                token_of_invitation(self.invitation),
                token_of_reader(self.team.users["owner"]),
            ],
            "notice_id": [self.notice.pk],
            "reading": ["6a1f4c9e-2f0b-4d0e-9c55-0d6f3a7be001"],
            "invitation_id": [self.invitation.pk],
            "user_id": [self.team.users["viewer"].pk],
            "role": ["hr", "administrator"],
            "link_id": [self.share_link.pk],
            "posting_id": [self.posting.pk, self.free_posting.pk],
            "address": [self.posting.slug],
            "slug": [self.profile.slug],
            "prepared_id": [file.pk for file in self.prepared],
            "fmt": ["xlsx", "pdf", "docx", "txt"],
        }

    def values(self, name: str) -> list[str]:
        """What stands in for a part of a path: ours, somebody else's, and nonsense."""
        return [str(value) for value in self._known.get(name, ["x"])]


@pytest.fixture
def world(team: Team) -> Iterator[World]:
    yield World(team)
    cache.clear()  # attempts to sign in are counted there


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """Every route with its name; patterns in the administration are its own."""
    for pattern in resolver.url_patterns:
        route = before + re.sub(r"^\^|\$$|\\Z", "", str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield pattern.name or "", route
        elif pattern.app_name != "admin":
            yield from routes(pattern, route)


_PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def our_path(world: World, route: str) -> str:
    """The route with ids of the reader's own project."""
    return "/" + _PART.sub(lambda part: world.values(part[1] or part[2])[0], route)


def strange_paths(world: World, route: str) -> Iterator[str]:
    """The route with one part spoilt."""
    good = [world.values(part[1] or part[2])[0] for part in _PART.finditer(route)]
    for place, part in enumerate(_PART.finditer(route)):
        for value in [*world.values(part[1] or part[2])[1:], *FEW]:
            values = iter([*good[:place], quote(value, safe=""), *good[place + 1 :]])
            yield "/" + _PART.sub(lambda _part, values=values: next(values), route)  # type: ignore[misc]


class Prober:
    """Sends what it is told, takes back what it did, and remembers what broke."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.broken: list[str] = []

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> int:
        """The status of the answer, 500 when the view raised."""
        try:
            with transaction.atomic():
                sender = getattr(self.client, method)
                status: int = sender(path, *([data] if data else []), headers=headers).status_code
                transaction.set_rollback(True)
        except Exception as error:
            self.broken.append(f"{method} {path[:120]} {str(data)[:300]}: {type(error).__name__}: {str(error)[:200]}")
            return 500
        if status >= 500:
            self.broken.append(f"{method} {path[:120]} {str(data)[:300]}: {status}")
        return status


ROUTES = list(dict.fromkeys(routes(get_resolver())))
QUERY = ("q", "phase", "position", "letter", "gaps", "mode", "paper", "page", "code", "severity", "framework",
         "wording", "r", "next", "since", "part", "state", "f", "seen", "gap", "holder", "start", "end", "after",
         "lang", "source", "profile", "show", "with")  # fmt: skip


def test_every_address_has_a_body_to_spoil(world: World) -> None:
    prober = Prober(world.team.client("owner"))
    known = world.posts()
    for name, route in ROUTES:
        ours = name and "accounts/" not in route
        if ours and name not in known and prober.send("post", our_path(world, route), {"x": "y"}) not in (404, 405):
            prober.broken.append(f"{name} takes a POST: give it a body in World.posts")
    assert not prober.broken, "\n".join(prober.broken)


def own_routes() -> Iterator[str]:
    """The routes of this project, without those of accounts."""
    return (route for name, route in ROUTES if name and "accounts/" not in route)


@pytest.mark.parametrize("reader", READERS)
def test_no_method_breaks_an_address(world: World, reader: str) -> None:
    prober = Prober(world.team.client(reader))
    for _name, route in ROUTES:
        documents = "<str:fmt>" in route
        for method in ("get", "post", "put") if reader in ("owner", "anonymous") and not documents else ("get",):
            prober.send(method, our_path(world, route))
    assert not prober.broken, "\n".join(prober.broken)


def test_no_part_of_a_path_breaks_it(world: World) -> None:
    prober = Prober(world.team.client("owner"))
    for route in own_routes():
        for path in strange_paths(world, route):
            if prober.send("get", path) == 405:
                prober.send("post", path)
    assert not prober.broken, "\n".join(prober.broken)


def test_no_query_breaks_a_page(world: World) -> None:
    """All parameters at once, for each page reads its own."""
    prober = Prober(world.team.client("owner"))
    for route in own_routes():
        for value in FEW if "<str:fmt>" in route else NASTY:
            text = quote(value.encode("utf-8", "surrogatepass"))
            prober.send("get", f"{our_path(world, route)}?{'&'.join(f'{name}={text}' for name in QUERY)}")
    assert not prober.broken, "\n".join(prober.broken)


def test_no_query_breaks_the_entrance(world: World) -> None:
    prober = Prober(Client())
    for route in (route for _name, route in ROUTES if "accounts/" in route):
        for value in NASTY:
            prober.send("get", f"{our_path(world, route)}?next={quote(value.encode('utf-8', 'surrogatepass'))}")
    assert not prober.broken, "\n".join(prober.broken)


def spoilt(good: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """All fields at once, then one at a time while the others are right; by HTMX and without."""
    texts = NASTY if good else NASTY[:2]  # one without fields is sent as it is
    for place, value in enumerate(text.encode("utf-8", "replace").decode() for text in texts):
        headers = {"HX-Request": "true", "HX-Current-URL": "http://["} if place % 2 else {}
        yield dict.fromkeys(good, value), headers
        if value in ("0", "9" * 19, "a\x00b"):
            yield from ((good | {field: value}, headers) for field in good)


def test_no_field_breaks_a_form(world: World) -> None:
    prober = Prober(world.team.client("owner"))
    paths = {name: our_path(world, route) for name, route in reversed(ROUTES)}
    for name, good in world.posts().items():
        prober.send("post", paths[name], good)
        for body, headers in spoilt(good):
            prober.send("post", paths[name], body, **headers)
    assert not prober.broken, "\n".join(prober.broken)


def test_no_body_breaks_a_form(world: World) -> None:
    prober = Prober(world.team.client("owner"))
    bodies = [
        (b"a" * 1_100_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(2_100)), "application/x-www-form-urlencoded"),
        (b"name=%ED%A0%80%ff%00&letter=%ff", "application/x-www-form-urlencoded"),
        (b"\xff\x00garbage", "multipart/form-data; boundary=x"),
        (b"garbage", "multipart/form-data"),
        (b"{}", "application/json; charset=nonsense"),
        (b"name=x", "application/x-www-form-urlencoded; charset=nonsense"),
    ]
    for name in world.posts():
        route = next(route for known, route in ROUTES if known == name)
        for body, kind in bodies:
            try:
                with transaction.atomic():
                    response = world.team.client("owner").generic("POST", our_path(world, route), body, kind)
                    transaction.set_rollback(True)
            except Exception as error:
                prober.broken.append(f"{name} {kind} {type(error).__name__}: {str(error)[:200]}")
            else:
                if response.status_code >= 500:
                    prober.broken.append(f"{name} {kind}: {response.status_code}")
    assert not prober.broken, "\n".join(prober.broken)


def test_no_cookie_or_header_breaks_a_page(world: World) -> None:
    prober = Prober(Client())
    for value in ("", "\\000", "a" * 5_000, '"aaaaaaaaaaaa\\000"', '"\\377\\000"', "é", "..;;=", "<script>"):
        for cookie in ("sessionid", "csrftoken", "theme", "django_language", "messages"):
            for path in ("/fr/", "/fr/projects/", "/"):
                prober.send("get", path, cookie=f"{cookie}={value}")
    for header in ("Accept-Language", "If-None-Match", "If-Modified-Since", "HX-Current-URL", "HX-Target", "Referer",
                   "HX-Trigger", "Accept", "Accept-Encoding", "Range"):  # fmt: skip
        for value in ("", "é", "http://[", "\x07", "*" * 9_000, "W/"):
            for path in ("/", "/fr/", "/fr/profiles/", f"/fr/projects/{world.project.pk}/"):
                prober.send("get", path, **{"HX-Request": "true", header: value})
    assert not prober.broken, "\n".join(prober.broken)
