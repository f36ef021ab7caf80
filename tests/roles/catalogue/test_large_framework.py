"""A framework with 41 profiles and some 2,000 statements, loaded once: how its pages stay readable and light."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from phases.models import Framework, Phase, Project
from roles.models import Duty, RoleProfile
from roles.people.domain.permissions import hr_group
from roles.projects.domain.scope import set_phases
from tests.factories import UserFactory
from tests.roles.catalogues import large_framework, load

pytestmark = pytest.mark.django_db
ROWS = re.compile(r'<li id="P\d\d\.\d+"')


@pytest.fixture(scope="module")
def large(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Framework]:
    with django_db_blocker.unblock(), transaction.atomic():
        load(large_framework())
        yield Framework.objects.get()
        transaction.set_rollback(True)


def client() -> Client:
    made, user = Client(), UserFactory.create()
    user.groups.add(hr_group())
    made.force_login(user)
    return made


def page(path: str, **headers: Any) -> str:
    response = Client().get(f"/en/{path}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_profiles_of_many_are_listed_until_some_are_chosen(large: Framework) -> None:
    html = page("profiles/")
    assert not ROWS.findall(html)
    assert html.count('name="with"') == 41
    assert html.count('href="/en/profiles/profil-') == 41
    assert 'href="/en/profiles/?phase=infrastructure"' in html
    assert len(html.encode()) < 60_000


@pytest.mark.parametrize(
    ("query", "rows", "found"),
    [
        ("q=donnees", 100, 1142),
        ("phase=infrastructure", 100, 287),
        ("letter=R", 0, 0),
        ("letter=AR", 100, 2009),
        ("q=P07.11", 1, 1),
        ("q=zzz", 0, 0),
    ],
)
def test_search_among_many_profiles_shows_so_many_and_counts_all(
    large: Framework, query: str, rows: int, found: int
) -> None:
    html = page(f"profiles/?{query}")
    assert len(ROWS.findall(html)) == rows
    assert f"{found} responsibilit" in html
    assert ("Only the first 100 are shown." in html) == (found > 100)
    assert len(html.encode()) < 300_000


def test_chosen_profiles_stand_side_by_side_whole(large: Framework) -> None:
    html = page("profiles/?with=profil-01&with=profil-02")
    assert len(ROWS.findall(html)) == 98
    assert html.count('class="duo"') == 7
    assert re.search(r'<a\s+href="#P02.11"\s*>P02.11</a>', html)
    assert re.search(r'<a\s+href="/en/profiles/profil-41/#P41.11"\s*>P41.11</a>', html)
    assert 'href="/en/profiles/sheet/xlsx/?with=profil-01&amp;with=profil-02"' in html
    assert len(html.encode()) < 200_000


def test_four_profiles_are_compared_at_most(large: Framework) -> None:
    html = page("profiles/?" + "&".join(f"with=profil-0{number}" for number in range(1, 6)))
    assert len(ROWS.findall(html)) == 4 * 49
    assert "the first four are shown" in html
    assert len(html.encode()) < 400_000


@pytest.mark.parametrize("chosen", ["lune", "", "\x00", "profil-01/"])
def test_profile_that_does_not_exist_chooses_nothing(large: Framework, chosen: str) -> None:
    assert not ROWS.findall(page(f"profiles/?with={chosen}"))


def test_filter_of_chosen_profiles_keeps_the_choice(large: Framework) -> None:
    html = page("profiles/?with=profil-01&with=profil-02&q=donnees")
    assert html.count('<input type="hidden" name="with"') == 2
    assert '<a href="/en/profiles/?with=profil-01&amp;with=profil-02">Clear the filters</a>' in html
    assert 'value="profil-01:AR"' in html
    response = Client().get("/en/profiles/?with=profil-01&q=x", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/en/profiles/?q=x&with=profil-01"


def test_sheet_of_one_profile_leads_to_the_sheets_of_its_pairs(large: Framework) -> None:
    html = page("profiles/profil-01/")
    assert 'href="/en/profiles/profil-02/#P02.11"' in html
    assert 'href="/en/profiles/?with=profil-01"' in html
    assert len(html.encode()) < 120_000


def test_documents_hold_the_chosen_profiles(large: Framework) -> None:
    chosen = Client().get("/en/profiles/sheet/csv/?with=profil-03&with=profil-04").content.decode("utf-8-sig")
    assert set(re.findall(r"\bP(\d\d)\.\d+,", chosen)) == {"03", "04"}


def test_home_shows_a_few_profiles_and_leads_to_all(large: Framework) -> None:
    html = page("")
    assert html.count('<article class="card">') == 4
    assert "All 41 profiles" in html
    assert len(html.encode()) < 60_000


def start(reader: Client, framework: Framework, **fields: Any) -> Project:
    profiles = list(RoleProfile.objects.filter(slug__in=("profil-01", "profil-02")).order_by("slug"))
    rows = {f"row-{n}-profile": profile.pk for n, profile in enumerate(profiles)}
    data = {
        "framework": framework.pk, "shown": framework.pk, "action": "create", "name": "Essai", "apply": "on",
        "phases": list(framework.phases.values_list("pk", flat=True)[:2]),
        "row-TOTAL_FORMS": 2, "row-INITIAL_FORMS": 0, **rows, **fields,
    }  # fmt: skip
    seen = reader.post("/en/projects/new/", data | {"action": "preview"}).context["choices"].seen
    assert reader.post("/en/projects/new/", data | {"seen": seen}).status_code == 302
    return Project.objects.get()


def test_new_project_of_many_profiles_begins_with_an_empty_position(large: Framework) -> None:
    html = client().get("/en/projects/new/").content.decode()
    assert html.count('class="pos-row"') == 1
    assert 'name="narrow"' in html
    assert len(html.encode()) < 40_000


def test_new_project_takes_the_duties_of_its_positions(large: Framework) -> None:
    project = start(client(), large, narrow="on")
    assert set(project.duties.values_list("profile__slug", flat=True)) == {"profil-01", "profil-02"}
    assert project.duties.count() == 2 * 2 * 7
    owner = project.memberships.get().user
    set_phases(project.pk, owner, list(Phase.objects.filter(framework=large)[:3]))
    assert project.duties.count() == 3 * 2 * 7


def test_new_project_takes_every_duty_when_that_is_asked_for(large: Framework) -> None:
    project = start(client(), large)
    assert project.duties.count() == 2 * 41 * 7
    assert Duty.objects.filter(project=project).values("profile").distinct().count() == 41


def test_new_project_lists_open_duties_up_to_a_number(large: Framework) -> None:
    data = {"framework": large.pk, "shown": large.pk, "action": "preview", "apply": "on",
            "phases": list(large.phases.values_list("pk", flat=True)), "row-TOTAL_FORMS": 1,
            "row-0-profile": RoleProfile.objects.get(slug="profil-01").pk}  # fmt: skip
    html = client().post("/en/projects/new/", data).content.decode()
    assert "1960 duties are left open" in html
    assert html.count("No approval") == 100
    assert len(html.encode()) < 150_000
