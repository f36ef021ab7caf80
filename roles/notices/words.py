"""What a notice says and where it leads, for its reader as they are now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from aispec.web.fields.days import day_words, last_day
from phases.access.members import name_of
from phases.enums import ChangeKind
from phases.models import Membership
from roles.enums import NoticeKind
from roles.formats.text import in_language
from roles.models import AcceptanceRequest, Position, Posting
from roles.notices.domain.reading import Group

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A group of notices as a reader reads it; `who` is empty for a reader to whom the project names nobody."""

    group: Group
    words: str
    who: str
    path: str
    message: str = ""  # of those who ask


class _Reader:
    """What the sentences of one reader need: the projects they are members of, the positions, the postings."""

    def __init__(self, reader: int, groups: Iterable[Group]) -> None:
        about: dict[str, list[int]] = {}
        for group in groups:
            about.setdefault(group.first.kind, []).append(group.first.about or 0)
        places = [pk for kind in (NoticeKind.OPENED, NoticeKind.ASKED, NoticeKind.LEFT) for pk in about.get(kind, ())]
        self.member = set(Membership.objects.filter(user=reader).values_list("project_id", flat=True))
        self.positions = Position.objects.in_bulk(places)
        self.messages: dict[int, str] = {}
        if NoticeKind.ASKED in about:
            requests = AcceptanceRequest.objects.filter(person__user=reader)
            self.messages = dict(requests.values_list("project_id", "message"))
        self.postings = Posting.objects.in_bulk(about.get(NoticeKind.CLOSING, ()))


def tell_groups(reader: int, groups: list[Group]) -> list[Told]:
    """Each group in words, in the active language (one query, and one each for positions, postings and messages)."""
    known = _Reader(reader, groups)
    return [
        Told(group, _sentence(group, known), _who(group, known), _path(group, known), _message(group, known))
        for group in groups
    ]


def _message(group: Group, known: _Reader) -> str:
    if group.first.kind != NoticeKind.ASKED or group.first.about:
        return ""
    return known.messages.get(group.first.project_id or 0, "")


def _who(group: Group, known: _Reader) -> str:
    """Those who did it, for members of the project alone."""
    if group.first.project_id not in known.member:
        return ""
    names = list(dict.fromkeys(name_of(one.line.by) for one in group.all if one.line and one.line.by))
    return ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")


def _sentence(group: Group, known: _Reader) -> str:
    project = group.first.project.name if group.first.project else ""
    return _SENTENCES[NoticeKind(group.first.kind)](group, known, {"project": project})


Words = dict[str, object]


def _invited(_group: Group, _known: _Reader, words: Words) -> str:
    return _("You have access to “%(project)s” now") % words


def _asked(group: Group, known: _Reader, words: Words) -> str:
    position = known.positions.get(group.first.about or 0)
    if position is None:
        return _("You are asked to accept your duties in “%(project)s”") % words
    return _("You hold “%(position)s” in “%(project)s”: its duties await your answer") % (
        words | {"position": position.title}
    )


def _letters(group: Group, _known: _Reader, words: Words) -> str:
    return ngettext(
        "%(count)s letter of yours has changed in “%(project)s”",
        "%(count)s letters of yours have changed in “%(project)s”",
        group.count,
    ) % (words | {"count": group.count})


def _left(group: Group, known: _Reader, words: Words) -> str:
    line = group.first.line
    if group.count > 1 or line is None:
        return ngettext(
            "You no longer hold %(count)s position of “%(project)s”",
            "You no longer hold %(count)s positions of “%(project)s”",
            group.count,
        ) % (words | {"count": group.count})
    position = known.positions.get(group.first.about or 0)
    kept = (line.data or {}).get("position", {})  # of one that was removed
    gone = in_language(kept, "title", get_language() or "fr") if kept else line.label
    title = position.title if position else gone
    return _("You no longer hold “%(position)s” in “%(project)s”") % (words | {"position": title})


def _answers(group: Group, _known: _Reader, words: Words) -> str:
    line = group.first.line
    if group.count > 1 or line is None:
        return ngettext(
            "%(count)s answer to duties of “%(project)s”", "%(count)s answers to duties of “%(project)s”", group.count
        ) % (words | {"count": group.count})
    words |= {"name": line.label, "cells": line.new or line.old}
    if line.kind == ChangeKind.DUTIES_OBJECTED:
        return _("%(name)s objects to %(cells)s in “%(project)s”") % words
    if line.kind == ChangeKind.DUTIES_WITHDRAWN:
        return _("%(name)s withdraws an answer to %(cells)s in “%(project)s”") % words
    return _("%(name)s accepts %(cells)s in “%(project)s”") % words


