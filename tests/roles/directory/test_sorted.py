"""What the directory is sorted, searched and looked over by stands in the database, and follows the names."""

from hypothesis import given
from hypothesis import strategies as st

from aispec.web.words.folding import fold, name_key
from aispec.web.words.sorting import alphabetical, sort_bytes
from roles.directory.domain.entries import Show, entries, search_people
from roles.directory.domain.people import PersonDetails, edit_person
from roles.models import Person
from roles.people.domain.directory_import import apply_people
from roles.people.domain.directory_plan import PersonRow, plan_people
from tests.conftest import Team
from tests.factories import PersonFactory

NAMES = (
    "Élise Côté",
    "Elise Cote",
    "Eva Roy",
    "O’Brien",
    "Obrien",
    "Œdipe",
    "Zoé",
    "cote elise",
    "Roy",
    "Roy A",
    "%",
    "_",
)


@given(st.lists(st.text(max_size=30), max_size=8))
def test_names_any_stand_in_the_same_order_as_bytes(names: list[str]) -> None:
    names = [name.encode(errors="replace").decode() for name in names]
    assert sorted(names, key=sort_bytes) == sorted(names, key=alphabetical)


def test_entries_stand_as_names_are_sorted_here_and_doubles_together(team: Team) -> None:
    for name in NAMES:
        PersonFactory.create(name=name)
    owner = team.users["owner"]
    assert [one.name for one in entries(owner, show=Show.ALL)] == sorted(NAMES, key=alphabetical)
    alike = ["cote elise", "Elise Cote", "Élise Côté"]
    assert [one.name for one in entries(owner, show=Show.DOUBLES)] == alike
    assert [one.name for one in entries(owner, "Côte", Show.DOUBLES)] == alike
    assert [one.name for one in entries(owner, "%")] == ["%"]
    assert [one.name for one in search_people("_")] == ["_"]
    assert [one.name for one in entries(owner, show=Show.ALL)[2:4]] == sorted(NAMES, key=alphabetical)[2:4]


def test_columns_follow_a_name_however_it_is_written(team: Team) -> None:
    person = PersonFactory.create(name="Zoé Roy", email="z@example.org")
    _check(person)
    edit_person(team.users["owner"], person.pk, PersonDetails("Zoé Côté", "z@example.org"))
    _check(person)
    rows = [PersonRow("", "Zoë Cote", "z@example.org"), PersonRow("", "Léa Œuvrard", "l@example.org")]
    assert apply_people(rows, {}, plan_people(rows).seen, None) == (1, 1)
    for each in Person.objects.all():
        _check(each)


def _check(person: Person) -> None:
    person.refresh_from_db()
    assert bytes(person.sorted_by) == sort_bytes(person.name)
    assert (person.searched, person.key) == (fold(f"{person.name} {person.email}"), name_key(person.name))
