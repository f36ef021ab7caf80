"""What to say of a file that is not read, and what its owner can do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from roles.formats.reading.kinds import Kind


class FileRefused(Exception):
    """A file that is not read; the message says why and what to do, in the reader's language."""


WORDS: dict[Kind, str | Promise] = {
    Kind.TEXT: gettext_lazy(
        "This is a text file and no Excel workbook, whatever its name says. Choose the .xlsx file itself."
    ),
    Kind.EMPTY: gettext_lazy("This file is empty. Choose another one."),
    Kind.BLANK: gettext_lazy(
        "This file holds nothing but the marks between cells, such as | or ;. Choose the one with the matrix."
    ),
    Kind.XLS: gettext_lazy(
        "This workbook has the old format of Excel (.xls). Open it in Excel, save it as “Excel workbook (.xlsx)”, "
        "then choose the new file."
    ),
    Kind.LOCKED: gettext_lazy(
        "This workbook is protected by a password and cannot be read. Open it in Excel, remove the password under "
        "File ▸ Info ▸ Protect Workbook, save it, then choose it again."
    ),
    Kind.XLSB: gettext_lazy(
        "This is a binary workbook (.xlsb). Open it in Excel, save it as “Excel workbook (.xlsx)”, then choose the "
        "new file."
    ),
    Kind.XLSM: gettext_lazy(
        "This workbook holds macros (.xlsm), and no macro is read or run here. Save it in Excel as “Excel workbook "
        "(.xlsx)”, which leaves them out, then choose the new file."
    ),
    Kind.CALC: gettext_lazy(
        "This is an OpenDocument spreadsheet (.ods). Open it in LibreOffice or Excel, save it as “Excel workbook "
        "(.xlsx)”, then choose the new file."
    ),
    Kind.WORD: gettext_lazy(
        "This is a Word document, whatever its name says. Copy its table into an empty Excel workbook, save that as "
        ".xlsx, then choose it."
    ),
    Kind.SLIDES: gettext_lazy(
        "This is a PowerPoint presentation. Copy its table into an empty Excel workbook, save that as .xlsx, then "
        "choose it."
    ),
    Kind.OPEN_DOCUMENT: gettext_lazy(
        "This is an OpenDocument file, but no spreadsheet. Copy its table into an empty spreadsheet, save that as "
        ".xlsx, then choose it."
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
    Kind.PAGE: gettext_lazy(
        "This is a web page (HTML), whatever its name says. Open it in Excel, save it as “Excel workbook (.xlsx)”, "
        "then choose the new file."
    ),
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
        "This file is neither an Excel workbook nor text. Choose an .xlsx, .csv or .md file, or export one from the "
        "program that made this file."
    ),
}


def refused(kind: Kind) -> FileRefused:
    """What to raise for a file of this kind."""
    return FileRefused(str(WORDS[kind]))
