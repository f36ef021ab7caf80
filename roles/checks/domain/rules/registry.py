"""All the rules, by what they look at; a place is asked them in this order."""

from collections.abc import Mapping
from typing import Any

from roles.checks.domain.rules import duty_counts, duty_decision, fit, holder, phase, position
from roles.checks.domain.rules.rule import DutyRule, PhaseRule, PositionRule, Rule

EMPTY_DUTY_RULES: tuple[DutyRule, ...] = duty_decision.RULES  # a duty without any letter is one finding, not five
DUTY_RULES: tuple[DutyRule, ...] = (*duty_decision.RULES, *duty_counts.RULES, *fit.RULES)
POSITION_RULES: tuple[PositionRule, ...] = (*position.RULES, *holder.RULES)
PHASE_RULES: tuple[PhaseRule, ...] = phase.RULES

_ALL: tuple[Rule[Any, Any], ...] = (*DUTY_RULES, *POSITION_RULES, *PHASE_RULES)
RULES: Mapping[str, Rule[Any, Any]] = {rule.code: rule for rule in sorted(_ALL, key=lambda rule: rule.order)}
