"""What takes back a line of the journal: a change the other way, which the journal keeps like any other.

A line is taken back only where what it left still stands, so that nobody's later change is lost.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import F, Q

from phases.access.members import is_owner
from phases.enums import ChangeKind
from phases.models import Phase, Project, ProjectChange
from phases.projects.domain import ProjectDetails, write_project
from phases.projects.journal import Journal
from roles.comments.domain import bring_back
from roles.matrix.changes import CellConflict, CellUnknown, LetterNotOffered, SecondApprover, checked, write_cells
from roles.matrix.matrix import Cell, CellChange, Matrix, load_matrix
from roles.models import Assignment, Comment, Duty, Person, Position, Posting, Responsibility, RoleProfile
from roles.projects.domain.duties import KEPT, describe, drop_duty, note_phase, place_duty, reword
from roles.projects.domain.places import move_among, put_at
from roles.projects.domain.positions import drop_position, place_position, set_co_holders, set_field
from roles.projects.domain.scope import change_applicable, note_phases
from roles.undo.expected import CannotUndo, expect, in_each_language, was_named

Data = Mapping[str, Any]
Lines = Sequence[ProjectChange]  # of one kind that follow each other in a change, from the last
Inverse = Callable[[Journal, ProjectChange, Data], None]


def take_back(journal: Journal, lines: Lines) -> None:
    """Take back these lines. Raises CannotUndo."""
    kind = ChangeKind(lines[0].kind)
    if together := _TOGETHER.get(kind):
        together(journal, lines)
    else:
        for line in lines:
            _INVERSES[kind](journal, line, line.data or {})


def _letters(journal: Journal, lines: Lines) -> None:
    """Give cells the letters that they had."""
    changes = [CellChange(line.duty_id or 0, line.position_id or 0, line.old) for line in lines]
    seen = {change.cell: line.new for change, line in zip(changes, lines, strict=True)}
    _set_letters(journal, lines[0], load_matrix(journal.project_id), changes, seen)


def _project_edited(journal: Journal, line: ProjectChange, data: Data) -> None:
    project = Project.objects.get(pk=journal.project_id)
    field = data["field"]
    if field == "phases":
        _phases(journal, project, line, set(data["was"]))
        return
    own = {
        "name": project.name,
        "organization": project.organization,
        "is_model": "True" if project.is_model else "",
    }
    now = own[field] if field in own else project.rules.get(field)
    expect(line, "" if now is None else str(now))
    if field == "is_model" and not is_owner(journal.project_id, journal.user_id):  # also who was one
        raise CannotUndo(line)
    rules = dict(project.rules)
    if field in own:
        own[field] = line.old
    elif "was" in data:
        rules[field] = data["was"]
    else:
        rules.pop(field, None)
    write_project(journal, ProjectDetails(own["name"], own["organization"], rules, bool(own["is_model"])))


def _phases(journal: Journal, project: Project, line: ProjectChange, was: set[int]) -> None:
    """Cover the phases of before; the duties of those that leave go, if nobody has done anything with them."""
    before = list(project.phases.all())
    expect(line, *in_each_language(lambda: ", ".join(phase.name for phase in before)))
    leaving = Duty.objects.filter(project=project).exclude(phase__in=was).select_related("phase", "responsibility")
    if Assignment.objects.filter(duty__in=leaving).exists() or Comment.objects.filter(duty__in=leaving).exists():
        raise CannotUndo(line)
    for duty in leaving:
        drop_duty(journal, duty)
    project.phases.set(Phase.objects.filter(pk__in=was))
    note_phases(journal, project, before)


def _position_added(journal: Journal, line: ProjectChange, _data: Data) -> None:
    position = _position(journal, line)
    if position.assignments.exists() or position.comments.exists():
        raise CannotUndo(line)
    drop_position(journal, position)


def _position_edited(journal: Journal, line: ProjectChange, data: Data) -> None:
    position, field = _position(journal, line), data["field"]
    if field == "co_holders":
        _co_holders(journal, line, position, data)
        return
    now = getattr(position, field)
    named = field in ("holder", "profile")
    expect(line, *in_each_language(lambda: "" if now is None else now.name if named else now))
    before: Any = line.old
    if field == "holder":
        before = was_named(line, Person.objects.filter(pk=data["id"]).first(), data["id"])
    elif field == "profile":
        before = was_named(line, RoleProfile.objects.filter(pk=data["id"]).first(), data["id"])
    set_field(journal, position, field, before)


def _co_holders(journal: Journal, line: ProjectChange, position: Position, data: Data) -> None:
    """Those who were co-holders before; whoever has gone from the directory since is in the way."""
    here = {person.pk for person in position.co_holders.all()}
    was = [pk for pk, _name in data["was"]]
    people = Person.objects.in_bulk(was)
    if here != {pk for pk, _name in data["now"]} or len(people) < len(was):
        raise CannotUndo(line)
    set_co_holders(journal, position, people.values())


def _positions_edited(journal: Journal, lines: Lines) -> None:
    """Each field as it was; nobody may end up holding a position twice, or besides nobody."""
    for line in lines:
        _position_edited(journal, line, line.data or {})
    wrong = Q(holder=None, co_holders__isnull=False) | Q(co_holders=F("holder"))
    if Position.objects.filter(wrong, pk__in={line.position_id for line in lines}).exists():
        raise CannotUndo(lines[0])


def _position_moved(journal: Journal, line: ProjectChange, _data: Data) -> None:
    position = _position(journal, line)
    _move(journal, line, Position.objects.filter(project_id=journal.project_id), position)


def _positions_removed(journal: Journal, lines: Lines) -> None:
    """The columns with their letters and comments, and the postings made of them, where they stood."""
    back = [(_position_back(journal, line, line.data or {}), line.data or {}) for line in lines]
    put_at(Position.objects.filter(project_id=journal.project_id), [(row, data["place"]) for row, data in back])
    codes = dict(Duty.objects.filter(project_id=journal.project_id).values_list("code", "pk"))
    letters = [(code, row.pk, letter) for row, data in back for code, letter in data["letters"].items()]
    _give_back(journal, lines[0], [(codes[code], pk, letter) for code, pk, letter in letters if code in codes])
    for position, _data in back:
        bring_back(journal.project_id, position_id=position.pk)


def _position_back(journal: Journal, line: ProjectChange, data: Data) -> Position:
    words = data["position"]
    held = [data["holder"], *(pk for pk, _name in data.get("co_holders", ()))]
    people = Person.objects.in_bulk([pk for pk in held if pk])
    holders = [people[pk] for pk in held if pk in people]
    position = Position(
        pk=line.position_id,
        project_id=journal.project_id,
        order=0,
        title_fr=words["title_fr"],
        title_en=words["title_en"],
        profile=RoleProfile.objects.filter(pk=data["profile"]).first(),
        holder=holders[0] if holders else None,
        open_to_hr=data.get("open_to_hr", False),
    )
    if Position.objects.filter(pk=line.position_id or 0).exists():
        raise CannotUndo(line)
    place_position(journal, position, holders[1:])
    Posting.objects.filter(pk__in=data.get("postings", ()), position=None).update(position=position)
    return position


def _duty_added(journal: Journal, line: ProjectChange, _data: Data) -> None:
    duty = _duty(journal, line)
    if duty.assignments.exists() or duty.comments.exists():
        raise CannotUndo(line)
    drop_duty(journal, duty)


def _duty_edited(journal: Journal, line: ProjectChange, data: Data) -> None:
    duty, field = _duty(journal, line), data["field"]
    if field == "phase":
        expect(line, *in_each_language(lambda: duty.phase.name))
        _to_phase(journal, line, duty, data)
    elif field == "reason":
        expect(line, duty.reason)
        change_applicable(journal, duty, "" if "letters" in data else line.old)
    else:
        expect(line, getattr(duty, field) or "")
        of, _separator, language = field.partition("_")
        if of == "description":
            describe(journal, duty, language, line.old)
        else:
            reword(journal, duty, language, line.old, data["posting"])
        duty.save()


def _to_phase(journal: Journal, line: ProjectChange, duty: Duty, data: Data) -> None:
    phase = Phase.objects.filter(pk=data["phase"], projects=journal.project_id).first()
    if phase is None:
        raise CannotUndo(line)
    note_phase(journal, duty, phase)
    duty.phase = phase
    duty.save()
    put_at(Duty.objects.filter(project_id=journal.project_id, phase=phase), [(duty, data["place"])])


def _duty_moved(journal: Journal, line: ProjectChange, _data: Data) -> None:
    duty = _duty(journal, line)
    rows = Duty.objects.filter(project_id=journal.project_id, phase_id=duty.phase_id)
    _move(journal, line, rows, duty)


def _duties_removed(journal: Journal, lines: Lines) -> None:
    """The rows with their letters and comments, where they stood."""
    back = [(_duty_back(journal, line, line.data or {}), line.data or {}) for line in lines]
    for phase_id in {duty.phase_id for duty, _data in back}:
        rows = Duty.objects.filter(project_id=journal.project_id, phase=phase_id)
        put_at(rows, [(duty, data["place"]) for duty, data in back if duty.phase_id == phase_id])
    letters = [(duty.pk, int(at), letter) for duty, data in back for at, letter in data["letters"].items()]
    _give_back(journal, lines[0], letters)
    for duty, _data in back:
        bring_back(journal.project_id, duty_id=duty.pk)


def _duty_back(journal: Journal, line: ProjectChange, data: Data) -> Duty:
    rows = Duty.objects.filter(project_id=journal.project_id)
    here = Phase.objects.filter(pk=data["phase_id"], projects=journal.project_id).exists()
    if not here or rows.filter(code=data["code"]).exists() or Duty.objects.filter(pk=line.duty_id or 0).exists():
        raise CannotUndo(line)
    known = {name: data.get(name, "") for name in KEPT}  # older lines have no description
    for name, model in (("responsibility_id", Responsibility), ("profile_id", RoleProfile)):
        known[name] = known[name] if model.objects.filter(pk=known[name]).exists() else None
    texts = {"text_fr": data["text_fr"], "text_en": data["text_en"]}
    return place_duty(journal, Duty(pk=line.duty_id, project_id=journal.project_id, order=0, **texts, **known))


def _give_back(journal: Journal, line: ProjectChange, cells: Sequence[tuple[int, int, str]]) -> None:
    """The letters of a row or a column that comes back, where their place is still there. Raises CannotUndo."""
    matrix = load_matrix(journal.project_id)
    here = [
        CellChange(*cell)
        for cell in cells
        if cell[0] in matrix.row_of and cell[1] in matrix.column_of and matrix.duty(cell[0]).applicable
    ]
    _set_letters(journal, line, matrix, here, {})


def _set_letters(
    journal: Journal, line: ProjectChange, matrix: Matrix, changes: Sequence[CellChange], seen: Mapping[Cell, str]
) -> None:
    try:
        if wanted := checked(matrix, changes, seen, transfer=False):
            write_cells(journal, matrix, wanted)
    except (CellUnknown, CellConflict, LetterNotOffered, SecondApprover) as changed:
        raise CannotUndo(line) from changed


def _move(journal: Journal, line: ProjectChange, rows: Any, row: Duty | Position) -> None:
    step = int(line.old) - int(line.new)
    order = list(rows.order_by("order", "id").values_list("pk", flat=True))
    if order.index(row.pk) + 1 != int(line.new):
        raise CannotUndo(line)
    move_among(journal, rows, row, step)


def _position(journal: Journal, line: ProjectChange) -> Position:
    rows = Position.objects.filter(project_id=journal.project_id).select_related("profile", "holder")
    if (row := rows.filter(pk=line.position_id or 0).first()) is None:
        raise CannotUndo(line)
    return row


def _duty(journal: Journal, line: ProjectChange) -> Duty:
    rows = Duty.objects.filter(project_id=journal.project_id).select_related("phase", "responsibility")
    if (row := rows.filter(pk=line.duty_id or 0).first()) is None:
        raise CannotUndo(line)
    return row


_INVERSES: Mapping[ChangeKind, Inverse] = {
    ChangeKind.PROJECT_EDITED: _project_edited,
    ChangeKind.POSITION_ADDED: _position_added,
    ChangeKind.POSITION_MOVED: _position_moved,
    ChangeKind.DUTY_ADDED: _duty_added,
    ChangeKind.DUTY_EDITED: _duty_edited,
    ChangeKind.DUTY_MOVED: _duty_moved,
}
# Hundreds of rows come back in one change: they are numbered, and get their letters, once. Fields that say who holds a
# position are right only together.
_TOGETHER: Mapping[ChangeKind, Callable[[Journal, Lines], None]] = {
    ChangeKind.CELL: _letters,
    ChangeKind.POSITION_EDITED: _positions_edited,
    ChangeKind.POSITION_REMOVED: _positions_removed,
    ChangeKind.DUTY_REMOVED: _duties_removed,
}
