from collections.abc import Mapping, Sequence

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from phases.models import Framework, Membership, Project, ProjectChange
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Assignment, Duty, Person, Position
from tests.conftest import Team
from tests.factories import (
    FrameworkFactory,
    PersonFactory,
    PhaseFactory,
    ResponsibilityFactory,
    RoleProfileFactory,
)


@pytest.fixture
def framework(db: None) -> Framework:
    """Two phases, two profiles; each phase has one duty R/A and one A/R, C."""
    framework = FrameworkFactory.create()
    first, second = (
        RoleProfileFactory.create(framework=framework, order=order, slug=slug, title_fr=f"Titre {slug}", title_en=slug)
        for order, slug in enumerate(("tech", "grad"), start=1)
    )
    for order in (1, 2):
        phase = PhaseFactory.create(framework=framework, order=order)
        ResponsibilityFactory.create(phase=phase, profile=first, code=f"T{order}", suggested={"tech": "R", "grad": "A"})
        ResponsibilityFactory.create(
            phase=phase, profile=second, code=f"U{order}", suggested={"tech": "C", "grad": "A/R"}
        )
    return framework


def form(framework: Framework, rows: Sequence[Mapping[str, object]], **values: object) -> dict[str, object]:
    cells = {f"row-{index}-{field}": value for index, row in enumerate(rows) for field, value in row.items()}
    return {
        "framework": framework.pk,
        "shown": framework.pk,
        "name": "Mon projet",
        "organization": "Mon service",
        "phases": [phase.pk for phase in framework.phases.all()],
        "apply": "on",
        "action": "create",
        "row-TOTAL_FORMS": len(rows),
        "row-INITIAL_FORMS": 0,
        **cells,
        **values,
    }


def row(framework: Framework, slug: str, title: str = "", holder: str = "") -> dict[str, object]:
    return {"profile": framework.profiles.get(slug=slug).pk if slug else "", "title": title, "holder": holder}


NEW = "project-new"


def test_project_new_anonymous_signs_in_and_comes_back(db: None) -> None:
    response = Client().get(reverse(NEW))
    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={reverse(NEW)}")


def test_project_new_page_has_a_row_a_profile_and_a_preview(client: Client, framework: Framework) -> None:
    page = client.get(reverse(NEW)).content.decode()
    assert 'value="Titre tech"' in page
    assert 'value="Titre grad"' in page
    assert page.count('name="row-') == 2 * 3 + 4


def test_project_new_without_framework_says_so(client: Client) -> None:
    response = client.get(reverse(NEW))
    assert response.status_code == 503
    assert "Un projet part d’un référentiel." in response.content.decode()


def test_project_new_creates_everything_at_once(client: Client, user: User, framework: Framework) -> None:
    rows = [row(framework, "tech", holder="Camille Roy; Luc Côté"), row(framework, "grad", "Architecte")]
    response = client.post(reverse(NEW), form(framework, rows))
    project = Project.objects.get()
    assert response["Location"] == reverse("project", args=[project.pk])
    assert Membership.objects.get().user == user
    matrix = load_matrix(project.pk, "fr")
    assert [(position.title, position.holder) for position in matrix.positions] == [
        ("Titre tech", "Camille Roy, Luc Côté"),
        ("Architecte", ""),
    ]
    assert [duty.letters for duty in matrix.duties] == [("R", "A"), ("C", "AR")] * 2
    kinds = set(ProjectChange.objects.values_list("kind", flat=True))
    assert kinds == {"project.created", "position.added", "position.edited", "cell"}


def test_project_new_without_letters_leaves_the_matrix_empty(client: Client, framework: Framework) -> None:
    data = form(framework, [row(framework, "tech")])
    del data["apply"]
    assert client.post(reverse(NEW), data).status_code == 302
    assert Duty.objects.count() == 4
    assert not Assignment.objects.exists()


def test_project_new_chosen_phases_only(client: Client, framework: Framework) -> None:
    chosen = framework.phases.all()[1]
    data = form(framework, [row(framework, "tech"), row(framework, "grad")], phases=[chosen.pk])
    client.post(reverse(NEW), data)
    assert {duty.phase_id for duty in Duty.objects.all()} == {chosen.pk}


