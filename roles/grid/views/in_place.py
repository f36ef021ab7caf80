"""The small forms over the grid: a title, a text or a holder in place, a row or a column more."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aispec.web.edit_conflict import EditConflict
from aispec.web.fields.numbers import whole_number
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from phases.models import Phase
from roles.formats.text import in_both
from roles.grid.views.structure import structure_answer
from roles.models import Duty, Position
from roles.people.domain.doubts import HolderDoubt
from roles.people.domain.holders import people_near
from roles.projects.domain.duties import (
    DutyDetails,
    PhaseGone,
    add_duty,
    duty_fingerprint,
    reword_duty,
    words_fingerprint,
)
from roles.projects.domain.positions import (
    PositionDetails,
    add_positions,
    hold_position,
    named,
    position_fingerprint,
    rename_position,
    title_fingerprint,
)
from roles.projects.domain.scope import set_applicable
from roles.projects.forms.in_place import AppliesForm, HolderForm, TextForm, TitleForm
from roles.projects.views.edit_conflict import differences, see_again

Make = Callable[[QueryDict | None], Form]
Save = Callable[[dict[str, Any]], HttpResponse]


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def position_title(request: ProjectRequest, position_id: int) -> HttpResponse:
    """Rename a column in the language of its reader."""

    def make(data: QueryDict | None) -> Form:
        position = _position(request, position_id)
        return TitleForm(data, initial={"title": position.title, "seen": title_fingerprint(position)})

    def save(asked: dict[str, Any]) -> HttpResponse:
        rename_position(request.project.pk, request.user, position_id, asked["title"], asked["seen"])
        return structure_answer(request, _("Position saved."), [_column(position_id)])

    position = _position(request, position_id)
    return _in_place(request, make, save, hint=_other_words(position, "title"))


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def position_holder(request: ProjectRequest, position_id: int) -> HttpResponse:
    """Let others hold a position, or nobody; its letters stay."""

    def make(data: QueryDict | None) -> Form:
        position = _position(request, position_id)
        return HolderForm(data, initial={"holder": named(position.holders), "seen": position_fingerprint(position)})

    def save(asked: dict[str, Any]) -> HttpResponse:
        hold_position(request.project.pk, request.user, position_id, asked["holder"], asked["seen"], asked["who"])
        return structure_answer(request, _("Position saved."), [_column(position_id)])

    return _in_place(request, make, save, people=people_near(request.user))


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def position_add(request: ProjectRequest) -> HttpResponse:
    """A column more, after the others."""

    def save(asked: dict[str, Any]) -> HttpResponse:
        details = PositionDetails(*in_both(asked["title"]))
        (position,) = add_positions(request.project.pk, request.user, [details])
        return structure_answer(request, _("Position added."), [_column(position.pk)], focus=True)

    return _in_place(request, TitleForm, save, adds=True)


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def duty_text(request: ProjectRequest, duty_id: int) -> HttpResponse:
    """Reword a row in the language of its reader."""

    def make(data: QueryDict | None) -> Form:
        duty = _duty(request, duty_id)
        return TextForm(data, initial={"text": duty.text, "seen": words_fingerprint(duty)})

    def save(asked: dict[str, Any]) -> HttpResponse:
        reword_duty(request.project.pk, request.user, duty_id, asked["text"], asked["seen"])
        return structure_answer(request, _("Duty %(code)s saved.") % {"code": duty.code}, [_row(duty_id)])

    duty = _duty(request, duty_id)
    return _in_place(request, make, save, hint=_other_words(duty, "text"))


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def duty_reason(request: ProjectRequest, duty_id: int) -> HttpResponse:
    """Set a row aside with a reason, or take it back."""

    def make(data: QueryDict | None) -> Form:
        duty = _duty(request, duty_id)
        form = AppliesForm(data, initial={"reason": duty.reason, "seen": duty_fingerprint(duty)})
        form.fields["reason"].required = not back
        return form

    def save(asked: dict[str, Any]) -> HttpResponse:
        set_applicable(request.project.pk, request.user, duty_id, "" if back else asked["reason"], asked["seen"])
        text = _("Duty %(code)s applies again.") if back else _("Duty %(code)s is set aside.")
        return structure_answer(request, text % {"code": duty.code}, [_row(duty_id)])

    back = request.POST.get("applies") == "yes"
    duty = _duty(request, duty_id)
    return _in_place(request, make, save, aside=not duty.applicable)


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def duty_add(request: ProjectRequest) -> HttpResponse:
    """A row more: below the duty that `after` names, or last of `phase`."""
    after = whole_number(request.GET.get("after"))
    phases: QuerySet[Phase] = request.project.phases.all()
    wanted = {"duties": _duty(request, after)} if after else {"pk": whole_number(request.GET.get("phase")) or 0}
    phase = get_object_or_404(phases, **wanted)

    def save(asked: dict[str, Any]) -> HttpResponse:
        duty = add_duty(request.project.pk, request.user, DutyDetails(*in_both(asked["text"]), phase), after)
        message = _("Duty %(code)s added.") % {"code": duty.code}
        return structure_answer(request, message, [_row(duty.pk)], focus=True)

    return _in_place(request, TextForm, save, adds=True)


def _in_place(request: ProjectRequest, make: Make, save: Save, **context: Any) -> HttpResponse:
    """The form, or what saving it answers; 422 and 409 are the form again, with what is in its way."""
    if not request.htmx:
        return redirect("project", request.project.pk)
    form = make(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return save(form.cleaned_data)
        except PhaseGone:
            form.add_error(None, _("This phase is no longer in the project. Choose another one."))
        except HolderDoubt as doubt:
            if isinstance(form, HolderForm):
                form.ask(doubt)
        except EditConflict:
            fresh, status = make(None), 409
            context["differences"] = differences(form, fresh.initial)
            context["conflict"] = True
            see_again(form, fresh)
    return render(request, "roles/grid/in_place.html", {"form": form, **context}, status=status)


def _other_words(row: Duty | Position, field: str) -> str:
    """That the words of the other language stay, where there are any."""
    other = "en" if get_language() == "fr" else "fr"
    words = getattr(row, f"{field}_{other}")
    if not words:
        return ""
    return (_("The English stays: %(words)s") if other == "en" else _("The French stays: %(words)s")) % {"words": words}


def _position(request: ProjectRequest, position_id: int) -> Position:
    return get_object_or_404(Position, pk=position_id, project=request.project)


def _duty(request: ProjectRequest, duty_id: int) -> Duty:
    return get_object_or_404(Duty, pk=duty_id, project=request.project)


def _column(position_id: int) -> dict[str, int | None]:
    return {"duty": None, "position": position_id}


def _row(duty_id: int) -> dict[str, int | None]:
    return {"duty": duty_id, "position": None}
