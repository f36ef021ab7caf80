"""What the journal seals of rows, columns and records: digests, so that what is changed behind it shows."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import override

from phases.models import Baseline
from phases.projects.chain import digest_of
from roles.matrix.queries import position_rows, rows_with_letters
from roles.models import Duty, PersonalLink, Position, Posting

_NEW = "2:"  # before the seals of duties since they have the wording of postings, too; those of before have nothing
_DUTY = ("id", "code", "text_fr", "text_en", "description_fr", "description_en", "phase_id", "applicable", "reason")
_WORDED = (*_DUTY, "posting_fr", "posting_en")
_POSITION = ("id", "title_fr", "title_en", "holder_id")
# What a posting does not say, or what may change once it is published.
_UNSAID = {"id", "state", "project_id", "framework_id", "position_id", "profile_id", "changed_at"}
# What postings have since seals were made: it is sealed where it says something, so that the seals of before hold.
_LATER = {
    "work_mode", "remote_area", "tenure", "openings", "vacancy", "start_date", "annex",
    *(f"{name}{language}" for language in ("", "_fr", "_en") for name in
      ("department", "level", "length", "hours", "contact", "equal_access", "screening")),
}  # fmt: skip
Row = Mapping[str, Any]


def duty_seal(duty: Duty | Row, like: str = _NEW) -> str:
    """The seal of a duty, stored or as a row of a snapshot, made as the seal `like` was."""
    new, names = _as(like)
    return new + digest_of(_values(duty, names))


def position_seal(position: Position | Row) -> str:
    """The seal of a position, in the same way."""
    return digest_of(_of_position(position))


def start_seal(positions: Iterable[Row], duties: Iterable[Row], like: str = _NEW) -> str:
    """The seal of what a project starts from, in the order of the matrix; duties have their letters by position."""
    new, names = _as(like)
    if new:  # phases of the same order stand in any
        duties = sorted(duties, key=lambda row: row["phase_id"])
    rows = [[*_values(row, names), row["letters"]] for row in duties]
    return new + digest_of([_of_position(row) for row in positions], rows)


def _as(seal: str) -> tuple[str, tuple[str, ...]]:
    """How a seal begins, and what of a duty is in it."""
    return (_NEW, _WORDED) if seal.startswith(_NEW) else ("", _DUTY)


def seal_now(project_id: int) -> str:
    """The seal of a project that starts from what it holds now (two queries)."""
    return start_seal(position_rows(project_id), rows_with_letters(project_id))


def baseline_seal(baseline: Baseline) -> str:
    """The seal of a frozen version; erasing somebody's name from it seals it anew."""
    return digest_of(baseline.version, baseline.name, baseline.note, baseline.approved, baseline.frozen)


def personal_seal(link: PersonalLink) -> str:
    """The seal of a personal link: what opens it, and until when."""
    return digest_of(link.nonce, link.expires_at.timestamp())


def posting_seal(posting: Posting) -> str:
    """The seal of a posting that is published: all that it says, and where; the same in any language and zone."""
    with override("fr"):
        said = {field.attname: getattr(posting, field.attname) for field in posting._meta.concrete_fields}
    kept = {name: _as_kept(value) for name, value in said.items() if name not in _UNSAID}
    kept["remote"] = str(posting.remote)  # as postings said it before they had a work mode
    return digest_of({name: value for name, value in kept.items() if name not in _LATER or _is_said(posting, name)})


def said_of(posting: Posting) -> dict[str, Any]:
    """All that a published posting says, as plain values, for `Publication.posting_then`."""
    with override("fr"):
        said = {field.attname: getattr(posting, field.attname) for field in posting._meta.concrete_fields}
    return {name: _plain(value) for name, value in said.items() if name not in _UNSAID}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | list) else str(value)


def _as_kept(value: Any) -> Any:
    """A value as the database gives it back, in words but for the duties."""
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return value if isinstance(value, list) else str(value)


def _is_said(posting: Posting, name: str) -> bool:
    value = getattr(posting, name)
    return bool(value) and not (name == "work_mode" and posting.remote)


def _of_position(position: Position | Row) -> list[Any]:
    """Co-holders come after the position, with a line of their own; but for those that a project starts with."""
    others = position["co_holders"] if isinstance(position, Mapping) else ()
    return [*_values(position, _POSITION), *sorted(pk for pk, *_rest in others)]


def _values(row: Duty | Position | Row, names: Iterable[str]) -> list[Any]:
    """Words that are missing are empty."""
    values = [row.get(name) if isinstance(row, Mapping) else getattr(row, name) for name in names]
    return ["" if value is None and name != "holder_id" else value for name, value in zip(names, values, strict=True)]
