"""A duty in the words of each profile: its own statement, and those of the other profiles that answer it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from roles.formats.text import in_language
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
    names = ("code", "text_fr", "text_en", "profile__name_fr", "profile__name_en")
    rows = (
        Duty.objects.filter(pk__in=list(duty_ids), responsibility__isnull=False)
        .order_by("id", "responsibility__pairs_with__profile__order", "responsibility__pairs_with__order")
        .values("id", *(f"{place}__{name}" for place in places for name in names))
    )
    found: dict[int, dict[Wording, None]] = {}  # each once, in their order
    for row, place in product(rows, places):
        if (code := row[f"{place}__code"]) is not None:
            profile, text = (in_language(row, f"{place}__{name}", language) for name in ("profile__name", "text"))
            found.setdefault(row["id"], {})[Wording(profile, code, text)] = None
    return {duty: list(wordings) for duty, wordings in found.items()}
