"""One rule for names: in forms, in files and in projects from files."""

import pytest

from aispec.web.words.folding import name_key
from roles.models import Person
from roles.people.domain.directory_plan import Doubt, Effect, PersonRow, plan_people
from roles.people.domain.holders import HolderMismatch, holder_named
from roles.people.domain.names import same_name
from tests.conftest import Team
from tests.factories import PersonFactory

ZOE = "Zoé Côté-Roy"


@pytest.mark.parametrize(
    "other", ["ZOÉ CÔTÉ-ROY", "Zoe Cote Roy", "Côté-Roy, Zoé", "Zoe\u0301 Côté Roy", " zoé  côté‑roy"]
)
def test_name_written_otherwise_is_the_same(other: str) -> None:
    assert same_name(ZOE, other)


@pytest.mark.parametrize("other", ["Zoé Côté", "Zoé Roy", "Zoé Côté-Roy Roy", ""])
def test_other_name_is_another(other: str) -> None:
    assert not same_name(ZOE, other)


def test_name_without_letters_is_itself_alone() -> None:
    assert name_key("…") != name_key("!")


@pytest.mark.parametrize("written", ["zoe cote roy", "Côté-Roy Zoé"])
def test_holder_of_the_project_is_known_however_written(team: Team, written: str) -> None:
    zoe = PersonFactory.create(name=ZOE)
    team.project.positions.update(holder=zoe)
    assert holder_named(team.project.pk, team.users["editor"], written) == zoe
    assert Person.objects.count() == 1


def test_email_with_the_name_written_otherwise_is_the_same_person(team: Team) -> None:
    zoe = PersonFactory.create(name=ZOE, email="zoe@example.org")
    assert holder_named(team.project.pk, team.users["owner"], "Zoe Cote Roy", "zoe@example.org") == zoe
    with pytest.raises(HolderMismatch):
        holder_named(team.project.pk, team.users["owner"], "Zoé Roy", "zoe@example.org")


def test_row_with_first_and_last_name_the_other_way_round_is_no_new_person(db: None) -> None:
    PersonFactory.create(name=ZOE, email="zoe@example.org")
    rows = [PersonRow("1", "Côté-Roy, Zoé", "autre@example.org"), PersonRow("2", "Roy Ada"), PersonRow("3", "Ada Roy")]
    lines = plan_people(rows).lines
    assert [line.effect for line in lines] == [Effect.DOUBT, Effect.DOUBT, Effect.DOUBT]
    assert lines[0].doubt is Doubt.NAMESAKE


@pytest.mark.parametrize(("written", "kept"), [("Roy Zoe", "Zoé Roy"), ("Roy, Zoé", "Zoé Roy"), ("ZOÉ ROY", "ZOÉ ROY")])
def test_row_in_another_order_renames_nobody(db: None, written: str, kept: str) -> None:
    PersonFactory.create(name="Zoé Roy")
    (line,) = plan_people([PersonRow("1", written)]).lines
    assert line.now
    assert line.now.name == kept
