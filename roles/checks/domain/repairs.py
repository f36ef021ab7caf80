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
from roles.checks.domain.rules.duty_repairs import ROW_REPAIRS
from roles.checks.domain.rules.position_repairs import COLUMN_REPAIRS, all_suggested, whole_phase
from roles.checks.domain.rules.registry import GATHERED
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

_KEY = re.compile(r"([HVP][0-9](?:-[dpf][0-9]{1,18})?)-([0-9])")


class RepairKeyError(ValueError):
    """What a form sent names no repair of any matrix."""


class RepairGoneError(Exception):
    """The finding, or this repair of it, is no longer there: somebody changed the matrix."""


def repairs_for(context: RepairContext, finding: Finding) -> tuple[Repair, ...]:
    """Up to three repairs, the best first; none when only a person can decide."""
    if finding.duty_id is not None:
        mend = ROW_REPAIRS.get(finding.code)
        return tuple(mend(context, context.matrix.duty(finding.duty_id))) if mend else ()
    if finding.position_id is not None:
        make = COLUMN_REPAIRS.get(finding.code)
        return tuple(make(context, finding, context.matrix.column_of[finding.position_id])) if make else ()
    if finding.phase_id is not None:
        return tuple(whole_phase(context, finding))
    return tuple(all_suggested(context)) if finding.todo else ()


def to_assign(findings: Sequence[Finding]) -> list[Finding]:
    """The duties without any letter as one finding of the whole matrix, or none."""
    number = sum(finding.todo for finding in findings)
    return [Finding("H4", figures={"letters": 0, "duties": number})] if number else []


def gathered(findings: Sequence[Finding]) -> list[Finding]:
    """The findings with those of P4 as one of the whole matrix, and those of P5, last: there may be many."""
    kept = [finding for finding in findings if finding.code not in GATHERED]
    for code in GATHERED:
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
