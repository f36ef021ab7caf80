"""A profile, or all of them compared, as an Excel workbook: the sheet, the rules and the letters."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from roles.catalogue.documents.profile import ProfileDocument
from roles.catalogue.domain.comparison import ProfileRow
from roles.enums import Letter
from roles.formats.letters import letter_meaning
from roles.formats.xlsx.cells import column_name
from roles.formats.xlsx.properties import introduce
from roles.formats.xlsx.styles import letter_rule

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
from roles.formats.xlsx.styles import HEAD_ROW, as_table, below, fit, head, note, page, put, title

_TEXT, _POSTING, _ANSWERS = 52, 44, 56


def profile_xlsx(document: ProfileDocument) -> bytes:
    """The workbook."""
    from openpyxl import Workbook  # noqa: PLC0415

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = _("Profile") if document.profile else _("Comparison")
    introduce(workbook, document.kind, document.title, document.language)
    _Sheet(sheet, document).write()
    _rules(workbook.create_sheet(_("Rules")), document)
    _legend(workbook.create_sheet(_("Legend")), document)
    for each in workbook.worksheets:
        page(each, document.title)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


class _Sheet:
    """The statements, one a row."""

    def __init__(self, sheet: "Worksheet", document: ProfileDocument) -> None:
        self.sheet = sheet
        self.document = document
        # Title and width of each column; the letters stand between the wordings and the rule.
        self.columns: list[tuple[str, int]] = [(_("Phase"), 24)]
        if not document.profile:
            self.columns.append((_("Profile"), 20))
        self.columns += [(_("Code"), 8), (_("Responsibility"), _TEXT), (_("Posting wording"), _POSTING)]
        self.first_letter = len(self.columns) + 1
        names = [document.text(profile.name) for profile in document.columns] or [_("Suggested letters")]
        self.columns += [(name, 14 if document.columns else 32) for name in names]
        self.last_letter = len(self.columns)
        self.columns += [(_("Rule"), 30), (_("In answer"), _ANSWERS)]

    def write(self) -> None:
        """Title, headers, rows and what makes the sheet comfortable."""
        document = self.document
        title(self.sheet, document.title)
        words = f"{document.kind} · {document.framework} · {document.count} · {document.date}"
        note(self.sheet, 2, words, [width for _title, width in self.columns])
        for index, (name, width) in enumerate(self.columns, start=1):
            center = self.first_letter <= index <= self.last_letter
            head(put(self.sheet, HEAD_ROW, index, name, bold=True, center=center and bool(document.columns)))
            self.sheet.column_dimensions[column_name(index)].width = width
        row = HEAD_ROW
        for phase, rows in document.phases():
            for profile, sheet_row in rows:
                row += 1
                texts = [f"{phase.number}. {document.text(phase.name)}"]
                if not document.profile:
                    texts.append(document.text(profile.name))
                self._row(row, texts, sheet_row)
        self._comfort(row)

    def _row(self, row: int, texts: list[str], found: ProfileRow) -> None:
        document, statement = self.document, found.statement
        texts = [*texts, statement.code, document.text(statement.text), document.text(statement.posting)]
        texts += [
            Letter(code).shown if (code := statement.suggested.get(profile.slug)) else ""
            for profile in document.columns
        ] or [document.letters_in_words(statement)]
        rule = statement.rule
        texts.append(document.text(f"{rule.code} {rule.name}") if rule else "")
        texts.append("\n".join(document.answers(found.answers)))
        for index, text in enumerate(texts, start=1):
            center = bool(document.columns) and self.first_letter <= index <= self.last_letter
            below(put(self.sheet, row, index, text, bold=center, center=center))
        fit(self.sheet, row, [(text, width) for text, (_title, width) in zip(texts, self.columns, strict=True)])

    def _comfort(self, last: int) -> None:
        frozen = column_name(self.first_letter - 1)
        self.sheet.freeze_panes = f"{frozen}{HEAD_ROW + 1}"
        as_table(self.sheet, last)
        self.sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        if self.document.columns and last > HEAD_ROW:
            first, final = column_name(self.first_letter), column_name(self.last_letter)
            for letter in self.document.letters:
                self.sheet.conditional_formatting.add(f"{first}{HEAD_ROW + 1}:{final}{last}", letter_rule(letter.shown))


def _rules(sheet: "Worksheet", document: ProfileDocument) -> None:
    title(sheet, _("Why these letters"))
    words = _("The letters are suggestions, given by the rules below; a project is free to choose others.")
    table = [(rule.code, document.text(rule.name), document.text(rule.condition)) for rule in document.catalogue.rules]
    _table(sheet, ((_("Code"), 9), (_("Rule"), 32), (_("Condition"), 110)), table)
    note(sheet, 2, words, (9, 32, 110))


def _legend(sheet: "Worksheet", document: ProfileDocument) -> None:
    title(sheet, _("Legend"))
    table = [(letter.shown, str(letter.label), letter_meaning(letter)) for letter in document.letters]
    _table(sheet, ((_("Letter"), 10), (_("Meaning"), 34), (_("What it asks"), 80)), table)
    for letter in document.letters:
        sheet.conditional_formatting.add(f"A{HEAD_ROW + 1}:A{HEAD_ROW + len(table)}", letter_rule(letter.shown))


def _table(sheet: "Worksheet", columns: tuple[tuple[str, int], ...], rows: Sequence[tuple[str, ...]]) -> None:
    for index, (name, width) in enumerate(columns, start=1):
        head(put(sheet, HEAD_ROW, index, name, bold=True))
        sheet.column_dimensions[column_name(index)].width = width
    for row, texts in enumerate(rows, start=HEAD_ROW + 1):
        for index, text in enumerate(texts, start=1):
            below(put(sheet, row, index, text, bold=index == 1))
        fit(sheet, row, [(text, width) for text, (_title, width) in zip(texts, columns, strict=True)])
    as_table(sheet, HEAD_ROW + len(rows), filtered=False)
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