def test_project_new_open_duties_are_shown_before_they_are_created(client: Client, framework: Framework) -> None:
    data = form(framework, [row(framework, "tech")])
    response = client.post(reverse(NEW), data)
    assert response.status_code == 422
    assert not Project.objects.exists()
    assert [duty.code for duty in response.context["plan"].uncovered] == ["T1", "U1", "T2", "U2"]
    seen = response.context["choices"].seen
    assert client.post(reverse(NEW), data | {"seen": seen}).status_code == 302


def test_project_new_stand_in_covers_the_missing_profile(client: Client, framework: Framework) -> None:
    rows = [row(framework, "tech"), row(framework, "", "Cheffe de projet")]
    response = client.post(reverse(NEW), form(framework, rows) | {"stand-in-grad": "2"})
    assert response.status_code == 302
    matrix = load_matrix(Project.objects.get().pk)
    assert [duty.letters for duty in matrix.duties] == [("R", "A"), ("C", "AR")] * 2


def test_project_new_lead_of_a_team_counts_rows_that_say_something(client: Client, framework: Framework) -> None:
    blank: dict[str, object] = {"profile": "", "title": "", "holder": ""}
    rows = [blank, row(framework, "grad"), row(framework, "grad", "Autre"), row(framework, "tech")]
    assert client.post(reverse(NEW), form(framework, rows) | {"lead-grad": "3"}).status_code == 302
    matrix = load_matrix(Project.objects.get().pk)
    assert len(matrix.positions) == 3
    assert matrix.duties[0].letters == ("R", "A", "R")


def test_project_new_add_and_remove_keep_what_was_typed(client: Client, framework: Framework) -> None:
    rows = [row(framework, "tech", holder="Camille Roy"), row(framework, "grad", "Architecte")]
    page = client.post(reverse(NEW), form(framework, rows, action="add", name="  Nom typé"))
    assert [entry["holder"] for entry in page.context["new"].rows] == ["Camille Roy", "", ""]
    assert "Nom typé" in page.content.decode()
    page = client.post(reverse(NEW), form(framework, rows, action="remove-0"))
    assert [entry["title"] for entry in page.context["new"].rows] == ["Architecte"]
    assert not Project.objects.exists()


def test_project_new_says_when_there_is_no_room_for_another_position(client: Client, framework: Framework) -> None:
    rows = [row(framework, "tech", f"Poste {n}") for n in range(60)]
    page = client.post(reverse(NEW), form(framework, rows[:59], action="add")).content.decode()
    assert "60 sur 60" in page.replace("\u00a0", " ")
    assert 'id="add-row"' not in page
    refused = client.post(reverse(NEW), form(framework, [*rows, row(framework, "tech", "Poste 60")]))
    assert refused.status_code == 422
    assert "Poste 60" in refused.content.decode()


def test_project_new_title_follows_the_profile_unless_typed(client: Client, framework: Framework) -> None:
    rows = [row(framework, "grad", "Titre tech"), row(framework, "grad", "À moi")]
    data = form(framework, rows, action="", part="preview")
    page = client.post(reverse(NEW), data, headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith("<section")
    assert page.count("hx-swap-oob") == 1
    assert 'value="Titre grad"' in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"organization": "x" * 201}, "organization"),
        ({"phases": []}, "phases"),
        ({"phases": ["garbage"]}, "phases"),
        ({"phases": ["999999"]}, "phases"),
        ({"phases": ["9" * 40]}, "phases"),
    ],
)
def test_project_new_bad_details(client: Client, framework: Framework, change: dict[str, object], field: str) -> None:
    rows = [row(framework, "tech", holder="Camille Roy"), row(framework, "grad")]
    response = client.post(reverse(NEW), form(framework, rows) | change)
    assert response.status_code == 422
    assert field in response.context["new"].details.errors
    assert "Camille Roy" in response.content.decode()
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"profile": "garbage", "title": "X", "holder": ""},
        {"profile": "999999", "title": "X", "holder": ""},
        {"profile": "9" * 40, "title": "X", "holder": ""},
        {"profile": "", "title": "x" * 201, "holder": ""},
        {"profile": "", "title": "", "holder": "Camille Roy"},
        {"profile": "", "title": "nul\x00", "holder": ""},
    ],
)
def test_project_new_bad_rows(client: Client, framework: Framework, bad: dict[str, object]) -> None:
    rows = [row(framework, "tech"), row(framework, "grad"), bad]
    response = client.post(reverse(NEW), form(framework, rows))
    assert response.status_code == 422
    assert response.context["new"].formset.total_error_count() == 1
    assert not Project.objects.exists()


