"""The plan of an imported table becomes a new project: its own duties, vacant positions, and the letters."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from phases.models import Framework, Phase
from phases.projects.own_framework import PhaseNames, own_phases
from roles.enums import Letter
from roles.imports.domain.languages import language_told
from roles.imports.domain.matching import ALIKE, likeness, words_of
from roles.imports.domain.project_file import LoadPlan, PlannedDuty, PlannedPosition
from roles.imports.sheet_reading.model import NO_PHASE, ImportPlan
from roles.matrix.letters import SUPPORT

CODE = 20  # characters
_COUNTED = re.compile(r"(\d{1,2})\s*[.):–—-]?\s+(?=\w)")
FEW = 10  # one repeated code in so many, at most: otherwise they are no codes, and all duties are numbered anew


@dataclass(frozen=True)
class ProjectChoices:
    """What a person says of the project that a plan shall become.

    `names` are the phases of its own by their place in the plan; with a framework, `homes` has the phase of each.
    """

    name: str
    language: str
    organization: str = ""
    source: str = ""  # the name of the file
    names: Mapping[int, str] | None = None
    homes: Mapping[int, Phase] | None = None


def phases_in_use(plan: ImportPlan) -> list[int]:
    """The places of the phases that have duties, in their order; NO_PHASE where its first duty stands."""
    return list(dict.fromkeys(duty.phase for duty in plan.duties))


def phase_names(plan: ImportPlan) -> dict[int, str]:
    """What the phases of the project would be called, by their place in the plan."""
    used = phases_in_use(plan)
    unnamed = _("No phase") if len(used) > 1 else _("Duties")
    named = [place for place in used if place != NO_PHASE]
    names = dict(zip(named, _uncounted([plan.phases[place] for place in named]), strict=True))
    return {place: names.get(place, unnamed) for place in used}


def _uncounted(names: list[str]) -> list[str]:
    """The names without numbers that only count them, for a matrix counts its phases itself."""
    numbers = [_COUNTED.match(name) for name in names]
    if all(number and int(number[1]) == place for place, number in enumerate(numbers, start=1)):
        return [_COUNTED.sub("", name, count=1) for name in names]
    return names


def likely_homes(plan: ImportPlan, phases: list[Phase]) -> dict[int, Phase]:
    """For each phase of the plan the most similar one of a framework, in either language, where one is similar."""
    found = {}
    for place in phases_in_use(plan):
        if place != NO_PHASE and phases:
            score, home = max(((_like(plan.phases[place], phase), phase) for phase in phases), key=lambda pair: pair[0])
            if score >= ALIKE:
                found[place] = home
    return found


def _like(text: str, phase: Phase) -> float:
    names = (phase.name_fr, phase.name_en, phase.short_name_fr, phase.short_name_en)
    return max(likeness(text, name) for name in names if name)


def likely_framework(plan: ImportPlan, frameworks: list[Framework]) -> Framework | None:
    """The framework that knows every phase of the plan, None when none does or the plan has one phase only."""
    named = [place for place in phases_in_use(plan) if place != NO_PHASE]
    if len(named) < 2:
        return None
    return next((each for each in frameworks if len(likely_homes(plan, list(each.phases.all()))) == len(named)), None)


def likely_language(plan: ImportPlan) -> str:
    """Return the language that the table is written in, fr or en: the active one when its words do not tell."""
    texts = (plan.title, *plan.phases, *plan.positions, *(duty.text for duty in plan.duties))
    return language_told(texts) or ("en" if (get_language() or "").startswith("en") else "fr")


def load_plan(plan: ImportPlan, wish: ProjectChoices) -> LoadPlan:
    """What make_project makes of a plan: all of it, in one transaction."""
    wanted = wish.homes if wish.homes is not None else _own(plan, wish)
    homes = {place: wanted[place] for place in phases_in_use(plan)}
    phases = list({home.slug: home for home in homes.values()}.values())
    support = any(Letter.S in duty.letters.values() for duty in plan.duties)
    return LoadPlan(
        framework=phases[0].framework,
        phases=sorted(phases, key=lambda phase: phase.order),
        name=wish.name,
        organization=wish.organization,
        rules={SUPPORT: True} if support else {},
        positions=[
            PlannedPosition(str(place), {wish.language: title}, None) for place, title in enumerate(plan.positions)
        ],
        duties=[
            PlannedDuty(data, homes[duty.phase], None, None, {str(at): letter for at, letter in duty.letters.items()})
            for duty, data in zip(plan.duties, _data(plan, wish.language), strict=True)
        ],
        warnings=[],
    )


def _own(plan: ImportPlan, wish: ProjectChoices) -> dict[int, Phase]:
    """A phase of the project's own for each of the plan; two of one name are one."""
    names = phase_names(plan) | dict(wish.names or {})
    kept: dict[str, str] = {}
    for place in phases_in_use(plan):
        kept.setdefault(words_of(names[place]) or names[place], names[place])
    made = own_phases(wish.source or wish.name, _named(list(kept.values()), wish.language))
    by_words = dict(zip(kept, made, strict=True))
    return {place: by_words[words_of(names[place]) or names[place]] for place in phases_in_use(plan)}


def _named(names: list[str], language: str) -> Iterator[PhaseNames]:
    taken: set[str] = set()
    for number, name in enumerate(names, start=1):
        slug = slugify(name)[:40].strip("-")
        slug = f"phase-{number}" if not slug or slug in taken else slug
        taken.add(slug)
        yield PhaseNames(slug, **{language: name})


def _data(plan: ImportPlan, language: str) -> Iterator[dict[str, Any]]:
    for duty, code in zip(plan.duties, own_codes(plan), strict=True):
        yield {"code": code, "text": {language: duty.text}}


def own_codes(plan: ImportPlan) -> list[str]:
    """Return the codes of the table, as far as each names one duty; P01, P02… for the rest."""
    given = [duty.code.strip() if len(duty.code.strip()) <= CODE else "" for duty in plan.duties]
    counts = Counter(filter(None, given))
    repeated = sum(count - 1 for count in counts.values())
    if repeated * FEW > len(given):
        given = [""] * len(given)
    taken = set(given)
    free = (code for number in range(1, 2 * len(given) + 1) if (code := f"P{number:02}") not in taken)
    seen: set[str] = set()
    codes = []
    for code in given:
        kept = code if code and code not in seen else next(free)
        seen.add(kept)
        codes.append(kept)
    return codes
