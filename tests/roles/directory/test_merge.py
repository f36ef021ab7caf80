"""Two people who are one: everything is passed on, told where it stood, and proven."""

import pytest

from aispec.web.edit_conflict import EditConflict
from phases.enums import ChangeKind
from phases.models import Baseline, ProjectChange
from roles.acceptance.domain.answers import answer, part_of
from roles.acceptance.domain.personal_links import link_of, make_link, token_of
from roles.directory.domain.merge import merge, what_moves
from roles.history.domain.baselines import freeze
from roles.history.domain.replay import matrix_at
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Answer, Person, PersonalLink
from roles.people.domain.logins import join, part
from roles.privacy.cleaning import ERASED
from roles.privacy.data_export import subject_data
from roles.privacy.erasure import erase
from roles.privacy.subject import Subject
from roles.projects.domain.positions import PositionDetails, edit_position, hold_position
from roles.undo.expected import CannotUndo
from roles.undo.undo import undo
from tests.conftest import Team
from tests.factories import PersonFactory, RoleProfileFactory, UserFactory
from tests.roles.directory.proof import new_faults

NAMES = ("Zoé Côté", "Zoe Cote-Secret")


class Doubles:
    """Two people on one project, each with a letter on every duty, one answer and a link."""

    def __init__(self, team: Team) -> None:
        self.project, self.owner = team.project, team.users["owner"]
        self.kept, self.other = (
            PersonFactory.create(name=name, email=email)
            for name, email in zip(NAMES, ("zoe@a.example", "zoe@b.example"), strict=True)
        )
        self.positions = list(team.project.positions.all())
        for position, person in zip(self.positions, (self.kept, self.other), strict=True):
            self.hold(position.pk, person)
        duties = team.project.duties.all()
        cells = [CellChange(duty.pk, self.positions[1].pk, "R") for duty in duties]
        set_cells(self.project.pk, self.owner, [*cells, CellChange(duties[0].pk, self.positions[0].pk, "A")])
        for person in (self.kept, self.other):
            cell = part_of(self.project.pk, person).cells[0]
            answer(self.project.pk, person, None, {cell.cell: cell.mark}, "" if person == self.kept else "Non")

    def hold(self, position_id: int, person: Person) -> None:
        details = PositionDetails("Poste", "", None, person.name, person.email)
        edit_position(self.project.pk, self.owner, position_id, details)

    def merge(self) -> Person:
        merge(self.owner, self.kept.pk, self.other.pk)
        return Person.objects.get(pk=self.kept.pk)


@pytest.fixture
def doubles(team: Team) -> Doubles:
    return Doubles(team)


def test_positions_answers_and_links_are_passed_on_and_told(doubles: Doubles) -> None:
    link = make_link(doubles.project.pk, doubles.owner, doubles.other.pk)
    before = load_matrix(doubles.project.pk).version
    moves = what_moves(doubles.kept, doubles.other)
    assert (moves.positions, moves.projects, moves.answers, moves.links) == (1, 1, 1, 1)
    kept = doubles.merge()
    matrix = load_matrix(doubles.project.pk)
    assert [[one.id for one in position.holders] for position in matrix.positions] == [[kept.pk], [kept.pk]]
    assert sorted(Answer.objects.values_list("person", "reason")) == [(kept.pk, ""), (kept.pk, "Non")]
    assert link_of(token_of(link)).person == kept
    assert not Person.objects.filter(pk=doubles.other.pk).exists()
    line = ProjectChange.objects.latest("pk")
    assert (line.kind, line.label, line.old) == (ChangeKind.PEOPLE_MERGED, *NAMES)
    assert matrix.version == before + 1
    assert matrix_at(doubles.project.pk, before).positions[1].holder == NAMES[1]
    assert not new_faults(doubles.project.pk)


def test_own_link_stays_where_both_have_one(doubles: Doubles) -> None:
    own, _others = (make_link(doubles.project.pk, doubles.owner, one.pk) for one in (doubles.kept, doubles.other))
    doubles.merge()
    assert PersonalLink.objects.get().pk == own.pk
    assert not new_faults(doubles.project.pk)


