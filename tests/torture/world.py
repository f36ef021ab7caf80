"""Inside a production: makes what is tortured, and tells afterwards what stands there. See `place.Place.inside`."""

import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from aispec.db.backup.copies import restore
from aispec.db.backup.engines import engine_of, rows_of
from aispec.db.backup.file import DATABASE, BackupRefused, Manifest, write
from phases.access.members import add_member
from phases.enums import ChangeKind, Role
from phases.models import Framework, ProjectChange
from roles.matrix.matrix import load_matrix
from roles.models import Person
from roles.projects.domain.positions import PositionDetails
from roles.projects.domain.start import ProjectPlan, start_project

POSITIONS = 8  # with the 51 responsibilities of the catalogue, a matrix of the usual size


def make(clients: int) -> dict[str, Any]:
    """A project of so many editors, each signed in; what they may change, and as it stands."""
    framework = Framework.objects.get(slug="specialiste-ia")
    owner = User.objects.create(username="owner", email="owner@example.org", first_name="Alex", last_name="Roy")
    profiles = list(framework.profiles.all())
    positions = [
        PositionDetails(f"Poste {number}", f"Position {number}", profiles[number % 2], f"Personne {number}")
        for number in range(POSITIONS)
    ]
    plan = ProjectPlan(framework, list(framework.phases.all()), "Essai", "Équipe", positions, suggest=True)
    project = start_project(owner, plan)
    holders = list(Person.objects.filter(positions__project=project).order_by("pk"))
    for number, holder in enumerate(holders):  # so that they may be written to
        Person.objects.filter(pk=holder.pk).update(email=f"holder{number}@example.org")
    sessions: dict[int, str] = {}
    for number in range(clients):
        user = User.objects.create(username=f"editor{number}", email=f"editor{number}@example.org")
        add_member(project.pk, owner, user, Role.EDITOR)
        sessions[user.pk] = _session(user)
    matrix = load_matrix(project.pk)
    rows = [[duty.id, [matrix.letter(duty.id, position.id) for position in matrix.positions]] for duty in matrix.duties]
    columns = [position.id for position in matrix.positions]
    people = [holder.pk for holder in holders]
    given = {"project": project.pk, "owner": _session(owner), "holders": people}
    return {**given, "sessions": sessions, "positions": columns, "rows": rows}


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def lines(project: int) -> list[list[Any]]:
    """Who set which cell from what to what, in the order of the journal."""
    found = ProjectChange.objects.filter(project_id=project, kind=ChangeKind.CELL).order_by("version", "id")
    return [list(row) for row in found.values_list("author", "duty_id", "position_id", "old", "new")]


def refused(path: str, cuts: int) -> tuple[int, int, bool]:
    """How many spoilt files were tried of this backup, how many were refused, and whether what stands here stays."""
    good, folder = Path(path).read_bytes(), Path(path).parent
    chance = Random(path)
    files = [good[: chance.randrange(len(good))] for _ in range(cuts)]
    files += [good[:at] + bytes(64) + good[at + 64 :] for at in (len(good) // 3, len(good) // 2)]
    files += [b"", b"PK\x05\x06" + bytes(18), chance.randbytes(5_000)]
    files += [_other_manifest(path, engine="oracle"), _other_manifest(path, migrations=[["roles", "9999_later"]])]
    empty = connection.copy()
    if connection.vendor == "sqlite":
        empty.settings_dict["NAME"] = str(folder / "empty.db")
    else:
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE empty_for_refusals")
        empty.settings_dict["NAME"] = "empty_for_refusals"
    before, told = ProjectChange.objects.count(), 0
    for content in files:
        spoilt = folder / "spoilt.backup"
        spoilt.write_bytes(content)
        told += _is_refused(empty, spoilt)
    stands = _is_refused(connection, Path(path)) and ProjectChange.objects.count() == before
    engine = engine_of(empty)
    with engine.reading() as cursor:
        return len(files), told, stands and not rows_of(engine, cursor)


def _is_refused(place: BaseDatabaseWrapper, path: Path) -> bool:
    try:
        restore(place, path)
    except BackupRefused:
        return True
    return False


def _other_manifest(path: str, **changes: Any) -> bytes:
    """The same as another release would have written it."""
    with TemporaryDirectory() as folder, zipfile.ZipFile(path) as good:
        content, other = Path(folder) / DATABASE, Path(folder) / "other"
        content.write_bytes(good.read(DATABASE))
        write(other, content, replace(Manifest.read(Path(path)), **changes))
        return other.read_bytes()
