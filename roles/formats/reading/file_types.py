"""What to say of a file that is not read, and what its owner can do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from roles.formats.reading.kinds import Kind


class FileRefused(Exception):
    """A file that is not read; the message says why and what to do, in the reader's language."""


# What fields say of it: the ends of names that a browser offers, and the words.
_SHEET_NAMES = ".xlsx,.xls,.xlsb,.ods"
ACCEPTED = f"{_SHEET_NAMES},.docx,.odt,.html,.htm,.mht,.mhtml,.csv,.tsv,.txt,.md"
ACCEPTED_FRAMEWORK = f"{_SHEET_NAMES},.json,application/json"
ACCEPTED_WORDS = gettext_lazy(
    "Excel (.xlsx, .xls, .xlsb), LibreOffice (.ods, .odt), Word (.docx), a web page (.html, .mht), CSV, or a text with "
    "a table; 5 MB at most."
)
PASTED_WORDS = gettext_lazy("Cells copied from a spreadsheet, Word or a web page; or a table in Markdown or of a wiki.")
FRAMEWORK_WORDS = gettext_lazy("Excel (.xlsx, .xls, .xlsb), LibreOffice (.ods) or JSON; 5 MB at most.")

WORDS: dict[Kind, str | Promise] = {
    Kind.EMPTY: gettext_lazy("This file is empty. Choose another one."),
    Kind.BLANK: gettext_lazy(
        "This file holds nothing but the marks between cells, such as | or ;. Choose the one with the matrix."
    ),
    Kind.NO_TABLE: gettext_lazy("There is no table in this file, only text. Choose the one with the matrix."),
    Kind.LOCKED: gettext_lazy(
        "This file is protected by a password and cannot be read. Open it in its program, remove the password (in "
        "Office, under File ▸ Info), save it, then choose it again."
    ),
    Kind.MACROS: gettext_lazy(
        "This file holds macros, and no macro is read or run here. Save it without them, as .xlsx, .ods or .docx, then "
        "choose the new file."
    ),
    Kind.DOC: gettext_lazy(
        "This document has the old format of Word (.doc). Open it in Word, save it as “Word document (.docx)”, then "
        "choose the new file."
    ),
    Kind.SLIDES: gettext_lazy(
        "This is a PowerPoint presentation. Copy its table into an empty Excel workbook, save that as .xlsx, then "
        "choose it."
    ),
    Kind.OPEN_DOCUMENT: gettext_lazy(
        "This is an OpenDocument file, but neither a spreadsheet nor a text. Copy its table into an empty spreadsheet, "
        "save that as .xlsx, then choose it."
    ),
    Kind.NUMBERS: gettext_lazy(
        "This is a document of Apple Numbers, Pages or Keynote. Open it there, export it to Excel (.xlsx), then "
        "choose the new file."
    ),
    Kind.PDF: gettext_lazy(
        "This is a PDF, in which a table has no cells to read. Ask for the workbook it was made from, or copy its "
        "table into Excel and save that as .xlsx."
    ),
    Kind.IMAGE: gettext_lazy("This is a picture. Ask for the workbook that it shows, and choose that one."),
    Kind.XML: gettext_lazy(
        "This is an XML file, whatever its name says. If Excel opens it, save it there as “Excel workbook (.xlsx)”, "
        "then choose the new file."
    ),
    Kind.JSON: gettext_lazy(
        "This is a JSON file. One that a matrix exported makes a project again under New project ▸ From a JSON file; "
        "any other cannot be read."
    ),
    Kind.DAMAGED: gettext_lazy(
        "This file is damaged, or only a part of it has arrived. Open it in Excel, save it again as .xlsx, or ask for "
        "it again, then choose the new file."
    ),
    Kind.ARCHIVE: gettext_lazy(
        "This is an archive (.zip) and no workbook. Unpack it and choose the workbook or the text file inside."
    ),
    Kind.OLD_OFFICE: gettext_lazy(
        "This file has an old format of Office that is not read. Open it there, copy its table into an Excel "
        "workbook, save that as .xlsx, then choose it."
    ),
    Kind.BINARY: gettext_lazy(
        "What this file is cannot be told: it is no workbook, no document and no text. Export one as .xlsx or .csv "
        "from the program that made it."
    ),
}


def refused(kind: Kind) -> FileRefused:
    """What to raise for a file of this kind."""
    return FileRefused(str(WORDS[kind]))
