"""A line of the journal as a sentence."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.days import day_words
from phases.enums import ChangeKind, Role
from roles.enums import Letter
from roles.history.domain.journal_words import JournalLine
from roles.matrix.rules import rule_words
from roles.models import Posting
from roles.projects.forms.settings import LIMITS, LOADS, SUPPORT_LOADS

FIELDS: Mapping[str, str | Promise] = {
    "title_fr": gettext_lazy("title in French"),
    "title_en": gettext_lazy("title in English"),
    "profile": gettext_lazy("profile"),
    "holder": gettext_lazy("holder"),
    "co_holders": gettext_lazy("co-holders"),
    "text_fr": gettext_lazy("text in French"),
    "text_en": gettext_lazy("text in English"),
    "description_fr": gettext_lazy("description in French"),
    "description_en": gettext_lazy("description in English"),
    "phase": gettext_lazy("phase"),
    "phases": gettext_lazy("phases"),
    "name": gettext_lazy("name"),
    "organization": gettext_lazy("team or organization"),
    "is_model": gettext_lazy("model to start projects from"),
    "lone_a_counts_as_r": gettext_lazy("an A alone counts as R"),
} | {name: label for name, (label, _low, _high) in chain(LIMITS.items(), LOADS.items(), SUPPORT_LOADS.items())}

POSTING_FIELDS = {field.name: field.verbose_name for field in Posting._meta.concrete_fields}


def sentence(line: JournalLine) -> str:
    """What the line says, in the reader's language; the texts in it are as they were typed."""
    words = {"label": line.label, "old": line.old, "new": line.new}
    kind = line.kind
    if kind in PLAIN:
        return PLAIN[kind] % words
    if kind in WITH_OR_WITHOUT:
        field, present, absent = WITH_OR_WITHOUT[kind]
        return (present if words[field] else absent) % words
    if kind in ANSWERS:
        by_link, signed_in = ANSWERS[kind]
        return (by_link if line.data.get("linked") else signed_in) % (words | {"reason": line.data.get("reason", "")})
    if kind in MEMBERS:
        return MEMBERS[kind] % (words | {"old": _role(line.old), "new": _role(line.new)})
    if kind in _SENTENCES:
        return _SENTENCES[kind](line, words)
    return f"{kind.label}: {line.label}" + (f" ({line.new})" if line.new else "")


Words = dict[str, str]


def _cell(line: JournalLine, words: Words) -> str:
    duty, _separator, position = line.label.partition(" · ")
    words |= {"duty": duty, "position": position, "old": _letter(line.old), "new": _letter(line.new)}
    if not line.old:
        return _("%(new)s given to %(position)s for %(duty)s; the cell was empty") % words
    if not line.new:
        return _("%(old)s taken from %(position)s for %(duty)s; the cell is empty") % words
    return _("%(position)s has %(new)s instead of %(old)s for %(duty)s") % words


def _letter(stored: str) -> str:
    return Letter(stored).shown if stored in Letter.values else stored


def _field(line: JournalLine) -> str:
    name = str(line.data.get("field", ""))
    return str(FIELDS.get(name) or rule_words(name) or name)


def _edited(subject: str, line: JournalLine) -> str:
    """A field of something, from what to what."""
    words = {"subject": subject, "field": _field(line), "old": line.old, "new": line.new}
    if not line.old:
        return _("%(subject)s, %(field)s: “%(new)s” instead of nothing") % words
    if not line.new:
        return _("%(subject)s, %(field)s: nothing instead of “%(old)s”") % words
    return _("%(subject)s, %(field)s: “%(new)s” instead of “%(old)s”") % words


def _project_created(line: JournalLine, words: Words) -> str:
    if "copy_of" in line.data:
        return _("Project “%(label)s” created as a copy of “%(new)s”") % words
    return _("Project “%(label)s” created from “%(new)s”") % words


def _project_edited(line: JournalLine, _words: Words) -> str:
    if "True" in (line.old, line.new):  # a rule that is on or off
        words = _("Project, %(field)s: turned on") if line.new else _("Project, %(field)s: turned off")
        return words % {"field": _field(line)}
    return _edited(_("Project"), line)


