"""Rows of people: how a file is read, what each row becomes, and that what leaves comes back."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from phases.models import Framework
from roles.formats.reading.file_types import FileRefused
from roles.formats.reading.upload import pasted_tables, read_tables
from roles.models import RoleProfile
from roles.people.documents.directory_files import people_file, people_template
from roles.people.documents.directory_reader import people_in
from roles.people.domain.directory import directory, profile_choices
from roles.people.domain.directory_plan import Doubt, Effect, PersonRow, plan_people
from tests.factories import FrameworkFactory, PersonFactory, RoleProfileFactory
from tests.roles.catalogues import fixture_data, load


def rows(*said: tuple[str, ...]) -> list[PersonRow]:
    return [PersonRow(f"ligne {number}", *row) for number, row in enumerate(said, start=2)]


def became(*said: tuple[str, ...]) -> list[Effect | Doubt]:
    return [line.doubt or line.effect for line in plan_people(rows(*said)).lines]


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("Nom\tCourriel\nCamille Roy\tc@example.org", ("Camille Roy", "c@example.org", "", "")),
        ("Email,Full name,Job title,Active\nc@example.org,Camille Roy,Analyst,yes",
         ("Camille Roy", "c@example.org", "Analyst", "yes")),
        ("Actif;Prénom;NOM;Mail\nnon;Camille;Roy;c@example.org", ("Camille Roy", "c@example.org", "", "non")),
        ("First name\tLast name\nCamille\tRoy", ("Camille Roy", "", "", "")),
        ("Nom de famille\tPrénom\nRoy\tCamille", ("Camille Roy", "", "", "")),
        ("Liste du personnel\n\nPoste\tTitulaire\nTechnicien\tCamille Roy", ("Camille Roy", "", "Technicien", "")),
        ("| Nom | Adresse courriel |\n|---|---|\n| Camille Roy | c@example.org |",
         ("Camille Roy", "c@example.org", "", "")),
        ("Camille Roy\tc@example.org\tTechnicien", ("Camille Roy", "c@example.org", "Technicien", "")),
        ("c@example.org\tCamille Roy", ("Camille Roy", "c@example.org", "", "")),
        ("Nom;Courriel\nex. Léa Roy;x@example.org\nCamille Roy;c@example.org",
         ("Camille Roy", "c@example.org", "", "")),
    ],
)  # fmt: skip
def test_headings_are_known_in_both_languages_and_any_order(said: str, row: tuple[str, ...]) -> None:
    (found,) = people_in(pasted_tables(said)).rows
    assert (found.name, found.email, found.profile, found.active) == row


@pytest.mark.parametrize("said", ["Tâche\tR\nCoder\tx", "bonjour", "Nom\tCourriel"])
def test_text_without_people_is_refused(said: str) -> None:
    with pytest.raises(FileRefused):
        people_in(pasted_tables(said))


def test_more_people_than_a_page_can_carry_are_refused() -> None:
    with pytest.raises(FileRefused, match="1500"):
        people_in(pasted_tables("Nom\n" + "\n".join(f"Personne {number}" for number in range(1_501))))


@pytest.mark.django_db
def test_rows_become_new_changed_or_the_same() -> None:
    load(fixture_data())
    PersonFactory.create(name="Camille Roy", email="c@example.org")
    PersonFactory.create(name="Léa Roy")
    assert became(
        ("camille roy", "C@example.org"),
        ("Camille Roy", "c2@example.org", "", "oui"),
        ("Léa Roy", "l@example.org"),
        ("Noé Roy", "n@example.org"),
        ("Zoé Roy", "", "universitaire", "non"),
    ) == [Effect.CHANGED, Doubt.NAMESAKE, Effect.CHANGED, Effect.NEW, Effect.NEW]
    assert became(("Camille Roy", "c@example.org"), ("Léa Roy",)) == [Effect.SAME, Effect.SAME]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "doubts"),
    [
        ([("", "c@example.org")], [Doubt.NO_NAME]),
        ([("C" * 121,)], [Doubt.LONG_NAME]),
        ([("Camille", "c@")], [Doubt.BAD_EMAIL]),
        ([("Camille", "", "Alchimiste")], [Doubt.PROFILE]),
        ([("Camille", "", "", "peut-être")], [Doubt.ACTIVE]),
        ([("Camille", "c@example.org"), ("Camille", "C@example.org ")], [Doubt.TWICE, Doubt.TWICE]),
        ([("Camille", "c@example.org"), ("Camille", "c@example.org")], [Effect.NEW, Doubt.TWICE]),
        ([("Camille", "c@example.org"), ("Léa", "c@example.org")], [Doubt.TWICE, Doubt.TWICE]),
        ([("Camille", "c@example.org"), ("camille", "d@example.org")], [Effect.NEW, Doubt.NAMESAKE]),
        ([("Jean", "j3@example.org")], [Doubt.NAMESAKE]),
        ([("Jean",)], [Doubt.SEVERAL]),
        ([("Un", "u@example.org"), ("Un",)], [Doubt.TWICE, Doubt.TWICE]),
    ],
)
def test_rows_in_doubt_are_named(said: list[tuple[str, ...]], doubts: list[object]) -> None:
    PersonFactory.create(name="Jean", email="j1@example.org")
    PersonFactory.create(name="Jean", email="j2@example.org")
    PersonFactory.create(name="Un", email="u@example.org")
    assert became(*said) == doubts


@pytest.mark.django_db
def test_profile_of_several_frameworks_is_named_with_its_framework() -> None:
    load(fixture_data())
    RoleProfileFactory.create(framework=FrameworkFactory.create(slug="autre"), slug="technicien", name_fr="Technicien")
    assert became(("Camille", "", "Technicien")) == [Doubt.PROFILES]
    (line,) = plan_people(rows(("Camille", "", "autre/technicien"))).lines
    assert line.now
    assert line.now.profile_id == RoleProfile.objects.get(framework__slug="autre").pk


_NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)


@pytest.mark.django_db
@given(names=st.lists(_NAMES, min_size=1, max_size=5), fmt=st.sampled_from(["csv", "xlsx"]))
@effort(max_examples=15, deadline=None)
def test_any_name_comes_back_as_it_left(names: list[str], fmt: str) -> None:
    content = people_file([(name, "", "", True) for name in names], ["Technicien"], fmt)
    assert [row.name for row in people_in(read_tables(content)).rows] == names


@pytest.mark.django_db
@given(text=st.text(st.sampled_from("Nomail@;,\t\n|-éA'\"=\x00\ud800 "), max_size=60))
@effort(max_examples=50, deadline=None)
def test_any_text_names_people_or_is_refused(text: str) -> None:
    try:
        upload = people_in(pasted_tables(f"Nom;Courriel\n{text}"))
    except FileRefused:
        return
    assert len(plan_people(upload.rows).lines) == len(upload.rows)


def test_profile_that_a_person_has_is_kept_when_a_file_no_longer_has_it(db: None) -> None:
    load(fixture_data())
    PersonFactory.create(profile=RoleProfile.objects.get(slug="universitaire"))
    data = fixture_data()
    data["profiles"] = data["profiles"][:1]
    data["responsibilities"] = [row for row in data["responsibilities"] if row["profile"] == "technicien"]
    for row in data["responsibilities"]:
        row |= {"pairs_with": [], "suggested": {}}
    assert load(data).kept == ["universitaire"]


def test_names_of_profiles_are_those_that_a_file_may_say(db: None) -> None:
    load(fixture_data())
    with override("fr"):
        names = dict(profile_choices())
    assert sorted(names.values()) == ["Technicien", "Universitaire"]
    assert Framework.objects.count() == 1
    assert list(directory(names)) == []
    assert people_template(["Technicien"], "csv").decode("utf-8-sig").splitlines()[1].startswith("ex. Camille Roy;")
