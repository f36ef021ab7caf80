"""A duty in the words of each profile: its own statement, and those of the other profiles that answer it."""

from collections.abc import Iterable
from dataclasses import dataclass

from roles.models import Duty


@dataclass(frozen=True, slots=True)
class Wording:
    """What the catalogue says for one profile."""

    profile: str
    code: str
    text: str


def wordings(duty_ids: Iterable[int], language: str) -> dict[int, list[Wording]]:
    """By duty id, the statement it comes from and then its pairs, in one query; a project's own duty has none."""
    places = ("responsibility", "responsibility__pairs_with")
    fields = [
        f"{place}__{name}{suffix}"
        for place in places
        for name, suffixes in (("code", [""]), ("text", ["_fr", "_en"]), ("profile__name", ["_fr", "_en"]))
        for suffix in suffixes
    ]
    rows = (
        Duty.objects.filter(pk__in=list(duty_ids), responsibility__isnull=False)
        .order_by("id", "responsibility__pairs_with__profile__order", "responsibility__pairs_with__order")
        .values("id", *fields)
    )
    found: dict[int, list[Wording]] = {}
    for row in rows:
        for place in places:
            if row[f"{place}__code"] is None:
                continue
            profile, text = (
                row[f"{place}__{name}_{language}"] or row[f"{place}__{name}_fr"] for name in ("profile__name", "text")
            )
            wording = Wording(profile, row[f"{place}__code"], text)
            if wording not in found.setdefault(row["id"], []):
                found[row["id"]].append(wording)
    return found
