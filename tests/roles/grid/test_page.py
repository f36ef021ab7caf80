from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phases.models import Project
from roles.models import Assignment, Duty, Position
from roles.projects.domain.reviews import mark_reviewed
from tests.conftest import Team
from tests.factories import MembershipFactory, PersonFactory, small_project


def page(project: Project) -> str:
    return reverse("project", args=[project.pk])


def test_matrix_page_of_no_project_is_not_found(team: Team) -> None:
    for project_id in (0, 10**6, 10**30):
        assert team.client("owner").get(f"/fr/projects/{project_id}/").status_code == 404


def test_matrix_page_modes(team: Team) -> None:
    editor, viewer = team.client("editor"), team.client("viewer")
    edit = editor.get(page(team.project)).content.decode()
    assert 'data-mode="edit"' in edit
    assert 'id="picker"' in edit
    for html in (editor.get(page(team.project) + "?mode=view"), viewer.get(page(team.project) + "?mode=edit")):
        text = html.content.decode()
        assert 'data-mode="view"' in text
        assert 'id="picker"' not in text
        assert "/row/" not in text


def test_matrix_page_shows_letters_loads_and_progress(team: Team) -> None:
    duty, position = team.project.duties.all()[0], team.project.positions.all()[0]
    Assignment.objects.create(duty=duty, position=position, letter="AR")
    html = team.client("viewer").get(page(team.project)).content.decode()
    assert f'<tr id="d-{duty.pk}">' in html
    assert '<td class="vac"><b class="l l-ar" translate="no"><i>A</i><span class="vh">/</span><i>R</i></b></td>' in html
    assert f'<td id="load-{position.pk}"><b>1</b> R · <b>1</b> A<br>3 points</td>' in html
    assert '<span class="of">1/3</span>' in html


def test_matrix_page_escapes_what_people_typed(team: Team) -> None:
    evil = '<script>alert("x")</script>'
    duty, position = team.project.duties.all()[0], team.project.positions.all()[0]
    Duty.objects.filter(pk=duty.pk).update(text_fr=evil, code="<b>", applicable=False, reason=evil)
    Position.objects.filter(pk=position.pk).update(title_fr=evil, holder=PersonFactory.create(name=evil))
    Project.objects.filter(pk=team.project.pk).update(name=evil, organization=evil)
    html = team.client("owner").get(page(team.project)).content.decode()
    assert "<script>alert" not in html
    assert "<code><b>" not in html
    assert "&lt;script&gt;" in html


def test_matrix_page_without_positions_leads_to_them(team: Team) -> None:
    team.project.positions.all().delete()
    html = team.client("owner").get(page(team.project)).content.decode()
    assert reverse("positions", args=[team.project.pk]) in html
    assert "Ajoutez un premier poste" in html
    assert '<table class="mx"' not in html


def test_matrix_page_without_duties_leads_to_them(team: Team) -> None:
    team.project.duties.all().delete()
    html = team.client("owner").get(page(team.project)).content.decode()
    assert "Ajoutez une première tâche" in html


def test_matrix_filter_is_in_the_address_and_in_the_exports(team: Team) -> None:
    duty = team.project.duties.all()[4]
    html = team.client("viewer").get(f"{page(team.project)}?q={duty.code}&gaps=1").content.decode()
    assert html.count('<tr id="d-') == 1
    assert f"export/xlsx/?q={duty.code}&amp;gaps=1" in html


def test_matrix_filter_answers_with_the_table_and_the_clean_address(team: Team) -> None:
    headers = {"HX-Request": "true", "HX-Target": "grid"}
    address = f"{page(team.project)}?q=&phase=&position=&gaps=1"
    answer = team.client("editor").get(address, headers=headers)
    assert answer["HX-Push-Url"] == f"{page(team.project)}?gaps=1"
    text = answer.content.decode()
    assert "<html" not in text
    assert text.lstrip().startswith("<table")
    restored = team.client("editor").get(address, headers={**headers, "HX-History-Restore-Request": "true"})
    assert "<html" in restored.content.decode()


def test_matrix_filter_that_matches_nothing_can_be_cleared(team: Team) -> None:
    html = team.client("viewer").get(page(team.project) + "?q=zzz").content.decode()
    assert "Aucune tâche ne correspond" in html
    assert f'href="{page(team.project)}"' in html


@pytest.mark.parametrize("query", ["position=%00", "position=abc", "q=%00%FF", "letter=%F0%9F", "phase=" + "x" * 3000])
def test_matrix_filter_of_garbage_is_a_page(team: Team, query: str) -> None:
    assert team.client("viewer").get(f"{page(team.project)}?{query}").status_code == 200


@pytest.mark.parametrize(("duties", "positions"), [(2, 2), (40, 12)])
def test_matrix_page_queries_at_any_size(team: Team, duties: int, positions: int) -> None:
    project = small_project(duties, positions)
    MembershipFactory.create(project=project, user=team.users["owner"])
    client = team.client("owner")
    with CaptureQueriesContext(connection) as queries:
        client.get(page(project))
    assert len(queries) == 11


def test_matrix_page_of_a_project_with_a_rhythm_costs_two_queries_more(team: Team) -> None:
    Project.objects.filter(pk=team.project.pk).update(rules={"review_every": 30})
    mark_reviewed(team.project.pk, team.users["owner"])
    client = team.client("viewer")
    client.get(page(team.project))
    costs = []
    for rules in ({}, {"review_every": 30}):
        Project.objects.filter(pk=team.project.pk).update(rules=rules)
        with CaptureQueriesContext(connection) as queries:
            client.get(page(team.project))
        costs.append(len(queries))
    assert costs[1] - costs[0] == 2


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]


def test_matrix_page_has_each_id_once(team: Team) -> None:
    parser = _Ids()
    parser.feed(team.client("owner").get(page(team.project)).content.decode())
    assert len(parser.ids) == len(set(parser.ids))
    assert {"grid", "checks", "news", "live", "toast", "history", "version", "saved"} <= set(parser.ids)
