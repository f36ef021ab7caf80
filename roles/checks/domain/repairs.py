"""What could be done about a finding: a few sets of cell changes, each removing it and adding no error.

They are made for the findings that are shown, not on every click, and found again by the key that a form
sends back: nothing a reader sends is ever applied as it came.
"""

import re
from collections.abc import Mapping
from hashlib import sha256

from roles.checks.domain.check import check
from roles.checks.domain.finding import Finding
from roles.checks.domain.repair_context import Repair, RepairContext
from roles.checks.domain.rules.registry import RULES
from roles.matrix.matrix import Matrix

__all__ = [
    "Repair",
    "RepairContext",
    "RepairGoneError",
    "RepairKeyError",
    "digest",
    "find_repair",
    "gathered",
    "repair_key",
    "repairs_for",
    "to_assign",
]

_KEY = re.compile(rf"((?:{'|'.join(RULES)})(?:-[dpf][0-9]{{1,18}})?)-([0-9])")

_TO_ASSIGN = next(code for code, rule in RULES.items() if rule.to_assign)


class RepairKeyError(ValueError):
    """What a form sent names no repair of any matrix."""


class RepairGoneError(Exception):
    """The finding, or this repair of it, is no longer there: somebody changed the matrix."""


def repairs_for(context: RepairContext, finding: Finding) -> tuple[Repair, ...]:
    """Up to three repairs, the best first; none when only a person can decide."""
    matrix, rule = context.matrix, finding.rule
    if finding.duty_id is not None:
        return tuple(rule.repairs(context, matrix.duty(finding.duty_id)))
    if finding.position_id is not None:
        return tuple(rule.repairs(context, matrix.column_of[finding.position_id]))
    if finding.phase_id is not None:
        return tuple(rule.repairs(context, matrix.duties_of[finding.phase_id]))
    return tuple(rule.repairs_of_all(context))


def to_assign(number: int) -> list[Finding]:
    """So many duties without any letter as one finding of the whole matrix, or none."""
    return [Finding(_TO_ASSIGN, figures={"letters": 0, "duties": number})] if number else []


def gathered(counts: Mapping[str, int]) -> list[Finding]:
    """The findings of each rule that gathers its own as one of the whole matrix, where it has several: see `counts`."""
    rules = [rule for rule in RULES.values() if rule.gathered is not None and counts.get(rule.code, 0) > 1]
    return [Finding(rule.code, figures={"duties": counts[rule.code]}) for rule in rules]


def repair_key(finding: Finding, index: int) -> str:
    """How a form names a repair, e.g. "H1-d12-0" for the first one."""
    return f"{finding.key}-{index}"


def find_repair(context: RepairContext, key: str) -> tuple[Finding, Repair]:
    """The finding and the repair that a key names. Raises RepairKeyError, RepairGoneError."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise RepairKeyError(key)
    name, index = match[1], int(match[2])
    findings = check(context.matrix, context.limits)
    together = to_assign(sum(finding.todo for finding in findings))
    finding = next((finding for finding in [*findings, *together] if finding.key == name), None)
    repairs = repairs_for(context, finding) if finding else ()
    if finding is None or index >= len(repairs):
        raise RepairGoneError(key)
    return finding, repairs[index]


def digest(matrix: Matrix, repair: Repair) -> str:
    """What a preview promised: which cells change, from what to what."""
    cells = [(c.duty_id, c.position_id, matrix.letter(c.duty_id, c.position_id), c.letter) for c in repair.changes]
    return sha256(repr(cells).encode()).hexdigest()[:32]
