"""Postings: made, duplicated, edited, published, closed."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_hex
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from aispec.web.edit_conflict import check_seen, fingerprint
from aispec.web.fields.days import DayField, end_of, last_day
from phases.enums import ChangeKind
from phases.models import Framework, Project
from phases.projects.chain import digest_of
from phases.projects.journal import Journal, change_of
from roles.enums import PostingState, PublicationState
from roles.matrix.seals import posting_seal
from roles.models import Position, Posting, Publication, RoleProfile
from roles.models.postings import TEXTS
from roles.postings.domain.advice import lint
from roles.postings.domain.complete import missing
from roles.postings.domain.duties import frozen_duties
from roles.postings.domain.lines import Line, keep_lines, lines_of
from roles.postings.domain.publications import end, keep

LIVES = timedelta(days=30)  # of a public page without a closing date
PLAIN = ("city", "province", "postal_code", "street", "work_mode", "remote_area", "employment", "tenure", "openings",
         "vacancy", "start_date", "pay_min", "pay_max", "pay_unit", "closing_date", "reference", "noc", "annex",
         )  # fmt: skip
TITLE = 200  # characters
FIELDS = (*(f"{name}_{language}" for name in TEXTS for language in ("fr", "en")), *PLAIN)


class NotADraft(Exception):
    """The posting is not in the state that this needs: only a draft changes, only what is published closes."""


class EnglishAlone(Exception):
    """An English text without its French twin is not kept."""


class Incomplete(Exception):
    """Something is missing that a posting cannot do without, or that nobody has given a reason for."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a posting is made from: a position, a profile, or neither, for chosen duties."""

    position: Position | None = None
    profile: RoleProfile | None = None
    twin: bool = False  # whether it shall stand in English, too


def make_posting(project: Project, user: User, source: Source) -> Posting:
    """A draft of a project, with what is known already: the titles, the employer, and notices to adapt."""
    return _make(user, source, employer=project.organization, project=project)


def make_catalogue_posting(framework: Framework, user: User, source: Source, statements: Sequence[int] = ()) -> Posting:
    """A draft without a project, of a profile of the catalogue or of chosen statements."""
    posting = _make(user, source, framework=framework)
    keep_lines(posting, [Line(pk) for pk in statements])
    return posting


def _make(user: User, source: Source, employer: str = "", **of: Any) -> Posting:
    titled = source.position or source.profile
    values: dict[str, Any] = {"title_fr": (titled and (titled.title_fr or titled.title_en)) or ""}
    values["employer_fr"] = employer
    for language in ("fr", "en") if source.twin else ("fr",):
        with override(language):
            values |= {f"{name}_{language}": text for name, text in _notices().items()}
    if source.twin:
        values["title_en"] = (titled and titled.title_en) or values["title_fr"]
        values["employer_en"] = employer
    posting = Posting(position=source.position, profile=None if source.position else source.profile, **of, **values)
    with _change(posting, user) as journal:
        _add(posting, journal)
    return posting


def duplicate_posting(posting: Posting, user: User) -> Posting:
    """A draft with the same texts, facts and choice of duties; its titles say that it is a copy."""
    values = values_of(posting)
    for language in ("fr", "en"):
        if title := values[f"title_{language}"]:
            with override(language):
                values[f"title_{language}"] = (_("Copy of %(title)s") % {"title": title})[:TITLE]
    names = ("project_id", "framework_id", "position_id", "profile_id")
    copy = Posting(**{name: getattr(posting, name) for name in names}, **values)
    with _change(copy, user) as journal:
        _add(copy, journal)
        keep_lines(copy, lines_of(posting))
    return copy


def _add(posting: Posting, journal: Journal) -> None:
    posting.slug = _slug(posting.title_fr)
    posting.save()
    journal.add(ChangeKind.POSTING_MADE, _label(posting), data={"posting": posting.pk})


def _change(posting: Posting, user: User) -> AbstractContextManager[Journal]:
    """Run a change alone; the project keeps it in its journal, without a project the framework does."""
    return change_of(posting.project_id, posting.framework_id, user)


def posting_fingerprint(posting: Posting) -> str:
    """The fingerprint that a form about this posting carries."""
    return fingerprint(posting.changed_at.isoformat())


def edit_posting(
    posting: Posting, user: User, values: Mapping[str, Any], lines: Sequence[Line], seen: str | None = None
) -> None:
    """Change the texts, the facts and the lines of a draft. Raises NotADraft, EnglishAlone, EditConflict."""
    if any(each.blocks for each in lint(values)):
        raise EnglishAlone
    with _change(posting, user) as journal:
        current = _locked(posting, PostingState.DRAFT)
        check_seen(seen, posting_fingerprint(current))
        changed = {name: values[name] for name in FIELDS if name in values and values[name] != _value(current, name)}
        for name, new in changed.items():
            old = _value(current, name)
            data = {"posting": current.pk, "field": name}
            journal.add(ChangeKind.POSTING_EDITED, _label(current), str(old or ""), str(new or ""), data=data)
            setattr(current, name, new)
        before = lines_of(current)
        if before != list(lines):
            keep_lines(current, lines)
            data = {"posting": current.pk, "field": "duties"}
            journal.add(ChangeKind.POSTING_EDITED, _label(current), str(len(before)), str(len(lines)), data=data)
        current.save()