def _duty_edited(line: JournalLine, words: Words) -> str:
    if line.data.get("field") != "reason":
        return _edited(_("Duty %(label)s") % words, line)
    if not line.new:
        return _("Duty %(label)s applies again; it did not: “%(old)s”") % words
    if "letters" not in line.data:
        return _edited(_("Duty %(label)s") % words, line)
    if line.old:
        return _("Duty %(label)s does not apply: “%(new)s”; its letters were %(old)s") % words
    return _("Duty %(label)s does not apply: “%(new)s”; it had no letters") % words


def _posting_edited(line: JournalLine, words: Words) -> str:
    """Which field; its texts are long, and the journal keeps them."""
    field = str(line.data.get("field", ""))
    name, language = (field[:-3], field[-2:]) if field[-3:] in ("_fr", "_en") else (field, "")
    label = str(POSTING_FIELDS.get(name, _("Duties") if name == "duties" else name))
    in_language = {"fr": _("%(field)s, in French"), "en": _("%(field)s, in English"), "": "%(field)s"}
    shown = in_language[language] % {"field": label}
    return _("Posting “%(label)s” edited: %(field)s") % (words | {"field": shown})


def _posting_published(line: JournalLine, words: Words) -> str:
    if not line.new:
        return _("Posting “%(label)s” published, without a public page") % words
    day = day_words(date.fromisoformat(line.new))
    return _("Posting “%(label)s” published, with a public page until %(day)s") % (words | {"day": day})


def _link_made(_line: JournalLine, words: Words) -> str:
    day = day_words(date.fromisoformat(words["new"]))
    return _("Share link “%(label)s” created, working until %(day)s") % (words | {"day": day})


def _member_joined(_line: JournalLine, words: Words) -> str:
    words = words | {"new": _role(words["new"])}
    if not words["old"]:
        return _("%(label)s accepted an invitation: %(new)s") % words
    return _("%(label)s accepted an invitation, sent by %(old)s: %(new)s") % words


def _role(name: str) -> str:
    return str(Role[name.upper()].label) if name.upper() in Role.__members__ else name


