"""A matrix from elsewhere as lines of text: what was taken for what and how sure, what is in doubt, what differs."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roles.enums import Letter
from roles.formats.reading.table import Table
from roles.formats.xlsx.cells import column_name
from roles.imports.domain.edits import EditKind, MergeItem, MergePlan
from roles.imports.domain.edits_text import MergeNames, doubts, missing, problems, words_doubt
from roles.imports.domain.sheet_edits import Matching
from roles.imports.domain.sheet_project import phase_names
from roles.imports.sheet_reading.account.text import left_groups, letters_line, rows_line
from roles.imports.sheet_reading.doubts_text import (
    CERTAINTY_WORDS,
    ENCODINGS,
    doubt_groups,
    kind_words,
    place_words,
    sheet_words,
)
from roles.imports.sheet_reading.interpret import Interpretation
from roles.imports.sheet_reading.model import Block, ColumnKind, ImportPlan
from roles.matrix.matrix import Matrix


def interpretation_lines(found: Interpretation) -> Iterator[str]:
    """What the file was taken for, what would come of it, and the doubts by row."""
    plan = found.plan
    guessed = next((table.encoding for table in found.tables if table.encoding), "")
    if guessed:
        yield _("Accents read as of %(encoding)s; another: --encoding.") % {"encoding": ENCODINGS[guessed]}
    for block in found.blocks:
        yield from _block_lines(found.tables[block.table], block)
    yield from _mark_lines(found)
    yield ", ".join(_counts(plan))
    yield from _account_lines(found)
    if plan.duties:
        yield _("Phases: %(names)s") % {"names": ", ".join(phase_names(plan).values())}
    for group in doubt_groups(plan.doubts, found.tables):
        yield f"! {group.title}"
        yield f"  {group.help}"
        yield from (f"    {place}: {text}" if text else f"    {place}" for place, text in group.lines)


def _mark_lines(found: Interpretation) -> Iterator[str]:
    """What marks and joined names are taken for."""
    if found.method:
        yield _("These look like the letters of %(method)s, where they mean something else.") % {"method": found.method}
    if found.marks:
        yield _("Marks:")
    for mark in found.marks:
        meaning = _("no meaning") if mark.letter is None else Letter(mark.letter).shown if mark.letter else _("no part")
        times = ngettext("%(n)s time", "%(n)s times", mark.count) % {"n": mark.count}
        legend = f" ({mark.legend})" if mark.legend else ""
        yield f"  {mark.text}  {times}{legend}: {meaning}, {CERTAINTY_WORDS[mark.certainty]}"
    for names in found.joined:
        times = ngettext("%(n)s time", "%(n)s times", names.count) % {"n": names.count}
        how = _("several people, a position each") if names.apart else _("one name, one position")
        yield f"{names.text}  {times}: {how}"


def _account_lines(found: Interpretation) -> Iterator[str]:
    """What became of the letters and rows, and what was left out."""
    yield letters_line(found.account)
    yield rows_line(found.account)
    yield _("Nothing to check.") if found.certain else _("There are things to check.")
    for title, lines in left_groups(found.account, found.tables):
        yield f"! {title}"
        yield from (f"    {place}: {text}" if text else f"    {place}" for place, text in lines)


def _block_lines(table: Table, block: Block) -> Iterator[str]:
    name = sheet_words(table) or _("Table")
    if not block.used:
        yield _("%(name)s is not taken") % {"name": name}
        return
    yield f"{name}: {CERTAINTY_WORDS[block.certainty]}"
    if block.header >= 0:
        yield "  " + _("row %(number)s names the columns") % {"number": block.header + 1}
    for place, (kind, certainty) in enumerate(zip(block.columns, block.certainties, strict=True)):
        heading = " ".join(table.cell(max(block.header, 0), place).split())
        words = _("left aside") if kind is ColumnKind.ASIDE else kind_words(kind)
        quoted = f"  {_quoted(heading)}" if heading else ""
        yield f"  {column_name(place + 1)}  {words}, {CERTAINTY_WORDS[certainty]}{quoted}"


def _counts(plan: ImportPlan) -> Iterator[str]:
    duties, positions, letters = len(plan.duties), len(plan.positions), plan.letters
    yield ngettext("%(n)s duty", "%(n)s duties", duties) % {"n": duties}
    yield ngettext("%(n)s position", "%(n)s positions", positions) % {"n": positions}
    yield ngettext("%(n)s letter", "%(n)s letters", letters) % {"n": letters}


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


def similar_lines(plan: ImportPlan, tables: Sequence[Table], matrix: Matrix, matching: Matching) -> Iterator[str]:
    """What the project has in similar words only, with both texts."""
    duties = [
        (duty, matrix.duty(match.found))
        for duty, match in zip(plan.duties, matching.duties, strict=True)
        if match.found is not None and not match.exact
    ]
    titles = zip(plan.positions, matching.positions, strict=True)
    lines = [
        f"  {place_words(duty.place, tables)}: {_quoted(duty.text)} ~ {here.code} {_quoted(here.text)}"
        for duty, here in duties
    ]
    lines += [
        f"  {_quoted(title)} ~ {_quoted(matrix.position(match.found).title)}"
        for title, match in titles
        if match.found is not None and not match.exact
    ]
    if lines:
        yield _("Similar, but not in the same words (taken with --similar only):")
        yield from lines


def difference_lines(plan: MergePlan, base: Matrix) -> Iterator[str]:
    """What can be taken, then what is in conflict, then what is left out."""
    words = MergeNames(plan, base)
    yield from (f"! {doubt}" for doubt in doubts(plan, words))
    free = [item for item in plan.items if not item.conflict]
    yield ngettext("%(n)s difference can be taken:", "%(n)s differences can be taken:", len(free)) % {"n": len(free)}
    yield from (f"  {_item(item, words)}" for item in free)
    rest = [item for item in plan.items if item.conflict]
    if rest:
        said = ngettext("%(n)s conflict is left to the page:", "%(n)s conflicts are left to the page:", len(rest))
        yield said % {"n": len(rest)}
        yield from (f"  {_item(item, words)}" for item in rest)
    if plan.problems:
        yield _("Left out:")
        yield from (f"  {problem}" for problem in problems(plan, words))
    if gone := list(missing(plan, base)):
        yield _("Not in the file (stays in the project):")
        yield from (f"  {line}" for line in gone)
    if plan.edits.holders:
        yield _("Holders are not read from a file. They differ for:") + " " + ", ".join(plan.edits.holders)


def _item(item: MergeItem, words: MergeNames) -> str:
    if item.kind is EditKind.COLUMN:
        return _("new position: %(title)s") % {"title": item.there}
    if item.kind is EditKind.ROW:
        letters = (f"{words.position(position)} {Letter(letter).shown}" for position, letter in item.letters if letter)
        return " · ".join((_("new duty: %(text)s") % {"text": item.there}, *letters))
    if item.kind is EditKind.CELL:
        here, there = (Letter(letter).shown if letter else "-" for letter in (item.here, item.there))
        return f"{words.code(item.duty)} · {words.position(item.position)}: {here} → {there}"
    place = words.code(item.duty) if item.duty else words.position(item.position)
    if item.kind is EditKind.DESCRIPTION:
        place = _("%(duty)s, description") % {"duty": place}
    why = words_doubt(item)
    return f"{place}: {_quoted(item.here)} → {_quoted(item.there)}{f' ({why})' if why else ''}"
