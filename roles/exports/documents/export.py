"""Making a document of the matrix in any format, for the page and for the command."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self

from django.utils.text import slugify
from django.utils.translation import get_language, override, pgettext

from roles.acceptance.domain.answers import Tally, tally
from roles.acceptance.domain.answers_then import tally_then
from roles.checks.domain.check import check
from roles.exports.documents.matrix import prepare
from roles.exports.documents.matrix_json import matrix_json
from roles.exports.documents.matrix_outline import matrix_outline
from roles.exports.documents.matrix_pdf import matrix_pdf
from roles.exports.documents.matrix_xlsx.workbook import matrix_xlsx
from roles.exports.domain.project_file import ProjectData, project_data
from roles.formats import cache
from roles.formats.outline.writers import JSON, LINES
from roles.formats.paper import Mode, Paper
from roles.formats.text import file_name
from roles.formats.xlsx.cells import XLSX
from roles.grid.domain.filters import MatrixFilter
from roles.history.domain.baselines import Frozen
from roles.history.domain.versions import NOW, named_matrix, named_snapshot
from roles.matrix.matrix import Matrix
from roles.projects.domain.reviews import reviewed_on


class Format(StrEnum):
    """The files a matrix can become."""

    XLSX = "xlsx"
    PDF = "pdf"
    DOCX = "docx"
    CSV = "csv"
    MD = "md"
    JSON = "json"

    @property
    def content_type(self) -> str:
        """What the file is, for a browser."""
        own = {Format.XLSX: XLSX, Format.PDF: "application/pdf", Format.JSON: JSON}
        return own.get(self) or LINES[self].content_type


@dataclass(frozen=True)
class Order:
    """What a reader asks of a document; `chosen` is the filter of its rows."""

    format: Format
    day: date
    mode: Mode = Mode.INTERNAL
    paper: Paper = Paper.AUTO
    chosen: MatrixFilter = field(default_factory=MatrixFilter)
    emails: bool = False  # whether the reader may see the directory, for JSON
    at: str = NOW  # the name of a version, see `roles.history.domain.versions`


@dataclass(frozen=True)
class Export:
    """A document to be made; its name and its digest are known before."""

    matrix: Matrix
    order: Order
    accepted: Tally | None = None
    frozen: Frozen | None = None
    data: ProjectData | None = None  # of JSON, which says more than the matrix
    reviewed: date | None = None

    @classmethod
    def of(cls, project_id: int, order: Order, language: str | None = None) -> Self:
        """The document of a project, as it is now or was; the team's, of now or frozen, tells how many accepted.

        Raises Project.DoesNotExist, NoSuchVersion, ReplayFailed and UnknownSchema.
        """
        with override(language or get_language()):
            found = named_matrix(project_id, order.at)
        accepted = None
        if order.mode is Mode.INTERNAL and order.at == NOW:
            accepted = tally(project_id)
        elif order.mode is Mode.INTERNAL and found.baseline:
            accepted = tally_then(named_snapshot(project_id, order.at), found.matrix.version)
        whole = order.format is Format.JSON
        data = project_data(named_snapshot(project_id, order.at), emails=order.emails) if whole else None
        reviewed = reviewed_on(found.matrix) if order.mode is Mode.INTERNAL else None
        return cls(found.matrix, order, accepted, found.baseline, data, reviewed)

    @property
    def day(self) -> date:
        """The day that the document shows: its own, for a frozen version the one on which it was."""
        return self.frozen.day if self.frozen else self.order.day

    @property
    def file_name(self) -> str:
        """`prevision-de-la-demande-v12-2026-11-23.xlsx`; a frozen version says so, and a document of a part.

        One without names says so too, since it may be published.
        """
        order = self.order
        with override(self.matrix.language):
            frozen = pgettext("file name", "frozen") if self.frozen else ""
            part = pgettext("file name", "filtered") if order.chosen and not self.data else ""
            state = slugify(f"{frozen} {part}")
            name = file_name(self.matrix.name, self.matrix.version, self.day, order.format, state)
            posting = slugify(pgettext("file name", "posting"))
        return name if order.mode is Mode.INTERNAL else f"{posting}-{name}"

    @property
    def digest(self) -> str:
        """The same for the same document; another for any difference in what it prints."""
        order = self.order
        chosen = order.chosen
        filtered = (chosen.text, chosen.phase, chosen.position, sorted(chosen.letters), chosen.gaps)
        asked = (order.format, order.day, order.mode, order.paper, filtered)
        return cache.digest(self.matrix, *asked, self.accepted, self.frozen, self.data, self.reviewed)

    def body(self) -> bytes:
        """The file, made now or kept from before; raises DocumentRefused for a text that cannot be written."""
        return cache.kept(f"{self.digest}.{self.order.format}", self.make)

    def make(self) -> bytes:
        """The file, made now and not kept; raises DocumentRefused for a text that cannot be written."""
        with override(self.matrix.language):
            document = prepare(
                self.matrix,
                check(self.matrix),
                mode=self.order.mode,
                day=self.day,
                chosen=self.order.chosen,
                accepted=self.accepted,
                frozen=self.frozen,
            )
            document = replace(document, reviewed_on=self.reviewed)
            if self.data:
                return matrix_json(document, self.data)
            match self.order.format:
                case Format.XLSX:
                    return matrix_xlsx(document, self.order.paper)
                case Format.PDF:
                    return matrix_pdf(document, self.order.paper)
                case lines:
                    return LINES[lines].write(matrix_outline(document), self.order.paper)
