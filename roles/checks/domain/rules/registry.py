"""The words of the findings, in the active language."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

Figures = Mapping[str, Any]

TITLES: Mapping[str, Any] = {
    "H1": gettext_lazy("No approver"),
    "H3": gettext_lazy("Nobody responsible"),
    "H8": gettext_lazy("Nobody consulted or informed"),
    "H9": gettext_lazy("Every position has a part"),
    "V3": gettext_lazy("A part in every duty"),
    "V4": gettext_lazy("Neither R nor A"),
    "V5": gettext_lazy("No assignment"),
    "P1": gettext_lazy("Incomplete phase"),
    "P2": gettext_lazy("Holder no longer active"),
    "P3": gettext_lazy("Approval by a vacant position"),
}

GATHERED: Mapping[str, Callable[[int], str]] = {
    "P4": lambda n: ngettext("%(count)s duty with another profile", "%(count)s duties with another profile", n),
    "P5": lambda n: ngettext("%(count)s duty with no one to step in", "%(count)s duties with no one to step in", n),
}


NAMES: Mapping[str, Any] = {
    **TITLES,
    "H2": gettext_lazy("Several approvers"),
    "H4": gettext_lazy("Neither responsible nor approver"),
    "H5": gettext_lazy("Many responsible"),
    "H6": gettext_lazy("Many consulted"),
    "H7": gettext_lazy("Many informed"),
    "V1": gettext_lazy("R on most duties"),
    "V2": gettext_lazy("A on most duties"),
    "P4": gettext_lazy("Another profile than suggested"),
    "P5": gettext_lazy("No one to step in"),
}


def name(code: str) -> str:
    """What a check looks for, without the figures of one finding."""
    return str(NAMES[code])


def title(code: str, figures: Figures) -> str:
    """A finding in a few words."""
    if code in TITLES:
        return str(TITLES[code])
    return _COUNTED_TITLES[code](figures)


def _h4_title(figures: Figures) -> str:
    if "duties" in figures:
        return ngettext("%(duties)s duty to assign", "%(duties)s duties to assign", figures["duties"]) % figures
    return _("Neither responsible nor approver") if figures["letters"] else _("To assign")


def _v2_title(figures: Figures) -> str:
    return _("Only approver") if figures["only"] else _("A on %(percent)s%% of duties") % figures


_COUNTED_TITLES: Mapping[str, Callable[[Figures], str]] = {
    "H2": lambda f: ngettext("%(count)s approver", "%(count)s approvers", f["count"]) % f,
    "H4": _h4_title,
    "H5": lambda f: ngettext("%(count)s responsible", "%(count)s responsible", f["count"]) % f,
    "H6": lambda f: ngettext("%(count)s consulted", "%(count)s consulted", f["count"]) % f,
    "H7": lambda f: ngettext("%(count)s informed", "%(count)s informed", f["count"]) % f,
    "V1": lambda f: _("R on %(percent)s%% of duties") % f,
    "V2": _v2_title,
    "P4": lambda f: _gathered("P4", f),
    "P5": lambda f: _gathered("P5", f),
}


def _gathered(code: str, figures: Figures) -> str:
    """The name of a check, or how many duties it finds when they stand as one line."""
    duties = figures.get("duties")
    return GATHERED[code](duties) % {"count": duties} if duties else name(code)


def message(code: str, figures: Figures) -> str:
    """A finding in a sentence, without its place."""
    return title(code, figures) if code in GATHERED and "duties" in figures else _MESSAGES[code](figures)


def _h4(figures: Figures) -> str:
    if figures["letters"]:
        return _("No position carries out or approves this duty.")
    return _("This duty has no letter yet.")


def _v2(figures: Figures) -> str:
    if figures["only"]:
        return _("This position alone approves: %(count)s of %(total)s duties.") % figures
    return _("This position approves %(count)s of %(total)s duties, more than %(limit)s%%.") % figures


def _p4(figures: Figures) -> str:
    if figures["does"] and figures["approves"]:
        return _("It is carried out and approved by another profile than the catalogue suggests.")
    if figures["does"]:
        return _("It is carried out by another profile than the catalogue suggests.")
    return _("It is approved by another profile than the catalogue suggests.")


_MESSAGES: Mapping[str, Callable[[Figures], str]] = {
    "H1": lambda f: _("No position approves this duty."),
    "H2": lambda f: (
        ngettext(
            "%(count)s position approves this duty; only one may.",
            "%(count)s positions approve this duty; only one may.",
            f["count"],
        )
        % f
    ),
    "H3": lambda f: _("No position carries out this duty."),
    "H4": _h4,
    "H5": lambda f: _("%(count)s positions carry out this duty, more than %(limit)s: split the duty.") % f,
    "H6": lambda f: _("%(count)s positions are consulted, more than %(limit)s: it slows decisions.") % f,
    "H7": lambda f: _("%(count)s positions are informed, more than %(limit)s.") % f,
    "H8": lambda f: _("No position is consulted on this duty or informed of it."),
    "H9": lambda f: _("All %(count)s positions have a part in this duty.") % f,
    "V1": lambda f: _("This position carries out %(count)s of %(total)s duties, more than %(limit)s%%.") % f,
    "V2": _v2,
    "V3": lambda f: _("This position has a part in all %(total)s duties.") % f,
    "V4": lambda f: (
        ngettext(
            "This position has a part in %(count)s duty, and neither carries out nor approves.",
            "This position has a part in %(count)s duties, and neither carries out nor approves.",
            f["count"],
        )
        % f
    ),
    "V5": lambda f: _("This position has no letter yet."),
    "P1": lambda f: (
        ngettext(
            "%(count)s of %(total)s duties is not complete.",
            "%(count)s of %(total)s duties are not complete.",
            f["count"],
        )
        % f
    ),
    "P2": lambda f: _("The holder of this position is inactive or has left."),
    "P3": lambda f: (
        ngettext(
            "This vacant position approves %(count)s duty.",
            "This vacant position approves %(count)s duties.",
            f["count"],
        )
        % f
    ),
    "P4": _p4,
    "P5": lambda f: _("Nobody but its approver carries out this duty or is consulted on it."),
}

_WHY: Mapping[str, Any] = {
    "H1": gettext_lazy("One position answers for each duty."),
    "H2": gettext_lazy("When two positions approve, nobody knows who decides."),
    "H3": gettext_lazy("Each duty needs somebody who does it; A/R counts."),
    "H4": gettext_lazy("A duty needs one A and at least one R."),
    "H5": gettext_lazy("A duty with many hands is often several duties."),
    "H6": gettext_lazy("Each consultation takes time; some may become I."),
    "H7": gettext_lazy("Beyond a few readers, a shared report may do."),
    "H8": gettext_lazy("Somebody is usually waiting for the result."),
    "H9": gettext_lazy("When everybody has a part, the duty may be too wide."),
    "V1": gettext_lazy("A position that carries out most duties may become a bottleneck."),
    "V2": gettext_lazy("A position that approves most duties may become a bottleneck."),
    "V3": gettext_lazy("A part in every duty leaves little room."),
    "V4": gettext_lazy("It may be intended: a position may only advise."),
    "V5": gettext_lazy("A column without letters says nothing about the position."),
    "P1": gettext_lazy("A phase is complete when each duty has one A and an R."),
    "P2": gettext_lazy("Somebody else must be named, or the position opened."),
    "P3": gettext_lazy("Until somebody is named, nobody can decide."),
    "P4": gettext_lazy("The catalogue only suggests: another profile may be the right one here."),
    "P5": gettext_lazy("When the approver is away, somebody else should know the duty."),
}


def help_of(code: str) -> str:
    """Why a check exists, and whose rule it is."""
    rule = _("Rule %(code)s, this tool’s own choice; see the table of checks in the README.") % {"code": code}
    return f"{_WHY[code]} {rule}"
