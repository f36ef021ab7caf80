"""What a sheet of the catalogue shows, one profile or all compared, said once for every format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aispec.web.fields.days import day_words
from roles.catalogue.domain.catalogue import Catalogue, CataloguePhase, CatalogueProfile, Statement
from roles.catalogue.domain.comparison import ProfileRow, profile_rows
from roles.enums import Letter
from roles.formats.letters import letter_meaning
from roles.formats.outline.model import Band, Outline
from roles.formats.text import plain, printed

# More letter columns than these would leave no room for the text: the letters then stand in one cell.
MOST_COLUMNS = 8


@dataclass(frozen=True)
class ProfileDocument:
    """`profile` is None when all of them are compared; `posting` asks for the posting wording."""

    catalogue: Catalogue
    profile: CatalogueProfile | None
    posting: bool
    day: date

    @property
    def language(self) -> str:
        """fr or en."""
        return self.catalogue.language

    @property
    def kind(self) -> str:
        """What the document is."""
        return _("Profile sheet") if self.profile else _("Profiles compared")

    @property
    def title(self) -> str:
        """The job title, or the framework's."""
        return self.text(self.profile.title if self.profile else self.catalogue.title)

    @property
    def framework(self) -> str:
        """The framework with its subtitle."""
        return self.text(" · ".join(filter(None, (self.catalogue.title, self.catalogue.subtitle))))

    @property
    def date(self) -> str:
        """The day it was made, in words."""
        return day_words(self.day)

    @property
    def count(self) -> str:
        """How many responsibilities it shows."""
        count = sum(len(rows) for _phase, rows in self.phases())
        return ngettext("%(count)s responsibility", "%(count)s responsibilities", count) % {"count": count}

    @property
    def columns(self) -> tuple[CatalogueProfile, ...]:
        """The profiles whose letters have a column, its own first; none when they are too many."""
        own = [self.profile] if self.profile else []
        others = [profile for profile in self.catalogue.profiles if profile != self.profile]
        return tuple(own + others) if len(self.catalogue.profiles) <= MOST_COLUMNS else ()

    @property
    def letters(self) -> list[Letter]:
        """The letters of the legend: S only where it is used."""
        used = {letter for statement in self.catalogue.statements for letter in statement.suggested.values()}
        order = [Letter.R, Letter.A, Letter.AR, Letter.C, Letter.I]
        return [*order, Letter.S] if Letter.S in used else order

    @property
    def file_stem(self) -> str:
        """A file's name without its ending: plain letters, so that every system keeps it."""
        return slugify(f"{self.catalogue.slug} {self.profile.slug if self.profile else _('profiles')}")

    def text(self, text: str) -> str:
        """A text of the catalogue as a document shows it."""
        return printed(plain(text, self.language))

    def wording(self, statement: Statement) -> str:
        """The statement in the wording asked for."""
        return self.text((self.posting and statement.posting) or statement.text)

    def phases(self) -> list[tuple[CataloguePhase, list[tuple[CatalogueProfile, ProfileRow]]]]:
        """The rows of each phase, profile after profile; a phase without any is left out."""
        shown = [self.profile] if self.profile else self.catalogue.profiles
        sheets = [(profile, dict(profile_rows(self.catalogue, profile))) for profile in shown]
        phases = [
            (phase, [(profile, row) for profile, rows in sheets for row in rows.get(phase, ())])
            for phase in self.catalogue.phases
        ]
        return [(phase, rows) for phase, rows in phases if rows]

    def letters_in_words(self, statement: Statement) -> str:
        """`Technician A/R, University graduate I`, for a framework with too many profiles for columns."""
        return self.text(
            ", ".join(
                f"{profile.name} {Letter(statement.suggested[profile.slug]).shown}"
                for profile in self.catalogue.profiles
                if statement.suggested.get(profile.slug)
            )
        )

    def answers(self, answers: Sequence[Statement]) -> list[str]:
        """What other profiles do in answer, a code and a text each."""
        return [f"{answer.code} {self.wording(answer)}" for answer in answers]


def profile_outline(document: ProfileDocument) -> Outline:
    """What the writers of lines write, in the active language."""
    front = [_("Code"), _("Responsibility")] if document.profile else [_("Profile"), _("Code"), _("Responsibility")]
    names = [document.text(profile.name) for profile in document.columns]
    return Outline(
        language=document.language,
        day=document.day,
        kind=document.kind,
        title=document.title,
        facts=[document.framework, document.count, document.date],
        band_head=(_("No."), _("Phase")),
        head=[*front, *(names or [_("Suggested letters")]), _("In answer")],
        letters=range(len(front), len(front) + len(names)),
        bands=[
            Band(
                str(phase.number),
                document.text(phase.name),
                document.text(phase.lead_in),
                [_row(document, profile, row) for profile, row in rows],
            )
            for phase, rows in document.phases()
        ],
        none=_("No responsibilities."),
        legend=[(letter.shown, f"{letter.label}. {letter_meaning(letter)}") for letter in document.letters],
    )


def _row(document: ProfileDocument, profile: CatalogueProfile, row: ProfileRow) -> list[str]:
    statement = row.statement
    letters = [
        Letter(code).shown if (code := statement.suggested.get(column.slug)) else "" for column in document.columns
    ] or [document.letters_in_words(statement)]
    front = [] if document.profile else [document.text(profile.name)]
    return [*front, statement.code, document.wording(statement), *letters, "\n".join(document.answers(row.answers))]