def _comments(group: Group, _known: _Reader, words: Words) -> str:
    if group.count > 1:
        return ngettext(
            "%(count)s comment concerns you in “%(project)s”",
            "%(count)s comments concern you in “%(project)s”",
            group.count,
        ) % (words | {"count": group.count})
    return _("A comment on %(duty)s in “%(project)s”") % (words | {"duty": _duty(group)})


def _mentions(group: Group, _known: _Reader, words: Words) -> str:
    if group.count > 1:
        return ngettext(
            "%(count)s comment in “%(project)s” mentions you",
            "%(count)s comments in “%(project)s” mention you",
            group.count,
        ) % (words | {"count": group.count})
    return _("A comment on %(duty)s in “%(project)s” mentions you") % (words | {"duty": _duty(group)})


def _duty(group: Group) -> str:
    return group.first.line.label.partition(" · ")[0] if group.first.line else ""


def _opened(group: Group, known: _Reader, words: Words) -> str:
    if group.count > 1:
        return ngettext(
            "%(count)s position of “%(project)s” is open to HR managers",
            "%(count)s positions of “%(project)s” are open to HR managers",
            group.count,
        ) % (words | {"count": group.count})
    title = known.positions[group.first.about or 0].title
    return _("The position “%(position)s” of “%(project)s” is open to HR managers") % (words | {"position": title})


def _closing(group: Group, known: _Reader, _words: Words) -> str:
    posting = known.postings.get(group.first.about or 0)
    if group.count > 1 or posting is None or posting.expires_at is None:
        return ngettext("%(count)s posting is about to close", "%(count)s postings are about to close", group.count) % {
            "count": group.count
        }
    words = {"posting": posting.title, "day": day_words(last_day(posting.expires_at))}
    return _("The posting “%(posting)s” closes on %(day)s") % words


def _review(_group: Group, _known: _Reader, words: Words) -> str:
    return _("The review of “%(project)s” is due") % words


def _archive(_group: Group, _known: _Reader, _words: Words) -> str:
    return _("The file of all your projects is ready; it is kept for a day")


_SENTENCES: Mapping[NoticeKind, Callable[[Group, _Reader, Words], str]] = {
    NoticeKind.INVITED: _invited,
    NoticeKind.ASKED: _asked,
    NoticeKind.LETTER: _letters,
    NoticeKind.LEFT: _left,
    NoticeKind.ANSWER: _answers,
    NoticeKind.COMMENT: _comments,
    NoticeKind.MENTION: _mentions,
    NoticeKind.OPENED: _opened,
    NoticeKind.CLOSING: _closing,
    NoticeKind.REVIEW: _review,
    NoticeKind.ARCHIVE: _archive,
}


def _path(group: Group, known: _Reader) -> str:
    """The place that it is about."""
    first, project = group.first, group.first.project_id
    if first.kind == NoticeKind.ARCHIVE:
        return reverse("archive")
    if first.kind == NoticeKind.LEFT and project not in known.member:
        return reverse("home")
    if first.kind == NoticeKind.OPENED:
        return reverse("posting-opened", args=[first.about]) if group.count == 1 else reverse("postings-mine")
    if first.kind == NoticeKind.CLOSING:
        one = first.about in known.postings and group.count == 1
        return reverse("posting", args=[first.about]) if one else reverse("postings-mine")
    if first.kind in (NoticeKind.COMMENT, NoticeKind.MENTION) and group.count == 1 and first.line:
        return reverse("duty-comments", args=[project, first.line.duty_id])
    return reverse(_PAGES[NoticeKind(first.kind)], args=[project])


_PAGES = {
    NoticeKind.INVITED: "project",
    NoticeKind.ASKED: "mine",
    NoticeKind.LETTER: "mine",
    NoticeKind.LEFT: "project",
    NoticeKind.REVIEW: "project",
    NoticeKind.ANSWER: "acceptance",
    NoticeKind.COMMENT: "comments",
    NoticeKind.MENTION: "comments",
}
