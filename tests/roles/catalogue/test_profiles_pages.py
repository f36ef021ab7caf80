"""The public pages of the catalogue: profiles side by side, one profile, the first page."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import Team
from tests.factories import MembershipFactory, ProjectFactory
from tests.roles.catalogues import fixture_data, load, second_framework

pytestmark = pytest.mark.django_db
PAGES = ("", "profiles/", "profiles/technicien/", "profiles/universitaire/?wording=posting")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def catalogue() -> None:
    load(fixture_data())


def page(path: str, language: str = "fr", **headers: Any) -> str:
    response = Client().get(f"/{language}/{path}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def queries(path: str) -> int:
    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("reader", ["anonymous", "owner"])
def test_pages_are_public(catalogue: None, team: Team, reader: str, path: str, language: str) -> None:
    assert team.client(reader).get(f"/{language}/{path}").status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_pages_repeat_no_id(catalogue: None, path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page(path))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ["", "profiles/", "profiles/technicien/"])
def test_pages_take_a_constant_number_of_queries(path: str) -> None:
    load(second_framework(profiles=3, statements=2))
    small = queries(f"/fr/{path.replace('technicien', 'profil-1')}")
    load(second_framework(profiles=6, statements=20))
    assert queries(f"/fr/{path.replace('technicien', 'profil-1')}") == small <= 8


def test_profiles_show_every_statement_with_its_link_pairs_and_rule(catalogue: None) -> None:
    html = page("profiles/")
    assert len(re.findall(r'<li id="[TU]\d\d"', html)) == 51
    assert '<li id="T06" data-pairs="U03 U04 U05"' in html
    assert 'href="#T06"' in html
    assert re.search(r'<a\s+href="#U03"\s*>U03</a>', html)
    assert "Effectue les tâches suivantes de manière itérative\u00a0:" in html
    assert 'id="rule-R10"' in html
    assert "l’environnement matériel" in html


def test_profiles_filter_without_javascript(catalogue: None) -> None:
    html = page("profiles/?q=qualite&letter=technicien:R")
    assert re.findall(r'<li id="([TU]\d\d)"', html) == ["T11", "T24"]
    assert "<mark>qualité</mark>" in html
    assert re.search(r'name="q"\s+value="qualite"', html)
    assert '<option value="technicien:R" selected>' in html
    assert re.search(r'<a\s+href="/fr/profiles/#U07"\s*>U07</a>', html)


def test_profiles_show_the_other_language_where_only_it_was_found(catalogue: None) -> None:
    assert '<span class="alt" lang="en">Performs data <mark>cleaning</mark> operations</span>' in page(
        "profiles/?q=cleaning"
    )
    assert 'class="alt"' not in page("profiles/?q=nettoyage")


def test_profiles_escape_what_is_searched(catalogue: None) -> None:
    html = page("profiles/?q=%22%3E%3Cscript%3E&phase=%22%3E")
    assert "<script>" not in html.split("</head>")[1]
    assert 'value="&quot;&gt;&lt;script&gt;"' in html
    assert "Aucune responsabilité trouvée" in html


def test_profiles_answer_htmx_with_the_list_and_its_counts(catalogue: None) -> None:
    response = Client().get("/fr/profiles/?q=nettoyage&phase=&letter=", headers=HTMX)
    html = response.content.decode()
    assert "<html" not in html
    assert html.lstrip().startswith('<div id="statements"')
    assert re.search(r'<span id="tally" hx-swap-oob="innerHTML">\s*1 ', html)
    assert '<ul id="frise" hx-swap-oob="innerHTML">' in html
    assert response["HX-Push-Url"] == "/fr/profiles/?q=nettoyage"
    assert "HX-Request" in response["Vary"]


def test_profiles_replace_the_address_while_one_types(catalogue: None) -> None:
    headers = HTMX | {"HX-Current-URL": "http://testserver/fr/profiles/?q=net"}
    response = Client().get("/fr/profiles/?q=nettoyage", headers=headers)
    assert response["HX-Replace-Url"] == "/fr/profiles/?q=nettoyage"
    assert "HX-Push-Url" not in response
    response = Client().get("/fr/profiles/?q=net&letter=R", headers=headers)
    assert response["HX-Push-Url"] == "/fr/profiles/?q=net&letter=R"


def test_profiles_answer_a_history_request_with_the_page(catalogue: None) -> None:
    html = page("profiles/?q=net", **HTMX, **{"HX-History-Restore-Request": "true"})
    assert "<html" in html


def test_profiles_of_another_framework_have_the_same_pages() -> None:
    load(fixture_data())
    load(second_framework(3))
    html = page("profiles/?framework=deuxieme")
    assert len(re.findall(r'<li id="[AB]\d\d\.\d"', html)) == 12
    assert html.count('class="duo many"') == 2
    assert 'name="framework" value="deuxieme"' in html
    assert "?framework=specialiste-ia" in html
    assert "Titre 3" in page("profiles/profil-3/")
    assert "Titre 3" in page("profiles/profil-3/?framework=deuxieme")
    assert len(re.findall(r'<li id="[AB]', page("profiles/?framework=deuxieme&letter=profil-2:AR"))) == 4


def test_profiles_of_a_framework_with_one_profile_have_the_same_pages() -> None:
    load(second_framework(1))
    assert len(re.findall(r'<li id="[AB]01', page("profiles/"))) == 4
    assert "Titre 1" in page("profiles/profil-1/")
    assert "Titre 1" in page("")


@pytest.mark.parametrize(
    "path",
    [
        "profiles/?framework=lune",
        "profiles/lune/",
        "profiles/technicien/?framework=deuxieme",
        "profiles/lune/sheet/pdf/",
        "profiles/technicien/sheet/odt/",
        "profiles/sheet/odt/",
        "profiles/sheet/pdf/?framework=lune",
    ],
)
def test_what_does_not_exist_is_not_found(catalogue: None, path: str) -> None:
    load(second_framework())
    assert Client().get(f"/fr/{path}").status_code == 404


def test_profiles_are_not_found_without_a_framework() -> None:
    assert Client().get("/fr/profiles/").status_code == 404


@pytest.mark.parametrize("path", ["profiles/", "profiles/technicien/", "profiles/sheet/xlsx/", ""])
def test_pages_only_read(catalogue: None, path: str) -> None:
    assert Client().post(f"/fr/{path}").status_code == 405


def test_profile_shows_letters_answers_and_posting_wording(catalogue: None) -> None:
    html = page("profiles/technicien/")
    assert "Technicienne ou technicien en intelligence artificielle" in html
    assert len(re.findall(r'<li id="T\d\d"', html)) == 28
    assert "En mesure les impacts sur le système" in html
    assert "Décide des recommandations à suivre" in html
    html = page("profiles/technicien/?wording=posting")
    assert "Mesurer les impacts des modèles sur le système" in html


def test_home_counts_phases_and_profiles(catalogue: None) -> None:
    html = page("")
    assert [html.count(f'href="/fr/profiles/#phase-{n}"') for n in range(1, 8)] == [1] * 7
    assert 'href="/fr/profiles/universitaire/"' in html
    assert html.count("<i></i>") == 51


def test_home_without_catalogue_says_what_will_stand_there() -> None:
    assert "figurent ici dès que le catalogue est chargé" in page("")


def test_home_lists_my_projects_last_changed_first(catalogue: None, team: Team) -> None:
    user = team.users["viewer"]
    for number in range(7):
        MembershipFactory.create(user=user, project=ProjectFactory.create(name=f"Projet <{number}>"))
    html = team.client("viewer").get("/fr/").content.decode()
    names = re.findall(r"Projet &lt;(\d)&gt;", html)
    assert names == ["6", "5", "4", "3", "2", "1"]
    assert "Service d&#x27;essai" in html


def test_home_lists_no_project_of_others(catalogue: None, team: Team) -> None:
    html = team.client("outsider").get("/fr/").content.decode()
    assert team.project.name not in html
    assert 'href="/fr/projects/new/"' in html


def test_home_takes_a_constant_number_of_queries_for_a_member(catalogue: None, team: Team) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert team.client("viewer").get("/fr/").status_code == 200
        return len(captured)

    before = count()
    for _number in range(4):
        MembershipFactory.create(user=team.users["viewer"])
    assert count() == before