# Sentences with the label and the old and the new text of their line.
PLAIN = {
    ChangeKind.PROJECT_REVIEWED: gettext_lazy("Matrix reviewed"),
    ChangeKind.POSITION_MOVED: gettext_lazy("Position “%(label)s” moved from place %(old)s to place %(new)s"),
    ChangeKind.DUTY_ADDED: gettext_lazy("Duty %(label)s added: “%(new)s”"),
    ChangeKind.DUTY_MOVED: gettext_lazy("Duty %(label)s moved in its phase from place %(old)s to place %(new)s"),
    ChangeKind.FINDING_DISMISSED: gettext_lazy("Finding dismissed: %(label)s. Reason: %(new)s"),
    ChangeKind.FINDING_RESTORED: gettext_lazy("Finding restored: %(label)s. It was dismissed for: %(old)s"),
    ChangeKind.VERSION_RESTORED: gettext_lazy("Version %(label)s restored"),
    ChangeKind.DUTIES_ASKED: gettext_lazy("Asked to accept their duties: %(label)s"),
    ChangeKind.PERSONAL_LINK_MADE: gettext_lazy("Personal link created for %(label)s"),
    ChangeKind.PERSONAL_LINK_REVOKED: gettext_lazy("Personal link of %(label)s revoked"),
    ChangeKind.LINK_REVOKED: gettext_lazy("Share link “%(label)s” revoked"),
    ChangeKind.POSITION_OPENED: gettext_lazy("Position “%(label)s” opened to HR managers"),
    ChangeKind.POSITION_WITHHELD: gettext_lazy("Position “%(label)s” withheld from HR managers"),
    ChangeKind.PERSON_RENAMED: gettext_lazy("%(old)s is called %(new)s now"),
    ChangeKind.PEOPLE_MERGED: gettext_lazy("%(old)s and %(label)s are one person: %(label)s"),
    ChangeKind.WORDS_ERASED: gettext_lazy("Somebody’s name erased from the journal and the frozen versions"),
    ChangeKind.POSTING_MADE: gettext_lazy("Posting “%(label)s” created"),
    ChangeKind.POSTING_FILED: gettext_lazy("PDF of the posting “%(label)s” kept, with the fingerprint %(new)s"),
    ChangeKind.POSTING_CLOSED: gettext_lazy("Posting “%(label)s” closed"),
    ChangeKind.POSTING_REOPENED: gettext_lazy("Posting “%(label)s” taken back to a draft"),
    ChangeKind.POSTING_REMOVED: gettext_lazy("Draft of the posting “%(label)s” removed"),
}
# Those that have another sentence where the old or the new text is empty.
WITH_OR_WITHOUT = {
    ChangeKind.POSITION_ADDED: (
        "new",
        gettext_lazy("Position “%(label)s” added, held by %(new)s"),
        gettext_lazy("Position “%(label)s” added, vacant"),
    ),
    ChangeKind.POSITION_REMOVED: (
        "old",
        gettext_lazy("Position “%(label)s” removed with its letters: %(old)s"),
        gettext_lazy("Position “%(label)s” removed; it had no letters"),
    ),
    ChangeKind.DUTY_REMOVED: (
        "old",
        gettext_lazy("Duty “%(label)s” removed with its letters: %(old)s"),
        gettext_lazy("Duty “%(label)s” removed; it had no letters"),
    ),
    ChangeKind.BASELINE_FROZEN: (
        "new",
        gettext_lazy("Version frozen and approved: “%(label)s”"),
        gettext_lazy("Version frozen: “%(label)s”"),
    ),
}
# Those about an answer to duties: by personal link, and signed in.
ANSWERS = {
    ChangeKind.DUTIES_ACCEPTED: (
        gettext_lazy("%(label)s accepts %(new)s, by personal link"),
        gettext_lazy("%(label)s accepts %(new)s"),
    ),
    ChangeKind.DUTIES_OBJECTED: (
        gettext_lazy("%(label)s objects to %(new)s, by personal link. Reason: %(reason)s"),
        gettext_lazy("%(label)s objects to %(new)s. Reason: %(reason)s"),
    ),
    ChangeKind.DUTIES_WITHDRAWN: (
        gettext_lazy("%(label)s withdraws an answer to %(old)s, by personal link"),
        gettext_lazy("%(label)s withdraws an answer to %(old)s"),
    ),
}
# Those whose old and new texts are roles. An invitation names no address: whoever reads may see.
MEMBERS = {
    ChangeKind.MEMBER_INVITED: gettext_lazy("Invitation sent: %(new)s"),
    ChangeKind.MEMBER_UNINVITED: gettext_lazy("Invitation ended: %(old)s"),
    ChangeKind.MEMBER_ADDED: gettext_lazy("Access given to %(label)s: %(new)s"),
    ChangeKind.MEMBER_EDITED: gettext_lazy("Access changed for %(label)s: %(new)s instead of %(old)s"),
    ChangeKind.MEMBER_REMOVED: gettext_lazy("Access withdrawn from %(label)s; it was %(old)s"),
}
# Those that need more than a text.
_SENTENCES: Mapping[ChangeKind, Callable[[JournalLine, Words], str]] = {
    ChangeKind.PROJECT_CREATED: _project_created,
    ChangeKind.PROJECT_EDITED: _project_edited,
    ChangeKind.CELL: _cell,
    ChangeKind.POSITION_EDITED: lambda line, words: _edited(_("Position “%(label)s”") % words, line),
    ChangeKind.DUTY_EDITED: _duty_edited,
    ChangeKind.LINK_MADE: _link_made,
    ChangeKind.MEMBER_JOINED: _member_joined,
    ChangeKind.POSTING_EDITED: _posting_edited,
    ChangeKind.POSTING_PUBLISHED: _posting_published,
}
