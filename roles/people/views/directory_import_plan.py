"""What becomes of a row of people, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roles.people.domain.directory_plan import Choice, Doubt, PlanLine, Target


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row; `changes` are field, before and after; `choices` what may be meant, "" for leaving it out."""

    key: str
    place: str
    name: str
    about: str
    changes: tuple[tuple[str, str, str], ...]
    doubt: str
    choices: tuple[tuple[str, str], ...]
    chosen: str
    takes_without: bool


def shown_row(line: PlanLine, profiles: Mapping[int, str], chosen: Mapping[str, str]) -> ShownRow:
    """A line of the plan for the page; `chosen` is what somebody has said of the rows already."""
    row = line.row
    without = Choice.WITHOUT in line.choices
    return ShownRow(
        key=line.key,
        place=row.place,
        name=row.name or _("(no name)"),
        about=" · ".join(filter(None, (row.email, row.profile))),
        changes=_changes(line.was, line.now, profiles) if line.was and line.now else (),
        doubt=_doubt(line),
        choices=() if without else tuple((choice, _choice(choice)) for choice in line.choices),
        chosen=chosen.get(line.key, ""),
        takes_without=without,
    )


def _changes(was: Target, now: Target, profiles: Mapping[int, str]) -> tuple[tuple[str, str, str], ...]:
    fields = (
        (_("Name"), was.name, now.name),
        (_("Email"), was.email, now.email),
        (_("Profile"), _profile(was, profiles), _profile(now, profiles)),
        (_("Active"), _("yes") if was.active else _("no"), _("yes") if now.active else _("no")),
    )
    return tuple(field for field in fields if field[1] != field[2])


def _profile(target: Target, profiles: Mapping[int, str]) -> str:
    return profiles.get(target.profile_id, "") if target.profile_id else ""


def _doubt(line: PlanLine) -> str:
    """Why a row is left out, "" for one that is not."""
    if line.doubt is None:
        return ""
    row = line.row
    words = {"other": line.other, "email": row.email, "profile": row.profile, "active": row.active}
    return {
        Doubt.NO_NAME: _("The name is missing."),
        Doubt.LONG_NAME: _("The name has more than 120 characters."),
        Doubt.BAD_EMAIL: _("“%(email)s” is not an email address."),
        Doubt.TWICE: _("The same person is in the file twice: %(other)s."),
        Doubt.NAMESAKE: _("Somebody of this name is known otherwise: %(other)s."),
        Doubt.SEVERAL: _("Several people have this name; the email would tell which one is meant."),
        Doubt.PROFILE: _("No profile is called “%(profile)s”."),
        Doubt.PROFILES: _("Several frameworks have a profile “%(profile)s”. Write framework/profile."),
        Doubt.ACTIVE: _("“%(active)s” is neither yes nor no."),
    }[line.doubt] % words


def _choice(choice: str) -> str:
    words: Mapping[str, str] = {
        Choice.NEW: _("Add another person of this name"),
        Choice.SAME: _("It is the same person: change the email"),
        Choice.WITHOUT: _("Take the row without its profile"),
    }
    return words[choice]
