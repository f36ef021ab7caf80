"""A foreign sheet brought into a project: matched, compared, taken; and who may."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phases.models import Project
from roles.history.domain.replay import verify
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty, Position
from tests.conftest import READERS, Team
from tests.factories import DutyFactory
from tests.roles.imports.sheet_page import fields, sent

CSV = "Tâche;Cheffe;Analyste\nCadrage;;\nRecueillir les besoins;A;R\nRédiger la charte;A/R;\nPlanter des arbres;C;\n"


class Sheet:
    """A project whose first duties the sheet means, and the sheet on its way."""

    def __init__(self, team: Team) -> None:
        self.team, self.project, self.client = team, team.project, team.client("editor")
        self.duties = list(Duty.objects.filter(project=self.project).order_by("phase__order", "order"))
        for duty, text in zip(self.duties, ("Recueillir les besoins", "Rédiger la charte du projet"), strict=False):
            Duty.objects.filter(pk=duty.pk).update(text_fr=text)
        self.positions = list(Position.objects.filter(project=self.project).order_by("order"))
        Position.objects.filter(pk=self.positions[0].pk).update(title_fr="Cheffe de projet")
        Position.objects.filter(pk=self.positions[1].pk).update(title_fr="Analyste")
        self.phase = self.project.phases.order_by("order")[0]
        self.path = f"/fr/projects/{self.project.pk}/import/"

    def upload(self, text: str = CSV) -> Any:
        return self.client.post(self.path, {"file": SimpleUploadedFile("raci.csv", text.encode())})

    def go_on(self, page: Any, **changes: Any) -> Any:
        return sent(self.client, page, f"{self.path}sheet/", **changes)

    def compare(self, page: Any, **changes: Any) -> Any:
        return self.go_on(page, action="compare", **{"f1": str(self.phase.pk)} | changes)

    def take(self, preview: Any) -> Any:
        plan = preview.context["plan"]
        data = {"edits": preview.context["edits"], "seen": plan.now.version, "take": list(plan.free)}
        return self.client.post(self.path, data)


@pytest.fixture
def sheet(team: Team) -> Sheet:
    return Sheet(team)


@pytest.mark.parametrize(("reader", "status"), list(zip(READERS, (200, 200, 403, 404, 302), strict=True)))
def test_readers_may_or_may_not_bring_a_sheet(sheet: Sheet, reader: str, status: int) -> None:
    page = sheet.upload()
    client = sheet.team.client(reader)
    assert client.post(sheet.path, {"pasted": CSV}).status_code == status
    answer = sent(client, page, f"{sheet.path}sheet/", action="compare", f1=str(sheet.phase.pk))
    assert answer.status_code == (200 if reader == "editor" else 302 if reader == "owner" else status)
    assert client.get(f"{sheet.path}sheet/").status_code == (302 if status == 200 else status)
    assert load_matrix(sheet.project.pk).version == 0


def test_sheet_is_matched_compared_and_taken_in_one_change(sheet: Sheet) -> None:
    page = sheet.upload()
    data = fields(page.content.decode())
    assert data["d1"] == [str(sheet.duties[1].pk)]
    assert data["p0"] == [str(sheet.positions[0].pk)]
    assert "p1" not in data  # the very title
    preview = sheet.compare(page)
    assert preview.status_code == 200
    assert not preview.context["problems"]
    before = Project.objects.get(pk=sheet.project.pk).version
    assert sheet.take(preview).status_code == 302
    matrix = load_matrix(sheet.project.pk)
    assert [matrix.duty(duty.pk).letters for duty in sheet.duties[:2]] == [("A", "R"), ("AR", "")]
    assert matrix.duty(sheet.duties[1].pk).text == "Rédiger la charte du projet"
    new = next(duty for duty in matrix.duties if duty.text == "Planter des arbres")
    assert (new.letters, new.phase_id) == (("C", ""), sheet.phase.pk)
    assert matrix.version == before + 1
    assert not verify(sheet.project.pk)
    again = sheet.compare(sheet.upload())
    assert again.context["sections"] == []


def test_pasted_table_is_brought_too(sheet: Sheet) -> None:
    page = sheet.client.post(sheet.path, {"pasted": CSV.replace(";", "\t")})
    assert len(sheet.compare(page).context["plan"].free) == 4


def test_correction_of_a_match_is_kept_while_the_sheet_is_corrected(sheet: Sheet) -> None:
    page = sheet.go_on(sheet.upload(), d1="-1", p0="0")
    data = fields(page.content.decode())
    assert (data["d1"], data["p0"]) == (["-1"], ["0"])
    plan = sheet.compare(page).context["plan"]
    assert [column.text for column in plan.edits.columns] == ["Cheffe"]
    assert str(sheet.duties[1].pk) not in {cell.duty for cell in plan.edits.cells}


def test_two_rows_for_one_duty_are_refused_at_the_row(sheet: Sheet) -> None:
    refused = sheet.compare(sheet.upload(), d2=str(sheet.duties[1].pk))
    assert refused.status_code == 422
    assert "Une autre ligne de la feuille va à cette tâche" in refused.content.decode()
    refused = sheet.compare(sheet.upload(), d2=str(sheet.duties[0].pk))
    assert refused.status_code == 422


def test_two_columns_for_one_position_are_refused(sheet: Sheet) -> None:
    refused = sheet.compare(sheet.upload(), p0=str(sheet.positions[1].pk))
    assert refused.status_code == 422
    assert "Une autre colonne" in refused.content.decode()


def test_new_duties_need_a_phase(sheet: Sheet) -> None:
    refused = sheet.compare(sheet.upload(), f1="0")
    assert refused.status_code == 422
    assert "Choisissez la phase" in refused.content.decode()
    assert sheet.compare(sheet.upload(), f1="0", d2="-1").status_code == 200


def test_what_was_seen_is_what_is_compared(sheet: Sheet) -> None:
    assert sheet.compare(sheet.upload(), **{"b0-c2": "aside"}).status_code == 409


def test_empty_cells_clear_when_ticked(sheet: Sheet) -> None:
    change = CellChange(sheet.duties[1].pk, sheet.positions[1].pk, "I")
    set_cells(sheet.project.pk, sheet.team.users["owner"], [change])
    cells = {(cell.old, cell.text) for cell in sheet.compare(sheet.upload()).context["plan"].edits.cells}
    assert ("I", "") not in cells
    cleared = sheet.compare(sheet.upload(), clear="on").context["plan"].edits.cells
    assert ("I", "") in {(cell.old, cell.text) for cell in cleared}


def test_project_that_changed_since_the_comparison_shows_it_again(sheet: Sheet) -> None:
    preview = sheet.compare(sheet.upload())
    change = CellChange(sheet.duties[2].pk, sheet.positions[1].pk, "I")
    set_cells(sheet.project.pk, sheet.team.users["owner"], [change])
    assert sheet.take(preview).status_code == 409
    assert load_matrix(sheet.project.pk).duty(sheet.duties[0].pk).letters == ("", "")


@pytest.mark.parametrize(
    "changes", [{"d1": "x"}, {"d1": "999999"}, {"p0": "²"}, {"f1": "9" * 30}, {"language": "de"}, {"was-d1": "x"}]
)
def test_nonsense_in_a_choice_is_a_page(sheet: Sheet, changes: dict[str, str]) -> None:
    assert sheet.go_on(sheet.upload(), **changes).status_code == 200
    assert sheet.compare(sheet.upload(), **changes).status_code in (200, 422)


def test_seal_of_another_project_asks_for_the_file_again(sheet: Sheet) -> None:
    other = sheet.client.post("/fr/projects/new/sheet/", {"pasted": CSV})
    answer = sent(sheet.client, other, f"{sheet.path}sheet/", action="compare")
    assert (answer.status_code, answer["Location"]) == (302, sheet.path)


@pytest.mark.parametrize("more", [0, 60])
def test_comparison_takes_few_queries_whatever_the_size(sheet: Sheet, more: int) -> None:
    DutyFactory.create_batch(more, project=sheet.project, phase=sheet.phase)
    page = sheet.upload(CSV + "".join(f"Tâche {n} de plus;A;R\n" for n in range(more)))
    with CaptureQueriesContext(connection) as queries:
        assert sheet.compare(page).status_code == 200
    assert len(queries) == 9


def test_too_many_differences_are_refused(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roles.imports.views.sheet_into_project.LIMIT", 1)
    refused = sheet.compare(sheet.upload())
    assert refused.status_code == 422
    assert "1 peuvent" in refused.content.decode() or "diffère" in refused.content.decode()
