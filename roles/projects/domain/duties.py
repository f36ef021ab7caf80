"""The rows of a project: its copies of the catalogue's responsibilities and its own duties."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, Q, QuerySet
from django.utils.translation import get_language

from aispec.web.edit_conflict import check_seen, fingerprint
from phases.enums import ChangeKind
from phases.models import Phase, Project
from phases.projects.journal import Journal, project_change
from roles.comments.domain import comments_lost_with, set_aside
from roles.enums import Letter
from roles.matrix.seals import duty_seal
from roles.models import Assignment, Duty
from roles.projects.domain.places import move_among, place_among, put_at

# What the journal keeps of a removed duty beside its words and letters, so that a past matrix can show it.
KEPT = ("code", "posting_fr", "posting_en", "phase_id", "profile_id", "responsibility_id", "applicable", "reason",
        "description_fr", "description_en")  # fmt: skip


class PhaseGone(Exception):
    """The phase that a form names has left the project since: a duty there would stand in no band."""


@dataclass(frozen=True, slots=True)
class DutyDetails:
    """What a form says of a duty; the phase counts only for a project's own duty, and None leaves a description."""

    text_fr: str
    text_en: str
    phase: Phase
    description_fr: str | None = None
    description_en: str | None = None


def duty_fingerprint(duty: Duty) -> str:
    """The fingerprint that a form about this duty carries."""
    words = (duty.text_fr, duty.text_en, duty.description_fr, duty.description_en)
    return fingerprint(*words, duty.phase_id, duty.applicable, duty.reason)


def add_duty(project_id: int, user: User, details: DutyDetails, after: int | None = None) -> Duty:
    """A duty of the project's own, coded P01, P02…, last of its phase or below another one of it. Raises PhaseGone."""
    with project_change(project_id, user) as journal:
        duty = insert_duty(journal, details)
        place_below(after, [duty])
        return duty


def insert_duty(journal: Journal, details: DutyDetails) -> Duty:
    """As add_duty, inside the change that this journal is of. Raises PhaseGone."""
    (duty,) = insert_duties(journal, [details])
    return duty


def insert_duties(journal: Journal, asked: Sequence[DutyDetails]) -> list[Duty]:
    """Several duties of one phase. Raises PhaseGone."""
    project_id, phase = journal.project_id, asked[0].phase
    _check_phase(project_id, phase)
    codes = own_codes(Duty.objects.filter(project_id=project_id).values_list("code", flat=True))
    last = _last_place(project_id, phase)
    duties = Duty.objects.bulk_create(
        Duty(
            project_id=project_id,
            phase=phase,
            code=next(codes),
            order=last + number,
            text_fr=details.text_fr,
            text_en=details.text_en,
            description_fr=details.description_fr or "",
            description_en=details.description_en or "",
        )
        for number, details in enumerate(asked, start=1)
    )
    for duty in duties:
        _note_added(journal, duty)
    return duties


def place_duty(journal: Journal, duty: Duty) -> Duty:
    """Keep a duty that comes back and note it, inside the change that this journal is of."""
    duty.save(force_insert=True)
    _note_added(journal, duty)
    return duty


def _note_added(journal: Journal, duty: Duty) -> None:
    data = {"seal": duty_seal(duty)}
    journal.add(ChangeKind.DUTY_ADDED, duty.code, new=duty.text, duty_id=duty.pk, data=data)


def place_below(duty_id: int | None, new: Sequence[Duty]) -> None:
    """Let new duties of a phase, its last ones, stand below another duty of it; where that one is gone they stay."""
    above = _of_phase(new[0]).filter(pk=duty_id or 0).first()
    if above:
        put_at(_of_phase(above), [(duty, place) for place, duty in enumerate(new, start=place_of(above) + 1)])


def edit_duty(project_id: int, user: User, duty_id: int, details: DutyDetails, seen: str | None = None) -> None:
    """Change a duty's words, and the phase of a project's own duty. Raises EditConflict, PhaseGone, Duty.DoesNotExist.

    The posting wording of the catalogue stands only beside the catalogue's own text.
    """
    with project_change(project_id, user) as journal:
        duty = _duty(project_id, duty_id)
        check_seen(seen, duty_fingerprint(duty))
        for language in ("fr", "en"):
            reword(journal, duty, language, getattr(details, f"text_{language}"))
            describe(journal, duty, language, getattr(details, f"description_{language}"))
        if duty.responsibility is None and details.phase != duty.phase:
            _check_phase(project_id, details.phase)
            note_phase(journal, duty, details.phase)
            duty.phase, duty.order = details.phase, _last_place(project_id, details.phase) + 1
        duty.save()


def words_fingerprint(duty: Duty) -> str:
    """The fingerprint that a form about the text alone carries."""
    return fingerprint(duty.text_fr, duty.text_en)


def reword_duty(project_id: int, user: User, duty_id: int, text: str, seen: str | None = None) -> None:
    """Change a duty's text in the active language; the other one stays. Raises EditConflict and Duty.DoesNotExist."""
    with project_change(project_id, user) as journal:
        duty = _duty(project_id, duty_id)
        check_seen(seen, words_fingerprint(duty))
        if text != duty.text:
            reword(journal, duty, get_language() or "fr", text)
            duty.save()


