"""What somebody answers on their page, line by line or all at once, and the page as it is then."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.middleware import HtmxDetails

from aispec.web.edit_conflict import EditConflict
from phases.access.decorators import ProjectRequest
from phases.models import Project
from roles.acceptance.domain.answers import answer, part_of, withdraw
from roles.acceptance.domain.commitments import Cell, Commitment, Part
from roles.acceptance.domain.others import Other, others_on
from roles.acceptance.domain.sentences import paragraphs_of, since_answer
from roles.acceptance.forms import ACCEPT, OBJECT, WITHDRAW, AnswerForm, reason_name
from roles.comments.domain import open_comments
from roles.enums import Letter
from roles.models import Person

INFORMED = Letter.I.value  # the letter that asks for nothing, so that its duties are folded


class OwnRequest(HttpRequest):
    """A request for one's own page, by link."""

    htmx: HtmxDetails


@dataclass(frozen=True, slots=True)
class Line:
    """A duty as its line shows it, with what was typed beside it and what was wrong with that."""

    commitment: Commitment
    since: str
    others: Sequence[Other]
    comments: int | None  # open ones; None where the reader may not comment
    ticked: bool
    reason: str
    errors: Sequence[str]
    wants_reason: bool
    focused: bool  # where the reader goes on after what they did

    @property
    def unfolded(self) -> bool:
        """Whether it must be seen even among duties that are folded."""
        return bool(self.since or self.errors or self.reason or self.focused)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of what was sent: what was said, what went wrong at which line, and where to go on."""

    status: int = 200
    said: str = ""
    errors: Mapping[Cell, Sequence[str]] | None = None
    focus: Cell | None = None


def answers_page(
    request: OwnRequest | ProjectRequest, project: Project, person: Person, user: User | None, more: Mapping[str, Any]
) -> HttpResponse:
    """The page, what a posted answer leads to, or to HTMX the duties alone; `member` of `more` lets comment."""
    form = AnswerForm(request.POST) if request.method == "POST" else None
    before = part_of(project.pk, person) if form else None
    outcome = _outcome(project, person, user, form, before) if form and before else Outcome()
    if outcome.said and not request.htmx:
        messages.success(request, outcome.said)
        return redirect(request.path)
    part = part_of(project.pk, person)
    context = {
        "project": project,
        "person": person,
        "part": part,
        "changed": sum(commitment.was is not None for commitment in part.open),
        "said": outcome.said,
        "conflict": outcome.status == 409,
        "focus": outcome.focus,
        "bar": None if form is None or form.line else form,
        "reason": "" if form is None or (outcome.said and not form.line) else request.POST.get("reason", ""),
        "sections": _sections(project, person, part, request.POST if form else None, outcome, more),
    }
    template = f"roles/acceptance/my_duties.html{'#answers' if request.htmx else ''}"
    return render(request, template, context | dict(more), status=outcome.status)


def _outcome(project: Project, person: Person, user: User | None, form: AnswerForm, before: Part) -> Outcome:
    """Do it, or say at the line what was wrong."""
    if not form.is_valid():
        told = [str(error) for errors in form.errors.values() for error in errors]
        return Outcome(422, errors={form.line: told} if form.line else {})
    seen = form.seen()
    try:
        if form.act == WITHDRAW:
            count = withdraw(project.pk, person, user, seen)
        else:
            reason = form.cleaned_data["reason"] if form.act == OBJECT else ""
            count = answer(project.pk, person, user, seen, reason, form.own)
    except EditConflict:
        return _conflict(part_of(project.pk, person), seen)
    return Outcome(said=_said(form.act, count), focus=_next(form, before))


def _conflict(now: Part, seen: Mapping[Cell, str]) -> Outcome:
    """What is no longer as its reader saw it says so at its line."""
    words = _("This duty changed while you were reading. Nothing was saved; here it is as it is now.")
    moved = [one.cell for one in now.cells if seen.get(one.cell, one.mark) != one.mark]
    return Outcome(409, errors={cell: [words] for cell in moved}, focus=moved[0] if moved else None)


def _next(form: AnswerForm, before: Part) -> Cell | None:
    """Where to go on: at the duty whose answer was withdrawn, or at the one below the last that was answered."""
    chosen = form.seen()
    if form.act == WITHDRAW:
        return next(iter(chosen))
    phases = paragraphs_of(before.open)
    cells = [one.cell for phase in phases for sentence in phase.sentences for one in sentence.cells]
    last = max((place for place, cell in enumerate(cells) if cell in chosen), default=-1)
    left = [cell for cell in cells[last + 1 :] + cells[: last + 1] if cell not in chosen]
    return left[0] if left else None


def _said(act: str, count: int) -> str:
    words = {
        ACCEPT: ngettext("You have accepted %(count)s duty.", "You have accepted %(count)s duties.", count),
        OBJECT: ngettext(
            "Your objection to %(count)s duty is noted; the project lead reads it.",
            "Your objection to %(count)s duties is noted; the project lead reads it.",
            count,
        ),
        WITHDRAW: ngettext(
            "Your answer to %(count)s duty is withdrawn; it awaits another.",
            "Your answers to %(count)s duties are withdrawn; they await others.",
            count,
        ),
    }
    return words[act] % {"count": count}


Sentences = list[tuple[str, str, list[Line], bool]]  # letter, words, duties, whether they must be seen


def _sections(
    project: Project, person: Person, part: Part, sent: QueryDict | None, outcome: Outcome, more: Mapping[str, Any]
) -> list[tuple[str, list[tuple[int, str, Sentences]]]]:
    """The duties that are open and those that are answered, by phase and letter; all that is open is ticked at first.

    What was typed and ticked stays while something else is answered.
    """
    member = bool(more.get("member"))
    others = others_on(project.pk, person.pk, part.cells, named=member)
    comments = open_comments(project.pk) if member else None
    ticked = sent.getlist("cell") if sent is not None else [commitment.value for commitment in part.open]
    errors = outcome.errors or {}

    def line(commitment: Commitment) -> Line:
        cell = commitment.cell
        return Line(
            commitment,
            since=since_answer(commitment, project.rules),
            others=others.get(commitment.duty_id, ()),
            comments=comments.of_duty(commitment.duty_id) if comments else None,
            ticked=commitment.value in ticked,
            reason=sent.get(reason_name(cell), "") if sent else "",
            errors=errors.get(cell, ()),
            wants_reason=outcome.status == 422 and cell in errors,
            focused=cell == outcome.focus,
        )

    return [("open", _by_phase(part.open, line)), ("answered", _by_phase(part.answered, line))]


def _by_phase(cells: Iterable[Commitment], line: Callable[[Commitment], Line]) -> list[tuple[int, str, Sentences]]:
    """The sentences of each phase with their lines; what one is only informed of is folded."""
    found = []
    for paragraph in paragraphs_of(cells):
        sentences: Sentences = []
        for sentence in paragraph.sentences:
            lines = [line(commitment) for commitment in sentence.cells]
            seen = sentence.letter != INFORMED or any(one.unfolded for one in lines)
            sentences.append((sentence.letter, sentence.words, lines, seen))
        found.append((paragraph.number, paragraph.name, sentences))
    return found
