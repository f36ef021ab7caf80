"""A backup is one file: a zip of the database, as its engine copies it, and a manifest that says what it must hold."""

import hashlib
import json
import lzma
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from aispec.db.backup.drafts import private

FORMAT = "raci-backup"
SCHEMA = 1
DATABASE, MANIFEST = "database", "manifest.json"  # the names of the two in the zip
_OWN = "own_sha256"  # of the manifest itself: what was altered in it shows
_BLOCK = 1 << 20
# What reading a file raises that is no zip, or no longer the one that was written.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, KeyError, ValueError, TypeError, AttributeError,
    RuntimeError,
)  # fmt: skip


class BackupRefused(Exception):
    """A file that is no whole backup, or not one for this place; the message says why, in English, for the command."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: `rows` counts those of each table, `heads` is what its maker notes of each project."""

    made: str  # ISO 8601, UTC
    engine: str  # sqlite or postgresql
    migrations: list[list[str]]  # app and name of each that was applied
    rows: dict[str, int]
    heads: dict[str, Any]
    sha256: str  # of the database
    size: int  # bytes of the database

    @classmethod
    def of(cls, content: Path, **facts: Any) -> Self:
        """The manifest of a database that was copied to `content`."""
        return cls(sha256=digest(content), size=content.stat().st_size, **facts)

    @classmethod
    def read(cls, path: Path) -> Self:
        """What a file says it holds. Raises BackupRefused."""
        try:
            with zipfile.ZipFile(path) as archive:
                facts = json.loads(archive.read(MANIFEST))
                if (facts.pop("format"), facts.pop("schema")) != (FORMAT, SCHEMA):
                    raise BackupRefused(f"{path} is a backup of another program, or of a later one.")
                if facts.pop(_OWN) != _digest_of(facts):
                    raise BackupRefused(f"{path}: its manifest is not as it was written.")
                manifest = cls(**facts)
                if archive.getinfo(DATABASE).file_size != manifest.size:
                    raise BackupRefused(f"{path} holds another database than its manifest says.")
                return manifest
        except FileNotFoundError:
            raise BackupRefused(f"There is no {path}.") from None
        except (IsADirectoryError, PermissionError) as error:
            raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from None
        except (OSError, *_DAMAGED):
            raise BackupRefused(f"{path} is no backup, or only a part of one.") from None


def write(draft: Path, content: Path, manifest: Manifest) -> None:
    """Pack a database and its manifest, for nobody else to read."""
    facts = asdict(manifest)
    facts |= {"format": FORMAT, "schema": SCHEMA, _OWN: _digest_of(facts)}
    with (
        open(draft, "xb", opener=private) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        archive.write(content, DATABASE)
        archive.writestr(MANIFEST, json.dumps(facts, ensure_ascii=False, indent=1))


def unpack(path: Path, content: Path, manifest: Manifest) -> None:
    """Write the database of a backup to `content`, once it is what the manifest says. Raises BackupRefused."""
    try:
        with (
            zipfile.ZipFile(path) as archive,
            archive.open(DATABASE) as packed,
            open(content, "xb", opener=private) as file,
        ):
            shutil.copyfileobj(packed, file, _BLOCK)
    except _DAMAGED:
        raise BackupRefused(f"{path} is damaged.") from None
    if digest(content) != manifest.sha256:
        raise BackupRefused(f"{path} holds another database than its manifest says.")


def check_rows(path: Path, manifest: Manifest, found: Mapping[str, int]) -> None:
    """Raises BackupRefused where tables hold other numbers of rows than the manifest says."""
    if found != manifest.rows:
        other = sorted(name for name in {*found, *manifest.rows} if found.get(name) != manifest.rows.get(name))
        raise BackupRefused(f"{path}: other numbers of rows than the manifest says in {', '.join(other)}.")


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
