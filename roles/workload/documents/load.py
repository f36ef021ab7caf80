"""What the workload of a project, or of people across projects, says as a file, whatever the format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aispec.web.fields.days import day_words
from roles.enums import Letter
from roles.formats.text import file_name, plain
from roles.matrix.letters import shown_letters
from roles.matrix.matrix import Matrix
from roles.matrix.thresholds import Thresholds
from roles.workload.domain.by_person import PersonLoad
from roles.workload.domain.by_position import PositionLoad, Share, workload


class Part(NamedTuple):
    """The load in one phase or one project; `counts` has a number for each letter of the document."""

    name: str
    counts: tuple[int, ...]
    points: float
    limit: int

    @property
    def over(self) -> bool:
        """Whether it is more than its limit."""
        return self.points > self.limit


class Line(NamedTuple):
    """A position or a person; `note` says who holds it, or that somebody is not active."""

    name: str
    note: str
    parts: tuple[Part, ...]
    whole: Part


@dataclass(frozen=True)
class LoadDocument:
    """Lines with their parts; with `columns`, every line has a part for each, otherwise parts of its own."""

    language: str
    kind: str
    title: str
    facts: tuple[str, ...]
    explained: str
    heads: tuple[str, str, str]  # of the lines, of their notes, of their parts
    letters: tuple[Letter, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    stem: str

    @property
    def sums(self) -> tuple[float, ...]:
        """The points of each column, over all lines."""
        return tuple(sum(line.parts[index].points for line in self.lines) for index in range(len(self.columns)))

    @property
    def total(self) -> float:
        """All points."""
        return sum(line.whole.points for line in self.lines)

    def words(self, part: Part) -> str:
        """How often each letter: "2 R, 1 A"."""
        counted = zip(part.counts, self.letters, strict=True)
        return ", ".join(f"{count} {letter.shown}" for count, letter in counted if count)

    def file_name(self, extension: str) -> str:
        """`charge-prevision-de-la-demande-v12-2026-11-25.xlsx`."""
        return f"{self.stem}.{extension}"


def project_load(matrix: Matrix, day: date) -> LoadDocument:
    """The workload of a matrix by position and phase, in the matrix's language (which must be the active one)."""
    limits = Thresholds.of(matrix.rules)
    letters = shown_letters(matrix)
    columns = tuple(plain(f"{phase.number} {phase.short_name}", matrix.language) for phase in matrix.phases)
    stem = slugify(pgettext("file name", "workload"))
    name = file_name(matrix.name, matrix.version, day, "")
    return LoadDocument(
        matrix.language,
        _("Workload by position and phase"),
        plain(matrix.name, matrix.language),
        tuple(filter(None, (matrix.organization, _("Version %(version)s") % {"version": matrix.version}, _day(day)))),
        points_in_words(limits, letters),
        (_("Position"), _("Holder"), _("Phase")),
        letters,
        columns,
        tuple(_line(matrix, load, letters, columns) for load in workload(matrix, limits)),
        f"{stem}-{name.removesuffix('.')}",
    )


def _line(matrix: Matrix, load: PositionLoad, letters: Sequence[Letter], columns: Sequence[str]) -> Line:
    """A position: its part in each phase, and all of them."""

    def part(name: str, share: Share) -> Part:
        return Part(name, tuple(share.counts[letter] for letter in letters), share.points, share.limit)

    return Line(
        plain(load.position.title, matrix.language),
        load.position.holder or _("Vacant"),
        tuple(part(name, share) for name, (_phase, share) in zip(columns, load.shares, strict=True)),
        part(_("Total"), load.total),
    )


def people_load(loads: Sequence[PersonLoad], language: str, day: date) -> LoadDocument:
    """The load of people across projects, as many as its reader may see; `language` must be the active one."""
    lines = tuple(
        Line(
            load.name,
            "" if load.active else pgettext("person", "Inactive"),
            tuple(Part(plain(p.name, language), (), p.points, p.limit) for p in load.projects),
            Part(_("Total"), (), load.points, load.limit),
        )
        for load in loads
    )
    kind = _("Load by person")
    return LoadDocument(
        language,
        kind,
        kind,
        (_day(day),),
        _(
            "Only the projects to which the maker of this document has access are counted, each with its own points. "
            "The limit is the highest one of a position among the projects of the person. A position held by several "
            "is shared equally."
        ),
        (_("Person"), _("State"), _("Project")),
        (),
        (),
        lines,
        f"{slugify(kind)}-{day.isoformat()}",
    )


def _day(day: date) -> str:
    return day_words(day)


def points_in_words(limits: Thresholds, letters: Sequence[Letter]) -> str:
    """What each letter is worth, and what is too much."""
    worth = ", ".join(f"{letter.shown} {limits.points(letter)}" for letter in letters)
    return _(
        "Points: %(worth)s. Limits: %(position)s a position, %(phase)s a position and phase (this project’s own "
        "choice). All duties that apply."
    ) % {"worth": worth, "position": limits.load_position, "phase": limits.load_phase}
