"""The duty sheet of a position, or of a person, as a document: what they do by phase, then by letter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aispec.web.fields.days import day_words
from phases.models import Project
from roles.acceptance.domain.commitments import Commitment
from roles.acceptance.domain.sentences import Paragraph, Voice, paragraphs_of
from roles.enums import Letter
from roles.formats.letters import letter_meaning
from roles.formats.outline.model import Band, Outline
from roles.formats.paper import Mode
from roles.formats.text import file_name, plain
from roles.matrix.letters import letter_name
from roles.matrix.rules import gives_descriptions
from roles.models import Person, Position


@dataclass(frozen=True)
class DutySheet:
    """A duty sheet in the active language; `about` names its project and its holder, `made` its version and day."""

    language: str
    day: date
    kind: str
    title: str
    about: tuple[str, ...]
    made: tuple[str, ...]
    rules: Mapping[str, Any]
    paragraphs: Sequence[Paragraph]
    stem: str
    described: bool = False  # whether it gives the descriptions of the duties

    @property
    def facts(self) -> tuple[str, ...]:
        """What stands under the title."""
        return (*self.about, *self.made)

    def text(self, text: str) -> str:
        """A text of the project as it is shown."""
        return plain(text, self.language)

    def letter(self, code: str) -> str:
        """What the project calls a letter."""
        return self.text(letter_name(self.rules, Letter(code)))

    @property
    def none(self) -> str:
        """What stands where nothing else does."""
        return _("No duties.")

    @property
    def cells(self) -> Iterator[Commitment]:
        """All duties."""
        return (commitment for part in self.paragraphs for sentence in part.sentences for commitment in sentence.cells)

    @property
    def several(self) -> bool:
        """Whether the duties are of several positions, so that each says of which it is."""
        return len({commitment.position_id for commitment in self.cells}) > 1

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The letters that occur."""
        used = {commitment.letter for commitment in self.cells}
        return tuple(letter for letter in Letter if letter.value in used)

    @property
    def head(self) -> tuple[str, ...]:
        """The columns of `rows`."""
        return (_("Letter"), _("Meaning"), _("Code"), _("Duty"), *([_("Position")] if self.several else []))

    def rows(self, paragraph: Paragraph) -> Iterator[tuple[str, ...]]:
        """The duties of a phase, a line each."""
        for sentence in paragraph.sentences:
            letter = (Letter(sentence.letter).shown, self.letter(sentence.letter))
            for commitment in sentence.cells:
                title = (self.text(commitment.title),) if self.several else ()
                words = filter(None, (self.text(commitment.wording), self.description(commitment)))
                yield (*letter, commitment.code, "\n".join(words), *title)

    def description(self, commitment: Commitment) -> str:
        """How a duty is done, as it was typed; "" where this sheet does not give it."""
        return commitment.description if self.described else ""

    def file_name(self, extension: str) -> str:
        """`fiche-chef-de-projet-prevision-de-la-demande-v12-2026-11-25.pdf`."""
        return f"{self.stem}.{extension}"


def position_document(position: Position, cells: Sequence[Commitment], mode: Mode, day: date) -> DutySheet:
    """The duty sheet of a position; one for a posting names nobody, nor says that nobody holds it."""
    shown = (position.holder_names or _("Vacant"),) if mode is Mode.INTERNAL else ()
    paragraphs = paragraphs_of(cells, Voice.POSITION)
    sheet = _document(position.project, _("Sheet of a position"), position.title, shown, paragraphs, day)
    return sheet if mode is Mode.INTERNAL else replace(sheet, described=False)


def personal_document(
    project: Project, person: Person, positions: Sequence[Position], cells: Sequence[Commitment], day: date
) -> DutySheet:
    """The duty sheet of a person: what they do in a project, in all of their positions."""
    titles = tuple(position.title for position in positions)
    return _document(project, _("Sheet of a person"), person.name, titles, paragraphs_of(cells), day)


def _document(
    project: Project, kind: str, title: str, shown: tuple[str, ...], paragraphs: Sequence[Paragraph], day: date
) -> DutySheet:
    language = (get_language() or "fr")[:2]
    about = (project.name, project.organization, *shown)
    made = (_("Version %(version)s") % {"version": project.version}, day_words(day))
    stem = slugify(f"{_('sheet')} {title}")[:50].strip("-_")
    whole = file_name(project.name, project.version, day, "").removesuffix(".")
    return DutySheet(
        language=language,
        day=day,
        kind=kind,
        title=plain(title, language),
        about=tuple(plain(fact, language) for fact in about if fact),
        made=tuple(plain(fact, language) for fact in made),
        rules=project.rules,
        paragraphs=paragraphs,
        stem=f"{stem}-{whole}",
        described=gives_descriptions(project.rules),
    )


def duty_sheet_outline(document: DutySheet) -> Outline:
    """What the writers of lines write."""
    return Outline(
        language=document.language,
        day=document.day,
        kind=document.kind,
        title=document.title,
        facts=document.facts,
        band_head=(_("No."), _("Phase")),
        head=document.head,
        letters=range(1),
        bands=[
            Band(str(paragraph.number), document.text(paragraph.name), "", list(document.rows(paragraph)))
            for paragraph in document.paragraphs
        ],
        none=document.none,
        legend=[(x.shown, f"{document.letter(x)}. {letter_meaning(x)}") for x in document.letters],
    )