@pytest.mark.parametrize("later", ["kept", "other"])
def test_later_answer_stays_where_both_have_answered(doubles: Doubles, later: str) -> None:
    Answer.objects.filter(person=doubles.kept).delete()
    cell = Answer.objects.get()
    earlier = cell.at.replace(year=cell.at.year + (1 if later == "kept" else -1))
    Answer.objects.create(
        person=doubles.kept, duty=cell.duty, position=cell.position, letter="C", version=1, at=earlier
    )
    doubles.merge()
    assert Answer.objects.get().letter == ("C" if later == "kept" else "R")


def test_directory_says_what_either_knew(team: Team) -> None:
    profile, parted = RoleProfileFactory.create(), UserFactory.create()
    kept = PersonFactory.create(name=NAMES[0], active=False)
    other = PersonFactory.create(name=NAMES[1], email="zoe@b.example", profile=profile)
    join(other, parted)
    part(other, team.users["owner"])
    join(other, team.users["viewer"])
    merge(team.users["owner"], kept.pk, other.pk)
    kept.refresh_from_db()
    assert (kept.name, kept.email, kept.profile, kept.active) == (NAMES[0], "zoe@b.example", profile, True)
    assert kept.user == team.users["viewer"]
    assert list(kept.parted_from.all()) == [parted]


def test_login_of_the_one_who_stays_is_kept(team: Team) -> None:
    kept, other = (PersonFactory.create(user=team.users[reader]) for reader in ("viewer", "editor"))
    assert what_moves(kept, other).left == team.users["editor"]
    merge(team.users["owner"], kept.pk, other.pk)
    kept.refresh_from_db()
    assert kept.user == team.users["viewer"]


def test_merge_of_what_has_changed_or_of_one_person_is_refused(doubles: Doubles) -> None:
    seen = what_moves(doubles.kept, doubles.other).seen
    Person.objects.filter(pk=doubles.other.pk).update(name="Zoé")
    with pytest.raises(EditConflict):
        merge(doubles.owner, doubles.kept.pk, doubles.other.pk, seen)
    for other_id in (doubles.kept.pk, 987_654):
        with pytest.raises(Person.DoesNotExist):
            merge(doubles.owner, doubles.kept.pk, other_id)
    assert Person.objects.count() == 2


def test_merge_is_not_taken_back(doubles: Doubles) -> None:
    doubles.merge()
    with pytest.raises(CannotUndo):
        undo(doubles.project.pk, doubles.owner)


def test_erasing_whoever_was_merged_erases_both_names(doubles: Doubles) -> None:
    freeze(doubles.project.pk, doubles.owner, "Départ", f"Avec {NAMES[1]}")
    kept = doubles.merge()
    assert [one["name"] for one in subject_data(Subject.of(kept))["former_names"]] == [NAMES[1]]
    erase(kept, doubles.owner)
    texts = repr([list(table.objects.values_list()) for table in (ProjectChange, Baseline, Person)])
    assert "Secret" not in texts
    assert "b.example" not in texts
    assert [row["holder__name"] for row in Baseline.objects.get().frozen["positions"]] == [ERASED, ERASED]
    assert not new_faults(doubles.project.pk)


@pytest.mark.parametrize("first", [0, 1])
def test_position_that_both_hold_is_held_once_in_the_place_of_the_first(doubles: Doubles, first: int) -> None:
    names = [NAMES[first], NAMES[1 - first], "Luc Roy"]
    hold_position(doubles.project.pk, doubles.owner, doubles.positions[0].pk, "; ".join(names))
    doubles.merge()
    position = load_matrix(doubles.project.pk).positions[0]
    assert [holder.name for holder in position.holders] == [NAMES[0], "Luc Roy"]
    assert not new_faults(doubles.project.pk)


def test_co_holder_who_is_merged_stays_one(doubles: Doubles) -> None:
    hold_position(doubles.project.pk, doubles.owner, doubles.positions[0].pk, f"Luc Roy; {NAMES[1]}")
    doubles.merge()
    assert [holder.name for holder in load_matrix(doubles.project.pk).positions[0].holders] == ["Luc Roy", NAMES[0]]
    assert not new_faults(doubles.project.pk)
