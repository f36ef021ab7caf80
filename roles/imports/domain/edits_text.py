"""What a returned file calls its duties and positions, and why something of it is left out, in the active language."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from roles.imports.domain.edits import FileDoubt, FileDoubtKind, MergeItem, MergePlan, Problem, SkipReason, WordsDoubt
from roles.matrix.matrix import Matrix


class MergeNames:
    """The names that a plan uses."""

    def __init__(self, plan: MergePlan, base: Matrix) -> None:
        self.plan, self.base = plan, base
        self.rows = {row.ref: row for row in plan.edits.rows}

    def position(self, ref: str) -> str:
        """The title of a position, new ones included."""
        if ref in self.plan.columns:
            return self.plan.columns[ref]
        matrix = self.plan.now if int(ref) in self.plan.now.column_of else self.base
        return matrix.position(int(ref)).title

    def code(self, ref: str) -> str:
        """The code of a duty; a new one has its row in the file."""
        if ref in self.rows:
            return _("row %(number)s of the file") % {"number": ref[1:]}
        matrix = self.plan.now if int(ref) in self.plan.now.row_of else self.base
        return matrix.duty(int(ref)).code

    def duty(self, ref: str) -> str:
        """The text of a duty."""
        return self.rows[ref].text if ref in self.rows else self.plan.now.duty(int(ref)).text

    def phase(self, ref: str) -> int:
        """The id of the phase of a duty."""
        return self.rows[ref].phase if ref in self.rows else self.plan.now.duty(int(ref)).phase_id


def problems(plan: MergePlan, words: MergeNames) -> list[str]:
    """Each row that is left out, and why."""
    return list(dict.fromkeys(_problem(problem, words) for problem in plan.problems))


def _problem(problem: Problem, words: MergeNames) -> str:
    values = {
        "duty": words.code(problem.duty) if problem.duty else words.position(problem.position),
        "position": words.position(problem.position) if problem.position else "",
        "text": problem.text,
    }
    return _REASONS[problem.reason]() % values


_REASONS = {
    SkipReason.UNREAD: lambda: _("%(duty)s: “%(text)s” for %(position)s is not a letter of the matrix."),
    SkipReason.NOT_OFFERED: lambda: _("%(duty)s: this project does not use “%(text)s”, asked for %(position)s."),
    SkipReason.TWO: lambda: _("%(duty)s: the file gives this duty two A’s. Leave one of them."),
    SkipReason.OFF: lambda: _("%(duty)s: the duty does not apply here, so %(position)s can have no letter."),
    SkipReason.GONE: lambda: _("%(duty)s: changed in the file, but removed from the project since."),
    SkipReason.BLANK: lambda: _("%(duty)s: the file leaves no words for it."),
    SkipReason.LONG: lambda: _(
        "%(duty)s: “%(text)s…” is too long (500 characters for a duty, 200 for a title, 2,000 for a description)."
    ),
    SkipReason.NO_PHASE: lambda: _("%(duty)s: “%(text)s” is in no phase of this project. Name the phase in its row."),
}


def doubts(plan: MergePlan, words: MergeNames) -> list[str]:
    """What is odd about the file: what was not taken as it stands, and how it was read instead."""
    return [_doubt(doubt, words) for doubt in plan.edits.doubts]


def _doubt(doubt: FileDoubt, words: MergeNames) -> str:
    values = {
        "place": doubt.place,
        "duty": words.code(doubt.duty) if doubt.duty else "",
        "position": words.position(doubt.position) if doubt.position else "",
        "text": doubt.text,
    }
    return _DOUBTS[FileDoubtKind(doubt.kind)]() % values


_DOUBTS = {
    FileDoubtKind.SORTED: lambda: _(
        "This sheet was sorted without its hidden column (rows: %(place)s): rows are known by their codes and words."
    ),
    FileDoubtKind.COLUMNS_MOVED: lambda: _(
        "Titles were moved without their hidden numbers (columns: %(place)s): columns are known by their titles."
    ),
    FileDoubtKind.REPEATED: lambda: _("Row %(place)s repeats %(duty)s: what either changed counts."),
    FileDoubtKind.TWO_LETTERS: lambda: _(
        "%(duty)s appears twice, with different letters for %(position)s (%(text)s): none of them is taken."
    ),
    FileDoubtKind.NO_DUTY: lambda: _("Row %(place)s is no duty: “%(text)s” is not taken."),
    FileDoubtKind.NO_TITLE: lambda: _("Column %(place)s has no title: its letters (%(text)s) are not taken."),
    FileDoubtKind.OTHER_PHASE: lambda: _(
        "%(duty)s, row %(place)s: the file says “%(text)s”. The phase of a duty is not read; change it in the project."
    ),
}


def words_doubt(item: MergeItem) -> str:
    """Why other words are asked about, "" when they are not."""
    return {
        WordsDoubt.NONE: "",
        WordsDoubt.MOVED: _("These are the words of another one: were the words moved without their row or column?"),
        WordsDoubt.LANGUAGE: _("These words are in the other language than the file."),
    }[WordsDoubt(item.doubt)]


def missing(plan: MergePlan, base: Matrix) -> Iterator[str]:
    """What the file has no more, as far as it stands here."""
    for pk in plan.edits.gone_duties:
        if pk in plan.now.row_of:
            yield f"{base.duty(pk).code} {base.duty(pk).text}"
    for pk in plan.edits.gone_positions:
        if pk in plan.now.column_of:
            yield base.position(pk).title


def row_names(refs: Iterable[str], words: MergeNames) -> str:
    """The codes of some rows."""
    return ", ".join(words.code(ref) for ref in refs)
