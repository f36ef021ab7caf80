"""What a posting says, on its page, in PDF, Word, Excel, plain text and structured data alike.

It is made from the posting alone: no holder, no finding, no load is ever read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aispec.web.fields.days import day_words
from roles.enums import Employment, Letter, PayUnit, Province
from roles.formats.text import cell_text, in_language, plain
from roles.matrix.letters import NamedLetter
from roles.models import Posting
from roles.postings.domain.duties import PhaseOfPosting, PostedDuty, by_phase, duties_of, letters_used

NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Section:
    """A heading with its lines; `listed` shows them as a list."""

    heading: str
    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True)
class PostingDocument:
    """A posting in one language."""

    posting: Posting
    language: str
    items: tuple[PostedDuty, ...]

    def says(self, name: str) -> str:
        """One of its texts in this language, typeset."""
        return self.typeset(getattr(self.posting, f"{name}_{self.language}") or "")

    def typeset(self, text: str) -> str:
        """Any text as a document shows it, on lines of its own."""
        lines = cell_text(text).replace("\r", "").split("\n")
        return "\n".join(plain(line.strip(), self.language) for line in lines).strip()

    @property
    def kind(self) -> str:
        """What the document is."""
        return _("Job posting")

    @cached_property
    def title(self) -> str:
        """The title of the job."""
        return self.says("title") or _("Posting without a title")

    @property
    def employer(self) -> str:
        """The employer."""
        return self.says("employer")

    @property
    def mission(self) -> tuple[str, ...]:
        """The mission, a paragraph a line."""
        return _lines(self.says("mission"))

    @cached_property
    def place(self) -> str:
        """Where the work is done, on one line."""
        posting = self.posting
        town = ", ".join(filter(None, (posting.street, posting.city)))
        whole = f"{town} ({Province(posting.province).label})" if town else ""
        parts = [" ".join(filter(None, (whole, posting.postal_code if town else "")))]
        if posting.remote:
            parts.append(_("fully remote work is possible"))
        return self.typeset(" · ".join(filter(None, parts)))

    @cached_property
    def pay(self) -> str:
        """The pay, from and to; one end alone says which it is."""
        low, high = self.posting.pay_min, self.posting.pay_max
        if low is None and high is None:
            return ""
        figures = {"unit": str(PayUnit(self.posting.pay_unit).label)}
        figures |= {"low": "" if low is None else self._money(low), "high": "" if high is None else self._money(high)}
        if high is None:
            words = _("from %(low)s %(unit)s")
        elif low is None:
            words = _("up to %(high)s %(unit)s")
        else:
            words = "%(low)s %(unit)s" if low == high else _("from %(low)s to %(high)s %(unit)s")
        return self.typeset(words % figures)

    def _money(self, amount: Decimal) -> str:
        places = 0 if amount == amount.to_integral_value() else 2
        number = number_format(amount, places, use_l10n=True, force_grouping=True)
        return f"{number}{NO_BREAK}$" if self.language == "fr" else f"${number}"

    def day(self, moment: datetime | None) -> str:
        """A day in words."""
        return day_words(timezone.localtime(moment).date()) if moment else ""

    @cached_property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The facts at a glance; what is not known is left out."""
        posting = self.posting
        closing = day_words(posting.closing_date) if posting.closing_date else ""
        found = (
            (_("Employer"), self.says("employer")),
            (_("Location"), self.place),
            (_("Employment type"), str(Employment(posting.employment).label) if posting.employment else ""),
            (_("Pay"), self.pay),
            (_("Closing date"), closing),
            (_("Reference"), self.typeset(posting.reference)),
        )
        return tuple((term, text) for term, text in found if text)

    @cached_property
    def phases(self) -> tuple[PhaseOfPosting, ...]:
        """The duties by phase and letter, typeset."""
        return by_phase(self.items)

    @property
    def annex(self) -> tuple[PostedDuty, ...]:
        """The duties as a column of the matrix; there is none without a project."""
        return self.items if self.posting.project_id else ()

    @cached_property
    def legend(self) -> list[tuple[NamedLetter, str]]:
        """What the groups mean."""
        return [(named, legend_of(named.letter)) for named in letters_used(self.items)]

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """What follows the duties; a section without a text is left out."""
        plan = (
            (_("Education"), "education", False),
            (_("Essential requirements"), "essential", True),
            (_("Asset qualifications"), "asset", True),
            (_("Language requirement"), "language", False),
            (_("Reason of the language requirement"), "language_reason", False),
            (_("Conditions"), "conditions", True),
            (_("How to apply"), "apply", False),
            (_("Accommodation"), "accommodation", False),
            (_("Personal information"), "privacy", False),
        )
        found = (Section(heading, _lines(self.says(name)), listed) for heading, name, listed in plan)
        return tuple(section for section in found if section.lines)

    @cached_property
    def origin(self) -> str:
        """The framework, and the version of the matrix that the duties are of."""
        framework, project = self.posting.source_framework, self.posting.project
        parts = []
        if framework.catalogued:  # a framework of the project's own is not published
            title = in_language(vars(framework), "title", self.language)
            parts.append(_("Framework: %(title)s") % {"title": title})
        if project:
            parts.append(_("matrix version %(version)s") % {"version": self.posting.version or project.version})
        if self.posting.noc:
            parts.append(_("occupation (NOC 2021): %(code)s") % {"code": self.posting.noc})
        return self.typeset(" · ".join(parts))

    def file_name(self, extension: str) -> str:
        """`affichage-technicienne-ou-technicien-en-ia-fr.pdf`: plain letters, so that every system keeps it."""
        stem = slugify(in_language(vars(self.posting), "title", self.language))[:60].strip("-") or str(self.posting.pk)
        return f"{pgettext('file name', 'posting')}-{stem}-{self.language}.{extension}"


def legend_of(letter: Letter) -> str:
    """What a group of duties means to whoever applies."""
    return {
        Letter.R: _("you carry out these duties"),
        Letter.A: _("you approve the result and answer for it"),
        Letter.AR: _("you carry out these duties and answer for them"),
        Letter.C: _("you are consulted before the work is done"),
        Letter.I: _("you are informed of the result"),
        Letter.S: _("you help those who carry out these duties"),
    }[letter]


def posting_document(posting: Posting, language: str) -> PostingDocument:
    """The posting in that language, which must be the active one when it is written."""
    return PostingDocument(posting, language, _typeset(duties_of(posting, language), language))


def _typeset(items: Sequence[PostedDuty], language: str) -> tuple[PostedDuty, ...]:
    return tuple(
        replace(
            item,
            name=plain(item.name, language),
            phase_name=plain(item.phase_name, language),
            text=plain(item.text, language),
        )
        for item in items
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(stripped for line in text.split("\n") if (stripped := line.strip().lstrip("•-– ").strip()))