def move_duty(project_id: int, user: User, duty_id: int, step: int) -> bool:
    """Move a row so many places up (below 0) or down, as far as the edge of its phase; whether it has moved.

    Raises Duty.DoesNotExist.
    """
    with project_change(project_id, user) as journal:
        duty = _duty(project_id, duty_id)
        return move_among(journal, _of_phase(duty), duty, step)


def remove_duty(project_id: int, user: User, duty_id: int, seen: str | None = None) -> None:
    """Remove a row with its letters, which the journal keeps.

    `seen` is the mark of the letters the confirmation named. Raises EditConflict and Duty.DoesNotExist.
    """
    with project_change(project_id, user) as journal:
        duty = _duty(project_id, duty_id)
        check_seen(seen, fingerprint(letters_of(duty), comments_lost_with(duties=[duty])))
        drop_duty(journal, duty)


def drop_duty(journal: Journal, duty: Duty) -> None:
    """Remove a row inside the change that this journal is of; its words, letters and comments are kept for undo."""
    letters = letters_of(duty)
    journal.add(
        ChangeKind.DUTY_REMOVED,
        f"{duty.code} {duty.text}",
        old=readable(letters),
        duty_id=duty.pk,
        data={
            "text_fr": duty.text_fr,
            "text_en": duty.text_en,
            "letters": {position_id: letter for position_id, _, letter in letters},
            "place": place_of(duty),
            **{name: getattr(duty, name) for name in KEPT},
        },
    )
    set_aside(journal.project_id, Q(duty=duty))
    duty.delete()


def letters_of(duty: Duty) -> list[tuple[int, str, str]]:
    """The positions of a duty (id and title) and their stored letters, in the order of the matrix."""
    cells = Assignment.objects.filter(duty=duty).select_related("position").order_by("position__order", "position_id")
    return [(cell.position_id, cell.position.title, cell.letter) for cell in cells]


def readable(letters: Iterable[tuple[int, str, str]]) -> str:
    """Letters in words for the journal: "Architecte A · Technicienne R"."""
    return " · ".join(f"{title} {Letter(letter).shown}" for _, title, letter in letters)


def _duty(project_id: int, duty_id: int) -> Duty:
    return Duty.objects.select_related("phase", "responsibility").get(pk=duty_id, project_id=project_id)


def place_of(duty: Duty) -> int:
    """How many duties of its phase stand before this one."""
    return place_among(_of_phase(duty), duty)


def _of_phase(duty: Duty) -> QuerySet[Duty]:
    return Duty.objects.filter(project_id=duty.project_id, phase_id=duty.phase_id)


def _check_phase(project_id: int, phase: Phase) -> None:
    """Asked inside the change, which holds the project's row: the form may have been read before another change."""
    if not Project.phases.through.objects.filter(project_id=project_id, phase=phase).exists():
        raise PhaseGone


def note_phase(journal: Journal, duty: Duty, phase: Phase) -> None:
    """Note that a duty goes to another phase; whoever asks moves and saves it."""
    was = {"phase": duty.phase_id, "place": place_of(duty)}
    _note_edit(journal, duty, "phase", duty.phase.name, phase.name, was)


def _note_edit(journal: Journal, duty: Duty, field: str, old: str, new: str, was: Mapping[str, Any]) -> None:
    data = {"field": field, **was}
    journal.add(ChangeKind.DUTY_EDITED, duty.code, old, new, duty_id=duty.pk, data=data)


def reword(journal: Journal, duty: Duty, language: str, text: str, posting: str | None = None) -> None:
    """Give a duty other words and note it; whoever asks saves the duty.

    Its wording in postings is the given one, or that of the catalogue beside the catalogue's own text.
    """
    old = getattr(duty, f"text_{language}") or ""
    if text == old:
        return
    was = getattr(duty, f"posting_{language}") or ""
    if posting is None:
        posting = _posting_wording(duty, language, text, was)
    data = {"posting": was, "posting_now": posting}
    _note_edit(journal, duty, f"text_{language}", old, text, data)
    setattr(duty, f"text_{language}", text)
    setattr(duty, f"posting_{language}", posting)


def _posting_wording(duty: Duty, language: str, text: str, was: str) -> str:
    """How a duty with this text is worded in postings."""
    if duty.responsibility is None:
        return was
    own_words = text != getattr(duty.responsibility, f"text_{language}")
    return "" if own_words else getattr(duty.responsibility, f"posting_{language}") or ""


def describe(journal: Journal, duty: Duty, language: str, description: str | None) -> None:
    """Give a duty another description, unless it is None, and note it; whoever asks saves the duty."""
    field = f"description_{language}"
    old = getattr(duty, field) or ""
    if description is not None and description != old:
        _note_edit(journal, duty, field, old, description, {})
        setattr(duty, field, description)


def own_codes(codes: Iterable[str]) -> Iterator[str]:
    """The free codes P01, P02… beside these; a number that was used once is not given again while a higher stands."""
    used = max((int(code[1:]) for code in codes if code.startswith("P") and code[1:].isdecimal()), default=0)
    return (f"P{number:02}" for number in count(used + 1))


def _last_place(project_id: int, phase: Phase) -> int:
    return Duty.objects.filter(project_id=project_id, phase=phase).aggregate(last=Max("order"))["last"] or 0
