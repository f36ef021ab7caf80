"""People in a file or in pasted cells, as rows: headings in French or English and in any order, or none at all."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aispec.web.words.folding import fold
from roles.formats.outline.csv_writer import csv_read
from roles.formats.reading.file_types import FileRefused
from roles.formats.reading.table import Table
from roles.people.domain.directory_plan import PersonRow

EXAMPLES = ("ex. ", "e.g. ")  # what the name of an example row begins with
MOST = 1_500  # people of one file
_LOOKED_AT = 20  # rows in which the headings may stand
_NAMES = ("nom", "nom complet", "nom et prenom", "prenom et nom", "name", "full name", "personne", "person", "employe",
          "employee", "titulaire", "holder")  # fmt: skip
_HEADINGS: Mapping[str, str] = {
    **dict.fromkeys(_NAMES, "name"),
    **dict.fromkeys(("prenom", "prenoms", "first name", "given name", "firstname"), "first"),
    **dict.fromkeys(("nom de famille", "last name", "family name", "surname", "lastname"), "last"),
    **dict.fromkeys(("courriel", "adresse courriel", "adresse electronique", "e mail", "email", "mail", "adresse mail",
                     "adresse e mail", "email address", "e mail address"), "email"),
    **dict.fromkeys(("profil", "profile", "poste", "position", "titre d emploi", "job title", "fonction",
                     "role"), "profile"),
    **dict.fromkeys(("actif", "active", "active actif"), "active"),
}  # fmt: skip


@dataclass(frozen=True)
class PeopleUpload:
    """The rows of a file, and the headings of what is not taken."""

    rows: tuple[PersonRow, ...]
    ignored: tuple[str, ...] = ()


def people_in(tables: Sequence[Table]) -> PeopleUpload:
    """Return the people of every table that names some; hidden ones are not read. Raises FileRefused when none does."""
    shown = [table for table in tables if not table.hidden]
    _refuse_doubtful(shown)
    found = [(table, *layout) for table in shown if (layout := _layout(table))]
    rows = [
        row
        for table, top, columns in found
        for at in range(top, len(table.rows))
        if (row := _row(table, at, columns, table.name if len(shown) > 1 else ""))
    ]
    ignored = [
        text
        for table, top, columns in found
        for at, text in enumerate(table.rows[top - 1] if top else ())
        if text.strip() and at not in columns.values()
    ]
    if not rows:
        raise FileRefused(_("No row names a person. A column headed “Name” is needed; “Email” and “Profile” help."))
    if len(rows) > MOST:
        raise FileRefused(_("The file names more than %(n)d people. Divide it.") % {"n": MOST})
    return PeopleUpload(tuple(rows), tuple(ignored))


def _refuse_doubtful(tables: Sequence[Table]) -> None:
    """Raises FileRefused for names that another encoding may spell otherwise."""
    unsure = [word for table in tables if table.unsure for word in table.foreign_words(3)]
    if unsure:
        words = _("How the accents of this text are written is in doubt: %(words)s. Save it as “CSV UTF-8”, try again.")
        raise FileRefused(words % {"words": ", ".join(unsure)})


def _layout(table: Table) -> tuple[int, dict[str, int]] | None:
    """The first row of people and the columns; None for a table of something else."""
    for row in range(min(len(table.rows), _LOOKED_AT)):
        columns: dict[str, int] = {}
        for at, text in enumerate(table.rows[row]):
            part = _HEADINGS.get(" ".join(re.findall(r"[a-z0-9]+", fold(text))), "")
            if part and part not in columns:
                columns[part] = at
        if columns.keys() & {"name", "first", "last"}:
            return row + 1, columns
    return _without_headings(table)


def _without_headings(table: Table) -> tuple[int, dict[str, int]] | None:
    """Cells pasted without headings: what stands in a cell tells the e-mail; the name and the profile follow."""
    first = next((row for row in table.rows if any(map(str.strip, row))), ())
    email = next((at for at, text in enumerate(first) if "@" in text), None)
    if email is None:
        return None
    rest = [at for at in range(max(map(len, table.rows))) if at != email]
    return 0, {"email": email, **dict(zip(("name", "profile", "active"), rest, strict=False))}


def _row(table: Table, at: int, columns: Mapping[str, int], named: str) -> PersonRow | None:
    """One row; None for an empty one and for an example."""
    said = {part: table.cell(at, column).strip() for part, column in columns.items()}
    if not table.name:  # a text, perhaps a CSV of ours
        said = {part: csv_read(text) for part, text in said.items()}
    if not any(said.values()):
        return None
    if "first" in said:
        name = f"{said['first']} {said.get('last') or said.get('name', '')}".strip()
    else:
        name = said.get("name") or said.get("last", "")
    if name.startswith(EXAMPLES):
        return None
    row = {"row": at + 1, "sheet": named}
    place = _("%(sheet)s, row %(row)d") % row if named else _("Row %(row)d") % row
    return PersonRow(place, name, said.get("email", ""), said.get("profile", ""), said.get("active", ""))
