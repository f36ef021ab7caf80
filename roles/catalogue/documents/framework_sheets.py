"""The sheets and columns of a framework's workbook: what its writer puts there and its reader looks for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from aispec.web.words.folding import fold
from roles.catalogue.domain.file_format import FRAMEWORK, LANGUAGES, PHASES, PROFILES, RULES, STATEMENTS, Section

HEAD_ROW = 4
EXAMPLES = ("ex. ", "e.g. ")  # what the key of an example row begins with: no slug and no code can
LETTER = gettext_lazy("Letter: %(profile)s")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the word of the file it stands for, its heading, its width and what to write there."""

    word: str
    name: Promise
    width: int
    required: bool = False
    about: Promise | str = ""
    language: str = ""

    @property
    def heading(self) -> str:
        """What stands above it, in the active language."""
        if self.language == "fr":
            return _("%(text)s (French)") % {"text": self.name}
        return _("%(text)s (English)") % {"text": self.name} if self.language else str(self.name)


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet of the workbook, which holds the entries of one section of the file."""

    section: Section
    title: Promise
    columns: tuple[Column, ...]


def _texts(section: Section, word: str, name: Promise, width: int, about: Promise | str = "") -> Iterator[Column]:
    """A text in both languages; where it must be given, French is what is asked for."""
    for language in LANGUAGES:
        required = word in section.required and language == LANGUAGES[0]
        yield Column(f"{word}_{language}", name, width, required, about if language == LANGUAGES[0] else "", language)


_SLUG = Column(
    "slug", gettext_lazy("Identifier"), 24, True,
    gettext_lazy("Small letters without accents, digits, - or _; it names the entry for good, so never change it."),
)  # fmt: skip
_CODE = Column(
    "code", gettext_lazy("Code"), 10, True,
    gettext_lazy("Capital letters, digits, . _ or -, such as T01; unique, and never changed."),
)  # fmt: skip
_NAME = gettext_lazy("Name")

SHEETS = (
    WorkbookSheet(FRAMEWORK, gettext_lazy("Framework"), (
        _SLUG,
        *_texts(FRAMEWORK, "title", gettext_lazy("Title"), 40),
        *_texts(FRAMEWORK, "subtitle", gettext_lazy("Subtitle"), 40),
        Column("source", gettext_lazy("Source"), 60, about=gettext_lazy("Where the statements come from.")),
    )),
    WorkbookSheet(PHASES, gettext_lazy("Phases"), (
        _SLUG,
        *_texts(PHASES, "name", _NAME, 36),
        *_texts(PHASES, "short", gettext_lazy("Short name"), 20, gettext_lazy("For narrow places.")),
        *_texts(PHASES, "lead_in", gettext_lazy("Lead-in"), 44,
                gettext_lazy("What introduces the statements of the phase.")),
    )),
    WorkbookSheet(PROFILES, gettext_lazy("Profiles"), (
        _SLUG,
        *_texts(PROFILES, "name", _NAME, 30),
        *_texts(PROFILES, "title", gettext_lazy("Job title"), 46, gettext_lazy("Epicene, both groups written out.")),
    )),
    WorkbookSheet(RULES, gettext_lazy("Rules"), (
        _CODE,
        *_texts(RULES, "name", _NAME, 32),
        *_texts(RULES, "condition", gettext_lazy("Condition"), 70,
                gettext_lazy("Why statements suggest the letters they suggest; this sheet may stay empty.")),
    )),
    WorkbookSheet(STATEMENTS, gettext_lazy("Responsibilities"), (
        _CODE,
        Column("phase", gettext_lazy("Phase"), 22, True, gettext_lazy("The identifier of a phase.")),
        Column("profile", gettext_lazy("Profile"), 20, True, gettext_lazy("The identifier of a profile.")),
        *_texts(STATEMENTS, "text", gettext_lazy("Responsibility"), 52, gettext_lazy("500 characters at most.")),
        *_texts(STATEMENTS, "posting", gettext_lazy("Posting wording"), 44,
                gettext_lazy("The same in a job posting, beginning with an infinitive.")),
        *_texts(STATEMENTS, "note", gettext_lazy("Note"), 30),
        Column("rule", gettext_lazy("Rule"), 8, about=gettext_lazy("The code of a rule.")),
        Column("pairs_with", gettext_lazy("Pairs"), 18, about=gettext_lazy(
            "The codes of the statements of other profiles that answer this one, separated by commas.")),
    )),
)  # fmt: skip


def letter_heading(profile: str) -> str:
    """What stands above the letters that are suggested to a profile."""
    return str(LETTER) % {"profile": profile}


def compared(text: str) -> str:
    """A heading or a title for comparing: the star that asks for something and the spaces of French left aside."""
    return fold(text.strip().removesuffix("*")).replace(" :", ":")


def spellings(say: Callable[[], object]) -> set[str]:
    """A word of the workbook in each language, as a reader compares them."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(compared(str(say())))
    return found
