"""The pages of checks, repair and workload, for every kind of reader."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phases.models import Project
from roles.checks.domain.check import check
from roles.checks.domain.dismissals import dismiss
from roles.checks.domain.repair_context import RepairContext
from roles.checks.domain.repairs import digest, find_repair
from roles.enums import Severity
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty, FindingDismissal, Position
from tests.conftest import READERS, Team
from tests.factories import (
    MembershipFactory,
    PersonFactory,
    ResponsibilityFactory,
    RoleProfileFactory,
    small_project,
)

STATUS = {"owner": 200, "editor": 200, "viewer": 200, "outsider": 404, "anonymous": 302}


@pytest.fixture
def first(team: Team) -> tuple[Duty, Position, Position]:
    """The first duty, where the first position carries out and nobody approves."""
    duty = team.project.duties.all()[0]
    one, two = team.project.positions.all()[:2]
    one.holder, two.holder = PersonFactory.create(), PersonFactory.create()
    one.save()
    two.save()
    set_cells(team.project.pk, team.users["owner"], [CellChange(duty.pk, one.pk, "R")])
    return duty, one, two


def url(project: Project, page: str) -> str:
    return f"/en/projects/{project.pk}/{page}/"


def promised(project: Project, key: str) -> dict[str, str]:
    """What the form of a preview sends."""
    matrix = load_matrix(project.pk)
    return {"r": key, "digest": digest(matrix, find_repair(RepairContext.of(matrix), key)[1])}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("reader", READERS)
def test_repair_is_for_editors(team: Team, first: tuple[Duty, Position, Position], reader: str, method: str) -> None:
    duty = first[0]
    key = f"H1-d{duty.pk}-0"
    client = team.client(reader)
    data = {"r": key} if method == "get" else promised(team.project, key)
    response = getattr(client, method)(url(team.project, "repair"), data)
    allowed = 200 if method == "get" else 302
    assert response.status_code == {**STATUS, "owner": allowed, "editor": allowed, "viewer": 403}[reader]
    changed = method == "post" and reader in ("owner", "editor")
    assert ("A" in "".join(load_matrix(team.project.pk).duty(duty.pk).letters)) == changed


@pytest.mark.parametrize("page", ["findings", "workload"])
def test_pages_are_read_only(team: Team, page: str) -> None:
    assert team.client("owner").post(url(team.project, page)).status_code == 405


@pytest.mark.parametrize("page", ["findings", "workload"])
def test_pages_ask_the_same_queries_at_any_size(team: Team, page: str) -> None:
    client = team.client("owner")
    big = small_project(duties=30, positions=12)
    MembershipFactory.create(project=big, user=team.users["owner"])
    counts = []
    for project in (team.project, big):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(project, page)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_findings_page_asks_one_query_for_all_that_is_dismissed(team: Team) -> None:
    matrix = load_matrix(team.project.pk)
    keys = {finding.key: finding.state for finding in check(matrix) if finding.severity != Severity.ERROR}
    client = team.client("owner")
    counts = []
    for seen in ({}, dict(list(keys.items())[:1]), keys):
        if seen:
            FindingDismissal.objects.all().delete()
            dismiss(team.project.pk, team.users["owner"], seen, "Voulu")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(team.project, "findings")).status_code == 200
        counts.append(len(queries))
    assert len(keys) > 2
    assert counts[0] + 1 == counts[1] == counts[2]


def test_findings_page_explains_and_offers(team: Team, first: tuple[Duty, Position, Position]) -> None:
    duty = first[0]
    page = team.client("editor").get(url(team.project, "findings")).content.decode()
    assert "No approver" in page
    assert "No position approves this duty." in page
    assert "Rule H1" in page
    assert f"/en/projects/{team.project.pk}/#d-{duty.pk}" in page
    assert f'value="H1-d{duty.pk}-0"' in page
    viewer = team.client("viewer").get(url(team.project, "findings")).content.decode()
    assert "No position approves this duty." in viewer
    assert 'name="r"' not in viewer


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("severity=err", "No position approves", "are not complete"),
        ("severity=warn", "are not complete", "No position approves"),
        ("code=H1", "No position approves", "are not complete"),
        ("phase={other}", "This duty has no letter", "No position approves"),
        ("position={two}", "This position has no letter", "No position approves"),
        ("position={one}", "No position approves", "This position has no letter"),
        ("severity=x&phase=y&position=z&code=%00&page=-1", "No position approves", "No findings match"),
        ("severity=hint&code=H1", "No findings match", "No position approves"),
    ],
)
def test_findings_page_filters(
    team: Team, first: tuple[Duty, Position, Position], query: str, shown: str, hidden: str
) -> None:
    duty, one, two = first
    other = team.project.phases.exclude(pk=duty.phase_id).get()
    query = query.format(other=other.slug, one=one.pk, two=two.pk)
    page = team.client("editor").get(f"{url(team.project, 'findings')}?{query}")
    assert page.status_code == 200
    assert shown in page.content.decode()
    assert hidden not in page.content.decode()


def test_findings_page_shows_a_rule_page_by_page(team: Team) -> None:
    big = small_project(duties=100, positions=1)
    MembershipFactory.create(project=big, user=team.users["owner"])
    duties = list(big.duties.all())
    position = big.positions.get()
    set_cells(big.pk, team.users["owner"], [CellChange(duty.pk, position.pk, "R") for duty in duties])
    client = team.client("owner")
    start = client.get(url(big, "findings")).content.decode()
    assert start.count("No position approves this duty.") == 8
    assert "See all 200" in start
    last = client.get(f"{url(big, 'findings')}?code=H1&page=4").content.decode()
    assert last.count("No position approves this duty.") == 20
    assert "Page 4 of 4" in last


def test_findings_page_when_everything_complies(team: Team) -> None:
    one, two = team.project.positions.all()[:2]
    changes = [CellChange(duty.pk, one.pk, "AR") for duty in team.project.duties.all()]
    changes += [CellChange(duty.pk, two.pk, "C") for duty in team.project.duties.all()]
    set_cells(team.project.pk, team.users["owner"], changes)
    page = team.client("owner").get(url(team.project, "findings")).content.decode()
    assert "All 6 duties comply" in page


def test_repair_preview_shows_each_cell_before_and_after(team: Team, first: tuple[Duty, Position, Position]) -> None:
    duty = first[0]
    client = team.client("editor")
    page = client.get(url(team.project, "repair"), {"r": f"H1-d{duty.pk}-0"}).content.decode()
    assert "<h1>Repair</h1>" in page
    assert "as A/R" in page
    assert "1 finding goes." in page
    assert load_matrix(team.project.pk).duty(duty.pk).letters == ("R", "")
    partial = client.get(
        url(team.project, "repair"), {"r": f"H1-d{duty.pk}-0"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert partial.lstrip().startswith('<dialog id="repair"')
    assert "<html" not in partial


def test_repair_is_made_as_one_version_and_returns(team: Team, first: tuple[Duty, Position, Position]) -> None:
    duty = first[0]
    client = team.client("editor")
    key = f"H1-d{duty.pk}-0"
    response = client.post(url(team.project, "repair"), promised(team.project, key))
    assert response["Location"] == f"/en/projects/{team.project.pk}/#d-{duty.pk}"
    matrix = load_matrix(team.project.pk)
    assert (matrix.duty(duty.pk).letters, matrix.version) == (("AR", ""), 2)
    again = client.post(url(team.project, "repair"), {"r": key, "digest": "x"})
    assert again.status_code == 409
    assert "This repair is no longer needed" in again.content.decode()


def test_repair_returns_to_the_checks_it_came_from(team: Team, first: tuple[Duty, Position, Position]) -> None:
    data = promised(team.project, f"H1-d{first[0].pk}-0") | {"next": "findings"}
    response = team.client("editor").post(url(team.project, "repair"), data)
    assert response["Location"] == url(team.project, "findings")


def test_repair_never_leads_to_another_site(team: Team, first: tuple[Duty, Position, Position]) -> None:
    data = promised(team.project, f"H1-d{first[0].pk}-0") | {"next": "https://example.org/"}
    response = team.client("editor").post(url(team.project, "repair"), data)
    assert response["Location"].startswith(f"/en/projects/{team.project.pk}/")


def test_repair_of_a_changed_matrix_is_previewed_again(team: Team, first: tuple[Duty, Position, Position]) -> None:
    duty, _one, two = first
    key = f"H1-d{duty.pk}-1"
    data = promised(team.project, key)
    assert load_matrix(team.project.pk).duty(duty.pk).letters == ("R", "")
    set_cells(team.project.pk, team.users["owner"], [CellChange(duty.pk, two.pk, "I")])
    response = team.client("editor").post(url(team.project, "repair"), data, headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#repair"
    assert "The matrix has changed since the preview" in response.content.decode()
    assert load_matrix(team.project.pk).duty(duty.pk).letters == ("R", "I")
    again = team.client("editor").post(url(team.project, "repair"), promised(team.project, key))
    assert again.status_code == 302
    assert load_matrix(team.project.pk).duty(duty.pk).letters == ("R", "A")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("key", [None, "", "garbage", "1:2:A", "H1-d1-0;x", "H1-d999999999999999999999-0", "\x00"])
def test_repair_garbage_is_refused_in_words(team: Team, method: str, key: str | None) -> None:
    response = getattr(team.client("editor"), method)(url(team.project, "repair"), {} if key is None else {"r": key})
    assert response.status_code == 400
    assert "This repair does not exist" in response.content.decode()


def test_repair_of_another_project_is_not_reached(team: Team, first: tuple[Duty, Position, Position]) -> None:
    other = small_project()
    duty, position = other.duties.all()[0], other.positions.all()[0]
    set_cells(other.pk, None, [CellChange(duty.pk, position.pk, "R")])
    response = team.client("owner").get(url(team.project, "repair"), {"r": f"H1-d{duty.pk}-0"})
    assert response.status_code == 409
    assert load_matrix(other.pk).duty(duty.pk).letters == ("R", "")


def test_repair_answers_htmx_with_the_cells(team: Team, first: tuple[Duty, Position, Position]) -> None:
    key = f"H1-d{first[0].pk}-0"
    response = team.client("editor").post(
        url(team.project, "repair"), promised(team.project, key), headers={"HX-Request": "true"}
    )
    answer = response.content.decode()
    assert response.status_code == 200
    assert f"#d-{first[0].pk}" in answer
    assert "Repaired: " in answer


def test_findings_page_shows_the_words_of_both_profiles(team: Team, first: tuple[Duty, Position, Position]) -> None:
    duty, one, two = first
    ours, theirs = RoleProfileFactory.create_batch(2, framework=team.project.framework)
    statement = ResponsibilityFactory.create(
        phase=duty.phase, profile=ours, text_fr="Rédige", text_en="Writes", suggested={ours.slug: "R", theirs.slug: "A"}
    )
    answer = ResponsibilityFactory.create(phase=duty.phase, profile=theirs, text_fr="Relit", text_en="Reads <again>")
    statement.pairs_with.add(answer)
    Duty.objects.filter(pk=duty.pk).update(responsibility=statement)
    one.profile, two.profile = theirs, ours
    one.save()
    two.save()
    page = team.client("viewer").get(url(team.project, "findings")).content.decode()
    assert "carried out by another profile" in page
    assert re.search(f"<dt>{ours.name_en}, {statement.code}</dt>\\s*<dd>Writes</dd>", page)
    assert re.search(f"<dt>{theirs.name_en}, {answer.code}</dt>\\s*<dd>Reads &lt;again&gt;</dd>", page)