def publish(posting: Posting, user: User, *, public: bool, reason: str = "") -> Publication:
    """Freeze the duties and keep all that is said; with `public`, give it an address that works until it closes.

    `reason` says why it is published although something is missing. Raises NotADraft, EnglishAlone, Incomplete, and
    ValidationError for a day that is past or too far.
    """
    with _change(posting, user) as journal:
        current = _locked(posting, PostingState.DRAFT)
        values = values_of(current)
        if not current.title_fr or any(each.blocks for each in lint(values)):
            raise EnglishAlone
        for day in filter(None, (current.closing_date, current.start_date)):
            DayField().validate(day)
        frozen = frozen_duties(current)
        lacks = missing(values, listed=bool(frozen))
        if any(each.blocks for each in lacks) or (lacks and not reason):
            raise Incomplete
        current.frozen = frozen
        current.version = journal.version if current.project_id else 0
        current.state, current.public, current.published_at = PostingState.PUBLISHED, public, timezone.now()
        current.expires_at = expiry(current.closing_date, current.published_at)
        current.save()
        kept = keep(current, user, reason if lacks else "")
        until = last_day(current.expires_at).isoformat() if public else ""
        data = {"posting": current.pk, "seal": posting_seal(current), "publication": kept.pk}
        data["titles"] = digest_of(kept.framework)
        data |= {"reason": kept.reason, "missing": [each.field for each in lacks]} if lacks else {}
        journal.add(ChangeKind.POSTING_PUBLISHED, _label(current), new=until, data=data)
        return kept


def close(posting: Posting, user: User) -> None:
    """End a published posting; its address says so from now on. Raises NotADraft for any other."""
    with _change(posting, user) as journal:
        current = _locked(posting, PostingState.PUBLISHED)
        current.state = PostingState.CLOSED
        current.save()
        end(current, PublicationState.CLOSED)
        journal.add(ChangeKind.POSTING_CLOSED, _label(current), data={"posting": current.pk})


def reopen(posting: Posting, user: User) -> None:
    """Take a closed or published posting back to a draft, to change it or to publish it again."""
    with _change(posting, user) as journal:
        current = _locked(posting, PostingState.PUBLISHED, PostingState.CLOSED)
        current.state, current.public, current.frozen, current.version = PostingState.DRAFT, False, None, 0
        current.save()
        end(current, PublicationState.REOPENED)
        journal.add(ChangeKind.POSTING_REOPENED, _label(current), data={"posting": current.pk})


def remove(posting: Posting, user: User) -> None:
    """Remove a draft; the journal keeps that it was. Raises NotADraft for what was published."""
    with _change(posting, user) as journal:
        current = _locked(posting, PostingState.DRAFT)
        journal.add(ChangeKind.POSTING_REMOVED, _label(current), data={"posting": current.pk})
        current.delete()


def expiry(closing: date | None, published: datetime) -> datetime:
    """The end of the closing day, or thirty days after publication."""
    return end_of(closing) if closing else published + LIVES


def values_of(posting: Posting) -> dict[str, Any]:
    """The fields of a posting, as a form has them."""
    return {name: getattr(posting, name) for name in FIELDS}


def _locked(posting: Posting, *states: PostingState) -> Posting:
    """The posting as it is now, for the change that runs alone. Raises NotADraft in any other state."""
    rows = Posting.objects.select_for_update(of=("self",)).select_related("position", "profile", "project")
    current = rows.get(pk=posting.pk)
    if current.state not in states:
        raise NotADraft
    return current


def _value(posting: Posting, name: str) -> Any:
    value = getattr(posting, name)
    return "" if value is None and name[-3:] in ("_fr", "_en") else value


def _label(posting: Posting) -> str:
    return posting.title_fr or _("Posting without a title")


def _slug(title: str) -> str:
    return f"{slugify(title)[:60].strip('-') or 'posting'}-{token_hex(8)}"


def _notices() -> dict[str, str]:
    """What most postings say alike, in the active language; whoever writes adapts it."""
    return {
        # What the law of Québec wants told (roles/postings/domain/rules/quebec.py looks for it), true anywhere.
        "privacy": _(
            "We collect your personal information from your application, from interviews and tests and, with your "
            "consent, from the references you give. It is used only to assess applications for this position, and is "
            "seen only by those who take part in the selection. It is communicated to no third party, and not outside "
            "the employer’s province or territory, without your being told beforehand; no decision rests on automated "
            "processing alone. You may have access to it, have it corrected or withdraw your consent to its use, by "
            "writing where applications are sent. It is destroyed once it is no longer needed."
        ),
        "equal_access": _(
            "We are committed to equal access to employment: women, Indigenous people, members of visible or ethnic"
            " minorities and people with disabilities are invited to apply."
        ),
        "accommodation": _(
            "We welcome all applications and offer accommodation measures at every step: tell us what you need."
        ),
    }
