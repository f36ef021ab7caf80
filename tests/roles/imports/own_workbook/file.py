"""The own workbook of a project on its way out and back."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from phases.models import Project
from roles.exports.documents.export import Export, Format, Order
from roles.formats.paper import Mode
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty, Position
from tests.conftest import Team
from tests.roles.imports.own_workbook.returns import Edit, edited


class File:
    """The project's own workbook on its way out and back."""

    def __init__(self, team: Team) -> None:
        self.team, self.project = team, team.project
        self.duties = list(Duty.objects.filter(project=self.project).order_by("phase__order", "order", "id"))
        self.positions = list(Position.objects.filter(project=self.project).order_by("order", "id"))
        self.client = team.client("editor")
        self.path = reverse("project-import", args=[self.project.pk])

    def body(self, *edits: Edit, mode: Mode = Mode.INTERNAL, language: str = "fr") -> bytes:
        order = Order(Format.XLSX, timezone.localdate(), mode)
        return edited(Export.of(self.project.pk, order, language).body(), *edits)

    def upload(self, body: bytes, name: str = "m.xlsx", path: str = "") -> Any:
        return self.client.post(path or self.path, {"file": SimpleUploadedFile(name, body)})

    def take(self, preview: Any, *keys: str, everything: bool = False) -> Any:
        plan = preview.context["plan"]
        taken = plan.free if everything else keys
        data = {"edits": preview.context["edits"], "seen": plan.now.version, "take": list(taken)}
        return self.client.post(self.path, data)

    def cell(self, duty: int, position: int) -> str:
        return f"cell-{self.duties[duty].pk}-{self.positions[position].pk}"

    def put(self, duty: int, position: int, letter: str) -> None:
        change = CellChange(self.duties[duty].pk, self.positions[position].pk, letter)
        set_cells(self.project.pk, self.team.users["owner"], [change])

    def letters(self, duty: int) -> tuple[str, ...]:
        return load_matrix(self.project.pk).duty(self.duties[duty].pk).letters

    @property
    def version(self) -> int:
        return Project.objects.get(pk=self.project.pk).version