@pytest.mark.parametrize("change", [{"row-TOTAL_FORMS": "garbage"}, {"row-TOTAL_FORMS": "-1"}, {"shown": "garbage"}])
def test_project_new_garbage_in_the_hidden_fields_is_no_error(
    client: Client, framework: Framework, change: dict[str, object]
) -> None:
    response = client.post(reverse(NEW), form(framework, [row(framework, "tech")]) | change)
    assert response.status_code in (200, 422)
    assert not Project.objects.exists()


def test_project_new_failure_leaves_nothing(
    client: Client, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("roles.projects.domain.start.set_cells", fail)
    client.raise_request_exception = False
    rows = [row(framework, "tech", holder="Camille Roy"), row(framework, "grad")]
    assert client.post(reverse(NEW), form(framework, rows)).status_code == 500
    assert not (Project.objects.exists())
    assert not (Position.objects.exists())
    assert not Person.objects.exists()


def test_project_new_other_framework_starts_over(client: Client, framework: Framework) -> None:
    other = FrameworkFactory.create()
    RoleProfileFactory.create(framework=other, title_fr="Autre profil", title_en="Other")
    PhaseFactory.create(framework=other)
    page = client.get(reverse(NEW), {"framework": other.pk}).content.decode()
    assert "Autre profil" in page
    assert "Titre tech" not in page


def test_suggestions_fill_empty_duties_and_refuse_a_stale_preview(client: Client, framework: Framework) -> None:
    rows = [row(framework, "tech"), row(framework, "grad")]
    data = form(framework, rows)
    del data["apply"]
    client.post(reverse(NEW), data)
    project, user = Project.objects.get(), User.objects.get()
    url = reverse("suggestions", args=[project.pk])
    page = client.get(url)
    matrix = load_matrix(project.pk)
    set_cells(project.pk, user, [CellChange(matrix.duties[0].id, matrix.positions[0].id, "I")])
    stale = client.post(url, {"seen": page.context["choices"].seen})
    assert stale.status_code == 409
    assert load_matrix(project.pk).duties[1].letters == ("", "")
    assert client.post(url, {"seen": stale.context["choices"].seen}).status_code == 302
    assert [duty.letters for duty in load_matrix(project.pk).duties] == [
        ("I", ""),
        ("C", "AR"),
        ("R", "A"),
        ("C", "AR"),
    ]


def test_row_of_text_that_nobody_sees_is_no_position(client: Client, framework: Framework) -> None:
    rows = [{"title": "\u200b\u00ad ", "holder": "\u2060"}, {"title": "Analyste"}]
    assert client.post("/fr/projects/new/", form(framework, rows, apply="")).status_code == 302
    position = Position.objects.get()
    assert (position.title_fr, position.holder) == ("Analyste", None)


def test_rows_of_a_new_project_ask_who_is_meant(framework: Framework, team: Team) -> None:
    """Of all rows at once; the same name in two rows is one person, whatever the answer."""
    zoe, luc = (PersonFactory.create(name=name) for name in ("Zoé Côté", "Luc Roy"))
    rows = [row(framework, "tech", holder="Cote Zoe; Ada"), row(framework, "grad", holder="zoe cote; Roy, Luc")]
    client, asked = team.client("owner"), form(framework, rows, apply="")
    response = client.post(reverse(NEW), asked)
    assert response.status_code == 422
    page = response.content.decode()
    assert f'value="{zoe.pk}:cote zoe"' in page
    assert f'value="{luc.pk}:luc roy"' in page
    assert page.count("notice warn who") == 2
    assert (Project.objects.count(), Person.objects.count()) == (1, 2)
    answered = asked | {"who-0": "0:cote zoe", "who-1": f"{luc.pk}:luc roy"}
    assert client.post(reverse(NEW), answered).status_code == 302
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ada", "Cote Zoe", "Luc Roy", "Zoé Côté"]
    first, second = Project.objects.latest("pk").positions.order_by("order")
    assert [person.name for person in first.holders] == ["Cote Zoe", "Ada"]
    assert second.holders == [first.holder, luc]


def test_who_owns_nothing_yet_is_asked_about_nobody(framework: Framework, client: Client) -> None:
    PersonFactory.create(name="Zoé Côté")
    response = client.post(reverse(NEW), form(framework, [row(framework, "tech", holder="Cote Zoe")], apply=""))
    assert response.status_code == 302
