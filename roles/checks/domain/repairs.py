"""What could be done about a finding: a few sets of cell changes, each removing it and adding no error.

They are made for the findings that are shown, not on every click, and found again by the key that a form
sends back: nothing a reader sends is ever applied as it came.
"""

import re
from collections.abc import Sequence
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


def to_assign(findings: Sequence[Finding]) -> list[Finding]:
    """The duties without any letter as one finding of the whole matrix, or none."""
    empty = [finding for finding in findings if finding.todo]
    return [Finding(empty[0].code, figures={"letters": 0, "duties": len(empty)})] if empty else []


def gathered(findings: Sequence[Finding]) -> list[Finding]:
    """The findings with those of a rule that gathers its own as one of the whole matrix, last: there may be many."""
    kept = [finding for finding in findings if finding.rule.gathered is None]
    for code, rule in RULES.items():
        if rule.gathered is not None:
            alike = [finding for finding in findings if finding.code == code]
            kept += alike if len(alike) < 2 else [Finding(code, figures={"duties": len(alike)})]
    return kept


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
    finding = next((finding for finding in [*findings, *to_assign(findings)] if finding.key == name), None)
    repairs = repairs_for(context, finding) if finding else ()
    if finding is None or index >= len(repairs):
        raise RepairGoneError(key)
    return finding, repairs[index]


def digest(matrix: Matrix, repair: Repair) -> str:
    """What a preview promised: which cells change, from what to what."""
    cells = [(c.duty_id, c.position_id, matrix.letter(c.duty_id, c.position_id), c.letter) for c in repair.changes]
    return sha256(repr(cells).encode()).hexdigest()[:32]
