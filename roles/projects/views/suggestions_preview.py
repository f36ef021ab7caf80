"""What the preview of the suggested letters shows, for a new project and for one that exists."""

from dataclasses import dataclass
from typing import Any

from roles.matrix.letters import offered_letters
from roles.matrix.matrix import DutyRow
from roles.projects.forms.suggestions import SuggestionChoices

SHOWN = 100  # duties left open; the rest is counted


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A position and how many of each letter it would get, in the order of the project’s letters."""

    title: str
    holder: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A duty that stays open and what it lacks."""

    duty: DutyRow
    no_a: bool
    no_r: bool


def plan_context(choices: SuggestionChoices) -> dict[str, Any]:
    """The choices, a row a position, and the duties left open."""
    plan = choices.plan
    no_a, no_r = ({duty.id for duty in duties} for duties in (plan.without_a, plan.without_r))
    letters = [letter.value for letter in offered_letters(plan.matrix.rules)]
    rows = []
    for position in plan.matrix.positions:
        counts = plan.counts(position.id)
        rows.append(PlanRow(position.title, position.holder, tuple(counts[letter] for letter in letters)))
    return {
        "choices": choices,
        "plan": plan,
        "plan_letters": letters,
        "plan_rows": rows,
        "plan_open": [OpenDuty(duty, duty.id in no_a, duty.id in no_r) for duty in plan.uncovered[:SHOWN]],
        "plan_uncovered": len(plan.uncovered),
        "plan_total": sum(1 for duty in plan.matrix.duties if duty.applicable),
    }
