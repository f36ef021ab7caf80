"""H5 to H9, how many have a part in a duty: not too many, not nobody, and not everybody."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roles.checks.domain.repair_context import Repair, RepairContext, columns_with
from roles.checks.domain.rules.rule import DutyRule, found
from roles.enums import Severity
from roles.matrix.matrix import DutyRow

NAMED = 2  # a button names so many positions, and counts more


def _to_weaken(context: RepairContext, duty: DutyRow, letter: str, number: int) -> list[int]:
    """The columns that may rather give up a letter: not suggested to have it, then the most loaded."""
    columns = columns_with(duty, [letter])
    columns.sort(key=lambda column: (context.suggestion(duty, column) == letter, -context.rank[column]))
    return sorted(columns[:number])


def _names(context: RepairContext, columns: list[int]) -> str:
    if len(columns) <= NAMED:
        return context.name_list(columns)
    return ngettext("%(count)s position", "%(count)s positions", len(columns)) % {"count": len(columns)}


def _fewer_doers(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """The R beyond the limit become C; A/R stay, and somebody always carries out."""
    both, doers = len(columns_with(duty, ["AR"])), len(columns_with(duty, ["R"]))
    extra = both + doers - context.limits.max_r
    if extra <= doers and extra < both + doers:
        columns = _to_weaken(context, duty, "R", extra)
        label = _("C instead of R: %(names)s") % {"names": _names(context, columns)}
        yield context.offer(duty, dict.fromkeys(columns, "C"), label)


H5 = DutyRule(
    code="H5",
    severity=Severity.WARNING,
    name=gettext_lazy("Many responsible"),
    when="More than {max_r} R",
    why=gettext_lazy("A duty with many hands is often several duties."),
    title=lambda f: ngettext("%(count)s responsible", "%(count)s responsible", f["count"]) % f,
    message=gettext_lazy("%(count)s positions carry out this duty, more than %(limit)s: split the duty."),
    find=lambda case: found(case.counts.r > case.limits.max_r, count=case.counts.r, limit=case.limits.max_r),
    repairs=_fewer_doers,
)


def _fewer_consulted(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """The C beyond the limit become I."""
    columns = _to_weaken(context, duty, "C", len(columns_with(duty, ["C"])) - context.limits.max_c)
    label = _("I instead of C: %(names)s") % {"names": _names(context, columns)}
    yield context.offer(duty, dict.fromkeys(columns, "I"), label)


H6 = DutyRule(
    code="H6",
    severity=Severity.WARNING,
    name=gettext_lazy("Many consulted"),
    when="More than {max_c} C",
    why=gettext_lazy("Each consultation takes time; some may become I."),
    title=lambda f: ngettext("%(count)s consulted", "%(count)s consulted", f["count"]) % f,
    message=gettext_lazy("%(count)s positions are consulted, more than %(limit)s: it slows decisions."),
    find=lambda case: found(case.counts.c > case.limits.max_c, count=case.counts.c, limit=case.limits.max_c),
    repairs=_fewer_consulted,
)


def _fewer_informed(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """The I beyond the limit go."""
    columns = _to_weaken(context, duty, "I", len(columns_with(duty, ["I"])) - context.limits.max_i)
    label = _("Remove I: %(names)s") % {"names": _names(context, columns)}
    yield context.offer(duty, dict.fromkeys(columns, ""), label)


H7 = DutyRule(
    code="H7",
    severity=Severity.HINT,
    name=gettext_lazy("Many informed"),
    when="More than {max_i} I",
    why=gettext_lazy("Beyond a few readers, a shared report may do."),
    title=lambda f: ngettext("%(count)s informed", "%(count)s informed", f["count"]) % f,
    message=gettext_lazy("%(count)s positions are informed, more than %(limit)s."),
    find=lambda case: found(case.counts.i > case.limits.max_i, count=case.counts.i, limit=case.limits.max_i),
    repairs=_fewer_informed,
)


def _somebody_told(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """The suggested C or I, or I to the one who has the least; there must be an empty cell."""
    empty = set(columns_with(duty, [""]))
    suggested = [column for column in context.suggested(duty, ["C", "I"]) if column in empty]
    for column in [*suggested, *context.ranked(empty)][:1]:
        letter = context.suggestion(duty, column) if suggested else "I"
        label = _("C to %(name)s") if letter == "C" else _("I to %(name)s")
        yield context.offer(duty, {column: letter}, label % {"name": context.names[column]})


H8 = DutyRule(
    code="H8",
    severity=Severity.HINT,
    name=gettext_lazy("Nobody consulted or informed"),
    when="Neither C nor I",
    why=gettext_lazy("Somebody is usually waiting for the result."),
    message=gettext_lazy("No position is consulted on this duty or informed of it."),
    find=lambda case: found(not case.counts.c and not case.counts.i),
    repairs=_somebody_told,
)


def _somebody_left_out(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """One of those informed, else consulted, leaves."""
    for letter in ("I", "C"):
        columns = _to_weaken(context, duty, letter, 1)
        if columns:
            label = _("Remove I: %(names)s") if letter == "I" else _("Remove C: %(names)s")
            yield context.offer(duty, {columns[0]: ""}, label % {"names": context.names[columns[0]]})
            return


H9 = DutyRule(
    code="H9",
    severity=Severity.WARNING,
    name=gettext_lazy("Every position has a part"),
    when="No cell is empty, from {share_from_positions} positions",
    why=gettext_lazy("When everybody has a part, the duty may be too wide."),
    message=gettext_lazy("All %(count)s positions have a part in this duty."),
    find=lambda case: found(
        len(case.letters) >= case.limits.share_from_positions and case.counts.any == len(case.letters),
        count=case.counts.any,
    ),
    repairs=_somebody_left_out,
)

RULES = (H5, H6, H7, H8, H9)
