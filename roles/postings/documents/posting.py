"""What a posting says, on its page, in PDF, Word, Excel, plain text and structured data alike.

It is made from the posting alone: no holder, no finding, no load is ever read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aispec.web.fields.days import day_words
from roles.enums import Employment, Letter, PayUnit, PostingState, Province, Tenure, Vacancy, WorkMode
from roles.formats.text import cell_text, in_language, plain
from roles.matrix.letters import NamedLetter
from roles.models import Posting
from roles.postings.domain.duties import OWN, PhaseOfPosting, PostedDuty, by_phase, duties_of, letters_used
from roles.postings.domain.publications import framework_of

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
    framework: Mapping[str, str]  # its title in both languages; none of a framework that is not published

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

    @property
    def state(self) -> str:
        """What is no offer any more, or not yet, says so."""
        state = PostingState(self.posting.state)
        return "" if state is PostingState.PUBLISHED else str(state.label)

    @cached_property
    def title(self) -> str:
        """The title of the job."""
        return self.says("title") or _("Posting without a title")

    @property
    def foot(self) -> str:
        """What stands below every page, on one line."""
        return Truncator(self.title).chars(70)

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
        return self.typeset(" ".join(filter(None, (whole, posting.postal_code if town else ""))))

    @property
    def work_mode(self) -> str:
        """On site, hybrid, or remote and from where."""
        posting = self.posting
        if not posting.remote:
            return str(WorkMode(posting.work_mode).label) if posting.work_mode else ""
        area = [str(Province(code).label) for code in posting.remote_area if code in Province.values]
        return f"{WorkMode.REMOTE.label} · {', '.join(area) or _('anywhere in Canada')}"

    @property
    def employment(self) -> str:
        """Full or part time, permanent or for how long."""
        posting = self.posting
        kind = str(Employment(posting.employment).label) if posting.employment else ""
        tenure = str(Tenure(posting.tenure).label) if posting.tenure else ""
        return " · ".join(filter(None, (kind, tenure, self.says("length"))))

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
        found = (
            (_("Employer"), self.employer),
            (_("Department"), self.says("department")),
            (_("Location"), self.place),
            (_("Work mode"), self.work_mode),
            (_("Employment type"), self.employment),
            (_("Hours of work"), self.says("hours")),
            (_("Class or level"), self.says("level")),
            (_("Pay"), self.pay),
            (_("Number of openings"), str(posting.openings or "")),
            (_("Vacancy"), str(Vacancy(posting.vacancy).label) if posting.vacancy else ""),
            (_("Start date"), day_words(posting.start_date) if posting.start_date else ""),
            (_("Closing date"), day_words(posting.closing_date) if posting.closing_date else ""),
            (_("Reference"), self.typeset(posting.reference)),
        )
        return tuple((term, text) for term, text in found if text)

    @cached_property
    def phases(self) -> tuple[PhaseOfPosting, ...]:
        """The duties by phase and letter, typeset."""
        return by_phase(self.items)

    @property
    def annex(self) -> tuple[PostedDuty, ...]:
        """The duties as a column of the matrix, for whoever wants them so."""
        return tuple(item for item in self.items if item.phase != OWN) if self.posting.annex else ()

    @cached_property
    def letters(self) -> list[tuple[NamedLetter, str]]:
        """What the letters mean."""
        return [(named, legend_of(named.letter)) for named in letters_used(self.items)]

    @property
    def legend(self) -> list[tuple[NamedLetter, str]]:
        """What the groups mean, said before they come; a posting whose duties are all carried out needs none."""
        plain = all(named.letter is Letter.R for named, _words in self.letters)
        return [] if plain else self.letters

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
            (_("Contact"), "contact", False),
            (_("Equal access to employment"), "equal_access", False),
            (_("Accommodation"), "accommodation", False),
            (_("Use of artificial intelligence in the selection"), "screening", False),
            (_("Personal information"), "privacy", False),
        )
        found = (Section(heading, _lines(self.says(name)), listed) for heading, name, listed in plan)
        return tuple(section for section in found if section.lines)

    @cached_property
    def origin(self) -> str:
        """The framework, and the version of the matrix that the duties are of."""
        parts = []
        if self.framework:
            title = in_language(self.framework, "title", self.language)
            parts.append(_("Framework: %(title)s") % {"title": title})
        project = self.posting.project
        if version := self.posting.version or (project and project.version):
            parts.append(_("matrix version %(version)s") % {"version": version})
        if self.posting.noc:
            parts.append(_("occupation (NOC 2021): %(code)s") % {"code": self.posting.noc})
        return self.typeset(" · ".join(parts))

    def file_name(self, extension: str, published_at: datetime | None = None) -> str:
        """`affichage-technicienne-ou-technicien-en-ia-fr.pdf`: plain letters, so that every system keeps it.

        What is kept of a publication has its day, too.
        """
        stem = slugify(in_language(vars(self.posting), "title", self.language))[:60].strip("-") or str(self.posting.pk)
        day = f"-{timezone.localdate(published_at)}" if published_at else ""
        return f"{pgettext('file name', 'posting')}-{stem}{day}-{self.language}.{extension}"


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


def posting_document(posting: Posting, language: str, framework: Mapping[str, str] | None = None) -> PostingDocument:
    """The posting in that language, which must be the active one when it is written.

    `framework` is what a publication keeps of it, where the posting itself may be gone.
    """
    source = framework_of(posting) if framework is None else framework
    return PostingDocument(posting, language, _typeset(duties_of(posting, language), language), source)


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
