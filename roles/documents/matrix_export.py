"""One way to a document of the matrix, for the page and for the command."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self

from django.utils.text import slugify
from django.utils.translation import override, pgettext

from roles.documents import cache
from roles.documents.excel import XLSX
from roles.documents.matrix_document import Mode, Paper, prepare
from roles.documents.matrix_pdf import matrix_pdf
from roles.documents.matrix_xlsx import matrix_xlsx
from roles.documents.text import file_name
from roles.domain.acceptance import Tally, tally
from roles.domain.filters import MatrixFilter
from roles.domain.findings import check
from roles.domain.matrix import Matrix, load_matrix


class Format(StrEnum):
    """The files a matrix can become."""

    XLSX = "xlsx"
    PDF = "pdf"

    @property
    def content_type(self) -> str:
        """What the file is, for a browser."""
        return XLSX if self is Format.XLSX else "application/pdf"


@dataclass(frozen=True)
class Order:
    """What is asked of a document, beside the matrix."""

    format: Format
    day: date
    mode: Mode = Mode.INTERNAL
    paper: Paper = Paper.AUTO
    kept: MatrixFilter = field(default_factory=MatrixFilter)


@dataclass(frozen=True)
class Export:
    """A document on its way: its name and its digest are known before it is made."""

    matrix: Matrix
    order: Order
    accepted: Tally | None = None

    @classmethod
    def of(cls, project_id: int, order: Order, language: str | None = None) -> Self:
        """The document of a project as it is now; a posting says nothing of who accepted. Raises DoesNotExist."""
        accepted = tally(project_id) if order.mode is Mode.INTERNAL else None
        return cls(load_matrix(project_id, language), order, accepted)

    @property
    def file_name(self) -> str:
        """`prevision-de-la-demande-v12-2026-11-23.xlsx`; one without names says so, lest the other be published."""
        order = self.order
        with override(self.matrix.language):
            name = file_name(self.matrix.name, self.matrix.version, order.day, order.format)
            posting = slugify(pgettext("file name", "posting"))
        return name if order.mode is Mode.INTERNAL else f"{posting}-{name}"

    @property
    def digest(self) -> str:
        """The same for the same document; another for any difference in what it prints."""
        order = self.order
        letters = sorted(order.kept.letters)
        kept = (order.kept.text, order.kept.phase, order.kept.position, letters, order.kept.gaps)
        return cache.digest(self.matrix, order.format, order.day, order.mode, order.paper, kept, self.accepted)

    def body(self) -> bytes:
        """The file, made now or kept from before; raises DocumentRefused for a text that cannot be written."""
        return cache.kept(f"{self.digest}.{self.order.format}", self.make)

    def make(self) -> bytes:
        """The file, made now and not kept; raises DocumentRefused for a text that cannot be written."""
        write = matrix_xlsx if self.order.format is Format.XLSX else matrix_pdf
        with override(self.matrix.language):
            document = prepare(
                self.matrix,
                check(self.matrix),
                mode=self.order.mode,
                day=self.order.day,
                kept=self.order.kept,
                accepted=self.accepted,
            )
            return write(document, self.order.paper)
