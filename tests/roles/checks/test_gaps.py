"""From the duties nobody carries out to a vacant position that holds them, and to whoever is hired."""

import re

import pytest

from phases.models import ProjectChange
from roles.checks.domain.check import check
from roles.checks.domain.gaps import lacking, likely_profile
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty, Position
from roles.projects.domain.positions import position_fingerprint
from tests.conftest import READERS, Team
from tests.factories import ResponsibilityFactory, RoleProfileFactory
from tests.roles.layouts import matrix_of, row, rows


def url(team: Team) -> str:
    return f"/en/projects/{team.project.pk}/findings/position/"


def form(team: Team, **other: object) -> dict[str, object]:
    ids = [duty.id for duty in lacking(load_matrix(team.project.pk), "R")]
    return {"gap": "R", "title": "Data engineer", "duty": ids, **other}


def test_lacking_is_what_nobody_does_or_approves() -> None:
    matrix = rows("R C", "A C", ". .", "AR .")
    assert [duty.id for duty in lacking(matrix, "R")] == [2, 3]
    assert [duty.id for duty in lacking(matrix, "A")] == [1, 3]
    assert lacking(matrix_of([row(1, ["C"], applicable=False)], 1), "R") == []


def test_likely_profile_is_the_one_most_suggested_for_the_gap() -> None:
    duties = [row(n, [""], suggested={"technicien": "R", "universitaire": "A"}) for n in range(2)]
    duties += [row(3, [""], suggested={"universitaire": "AR"}), row(4, [""])]
    assert likely_profile(duties, "R") == "technicien"
    assert likely_profile(duties, "A") == "universitaire"
    assert likely_profile([row(1, [""])], "R") == ""


@pytest.mark.parametrize("reader", READERS)
def test_position_from_a_gap_is_for_editors(team: Team, reader: str) -> None:
    client = team.client(reader)
    refused = {"viewer": 403, "outsider": 404, "anonymous": 302}
    assert client.get(url(team)).status_code == refused.get(reader, 200)
    assert client.post(url(team), form(team)).status_code == refused.get(reader, 302)
    assert team.project.positions.count() == (2 if reader in refused else 3)


def test_position_from_a_gap_is_one_change_and_leaves_no_error(team: Team) -> None:
    duties = list(team.project.duties.all())
    one = team.project.positions.all()[0]
    set_cells(team.project.pk, None, [CellChange(duties[0].pk, one.pk, "A"), CellChange(duties[1].pk, one.pk, "AR")])
    before = load_matrix(team.project.pk)
    page = team.client("editor").post(url(team), form(team), follow=True).content.decode()
    assert "“Data engineer” is vacant and holds 5 duties." in page
    after = load_matrix(team.project.pk)
    assert after.version == before.version + 1
    assert [duty.letters[-1] for duty in after.duties] == ["R", "", "AR", "AR", "AR", "AR"]
    assert after.positions[-1].vacant
    assert not [finding for finding in check(after) if finding.code in ("H1", "H3", "H4")]
    kinds = ProjectChange.objects.filter(project=team.project, version=after.version).values_list("kind", flat=True)
    assert sorted(kinds) == ["cell"] * 5 + ["position.added"]


def test_hiring_for_the_position_keeps_its_letters(team: Team) -> None:
    client = team.client("editor")
    client.post(url(team), form(team))
    position = Position.objects.get(title_en="Data engineer")
    letters = load_matrix(team.project.pk).columns[-1]
    data = {"title_fr": "", "title_en": "Data engineer", "holder": "Personne embauchée", "profile": ""}
    data["seen"] = position_fingerprint(position)
    assert client.post(f"/en/projects/{team.project.pk}/positions/{position.pk}/", data).status_code == 302
    matrix = load_matrix(team.project.pk)
    assert matrix.position(position.pk).holder == "Personne embauchée"
    assert matrix.columns[-1] == letters == ("AR",) * 6


def test_proposal_takes_the_title_of_the_profile_most_suggested(team: Team) -> None:
    profile = RoleProfileFactory.create(framework=team.project.framework, title_fr="Ingénieure", title_en="Engineer")
    phase = team.project.phases.all()[0]
    statement = ResponsibilityFactory.create(phase=phase, profile=profile, suggested={profile.slug: "R"})
    Duty.objects.filter(project=team.project, phase=phase).update(responsibility=statement)
    page = team.client("editor").get(url(team)).content.decode()
    assert 'value="Engineer"' in page
    assert len(re.findall(r"\schecked", page)) == 6
    team.client("editor").post(url(team), form(team, title="Engineer", profile=profile.pk))
    made = Position.objects.get(project=team.project, profile=profile)
    assert (made.title_fr, made.title_en) == ("Ingénieure", "Engineer")


def test_position_of_a_gap_somebody_filled_is_not_made(team: Team) -> None:
    data = form(team)
    duty, one = team.project.duties.all()[0], team.project.positions.all()[0]
    set_cells(team.project.pk, None, [CellChange(duty.pk, one.pk, "AR")])
    response = team.client("editor").post(url(team), data)
    assert response.status_code == 409
    assert "filled one of these duties in the meantime" in response.content.decode()
    assert team.project.positions.count() == 2


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"duty": []}, "Choose at least one duty"),
        ({"duty": ["x", "²"]}, "Choose at least one duty"),
        ({"title": " "}, "Give a title, or choose a profile."),
        ({"gap": "X"}, "Nothing was saved yet"),
        ({"profile": "999999"}, "Nothing was saved yet"),
    ],
)
def test_position_from_a_gap_needs_a_title_and_duties(team: Team, other: dict[str, object], words: str) -> None:
    assert words in team.client("editor").post(url(team), form(team, **other)).content.decode()
    assert team.project.positions.count() == 2


def test_findings_page_leads_to_the_position(team: Team) -> None:
    page = team.client("editor").get(f"/en/projects/{team.project.pk}/findings/").content.decode()
    assert f'href="{url(team)}?gap=R"' in page
    assert url(team) not in team.client("viewer").get(f"/en/projects/{team.project.pk}/findings/").content.decode()


def test_no_gap_says_so(team: Team) -> None:
    one = team.project.positions.all()[0]
    set_cells(team.project.pk, None, [CellChange(duty.pk, one.pk, "AR") for duty in team.project.duties.all()])
    client = team.client("editor")
    assert "Every duty has somebody who carries it out" in client.get(url(team)).content.decode()
    assert "Every duty has an approver" in client.get(url(team) + "?gap=A").content.decode()
