"""What a posting lacks, so that none goes out that nobody can answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from roles.enums import WorkMode
from roles.postings.domain.advice import pay_missing


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not there, at which field; what `blocks` cannot be published without, whatever the reason."""

    field: str
    sentence: str
    blocks: bool = False


def missing(values: Mapping[str, Any], *, listed: bool) -> list[Missing]:
    """All that is not there, what blocks first; `listed` says whether it lists any duty."""
    return sorted(_missing(values, listed=listed), key=lambda each: not each.blocks)


def _missing(values: Mapping[str, Any], *, listed: bool) -> Iterator[Missing]:
    said = {name for name, value in values.items() if str(value or "").strip()}
    needed = [
        Missing("title_fr", _("The title is missing."), blocks=True),
        Missing("apply_fr", _("How to apply is missing: nobody could answer."), blocks=True),
        Missing("mission_fr", _("The mission is missing.")),
        Missing("employment", _("The employment type is missing.")),
        Missing("closing_date", _("The closing date is missing.")),
    ]
    if "title_en" in said:
        needed.append(Missing("apply_en", _("How to apply is missing in English: nobody could answer."), blocks=True))
        needed.append(Missing("mission_en", _("The mission is missing in English.")))
    yield from (each for each in needed if each.field not in said)
    if not listed:
        yield Missing("lines", _("No duty is listed."))
    if "city" not in said and values.get("work_mode") != WorkMode.REMOTE:
        yield Missing("city", _("The place is missing: name the city, or say that the work is remote."))
    if pay_missing(values):
        yield Missing("pay_min", _("The pay is missing."))
