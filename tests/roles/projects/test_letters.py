"""The settings of letters: RASCI on and off, names of the project's own."""

import pytest

from phases.models import Project, ProjectChange
from phases.projects.domain import ProjectDetails
from roles.history.domain.replay import verify
from roles.projects.domain.settings import SupportHeld, save_settings
from tests.conftest import READERS, Team
from tests.roles.matrix.rasci import letters, page, put, save, turn


@pytest.mark.parametrize("reader", READERS)
def test_settings_turn_rasci_on_readers(team: Team, reader: str) -> None:
    assert save(team, reader, support="on").status_code == {"viewer": 403, "outsider": 404}.get(reader, 302)
    on = Project.objects.get(pk=team.project.pk).rules == {"support": True}
    assert on is (reader in ("owner", "editor"))


def test_settings_keep_names_and_drop_what_is_default(team: Team) -> None:
    save(team, name_a_fr="Autorité", name_a_en="  Authority ", name_c_fr="")
    assert Project.objects.get(pk=team.project.pk).rules == {"name_a_fr": "Autorité", "name_a_en": "Authority"}
    save(team, name_a_fr="", support="on")
    assert Project.objects.get(pk=team.project.pk).rules == {"name_a_en": "Authority", "support": True}


def test_settings_refuse_one_name_for_two_letters(team: Team) -> None:
    response = save(team, name_a_fr="réalisation")
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name_a_fr"}
    response = save(team, name_a_en="X", name_c_en="x", name_r_fr="X")
    assert set(response.context["form"].errors) == {"name_a_en", "name_c_en"}


def test_settings_of_rasci_have_points_and_a_name_for_s(team: Team) -> None:
    assert "points_s" not in page(team, "project-settings")
    turn(team, support=True)
    assert "points_s" in page(team, "project-settings")
    save(team, points_s="2", name_s_fr="Appui")
    assert Project.objects.get(pk=team.project.pk).rules == {"support": True, "points_s": 2, "name_s_fr": "Appui"}


def test_settings_say_how_many_cells_hold_s(team: Team) -> None:
    turn(team, support=True)
    assert "instead" not in page(team, "project-settings")
    put(team, "S")
    put(team, "S", 1)
    html = page(team, "project-settings")
    assert "2 cellules contiennent S" in html


def test_settings_end_rasci_only_with_a_choice_for_each_s(team: Team) -> None:
    turn(team, support=True)
    put(team, "S")
    version = Project.objects.get(pk=team.project.pk).version
    response = save(team, support=None)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"instead"}
    assert letters(team)[0] == "S"
    assert Project.objects.get(pk=team.project.pk).version == version
    assert save(team, support=None, instead="X").status_code == 422


@pytest.mark.parametrize(("instead", "left"), [("C", "C"), ("R", "R"), ("empty", "")])
def test_settings_end_rasci_in_one_change(team: Team, instead: str, left: str) -> None:
    turn(team, support=True)
    put(team, "S")
    put(team, "S", 3)
    version = Project.objects.get(pk=team.project.pk).version
    assert save(team, support=None, instead=instead).status_code == 302
    assert [letters(team)[0], letters(team)[3]] == [left, left]
    project = Project.objects.get(pk=team.project.pk)
    assert (project.version, project.rules) == (version + 1, {})
    assert sorted(ProjectChange.objects.filter(version=version + 1).values_list("kind", "old", "new")) == [
        ("cell", "S", left),
        ("cell", "S", left),
        ("project.edited", "True", ""),
    ]
    assert verify(team.project.pk) == []


def test_save_settings_when_an_s_came_meanwhile(team: Team) -> None:
    turn(team, support=True)
    put(team, "S")
    with pytest.raises(SupportHeld):
        save_settings(team.project.pk, team.users["editor"], ProjectDetails("Autre", "", {}))
    project = Project.objects.get(pk=team.project.pk)
    assert (project.name != "Autre", project.rules) == (True, {"support": True})


def test_history_says_what_the_letters_became(team: Team) -> None:
    save(team, support="on")
    save(team, name_a_fr="Autorité")
    html = page(team, "history")
    assert "lettre S, soutien (RASCI)\u00a0: activé" in html
    assert "nom de la lettre A en français" in html
