"""Text of which no reader sees anything is none, in every form there is."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.forms.forms import BaseForm
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.http import urlencode

import phases
import roles
from aispec.web.fields.text import Mark, MultiLine, OneLine
from roles.models import Comment, Duty, Posting
from roles.postings.forms.posting import PostingForm
from tests.conftest import Team
from tests.factories import MembershipFactory, ProjectFactory

UNSEEN = " \u00a0\u00ad\u200b\u2060\ufeff\u3164\u2800 "
OURS = ("phases.", "roles.")


def form_classes(parent: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    for child in parent.__subclasses__():
        yield from form_classes(child)
        if child.__module__.startswith(OURS):
            yield child


@pytest.fixture(scope="module")
def every_form() -> set[type[BaseForm]]:
    for package in (phases, roles):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    found = set(form_classes())
    assert len(found) > 15
    return found


def texts(fields: dict[str, forms.Field]) -> Iterator[tuple[str, forms.CharField]]:
    for name, field in fields.items():
        if isinstance(field, forms.CharField) and not isinstance(field, Mark | forms.JSONField | forms.UUIDField):
            yield name, field


def takes_unseen_for_text(field: forms.CharField) -> bool:
    try:
        return field.clean(UNSEEN) not in ("", None) or field.required
    except forms.ValidationError as refused:
        return [each.code for each in refused.error_list] != ["required"]


def test_unseen_text_is_none_in_every_form(every_form: set[type[BaseForm]]) -> None:
    named = [(form, name, field) for form in every_form for name, field in texts(form.base_fields)]  # type: ignore[attr-defined]  # of every form class
    assert len(named) > 30
    assert [(form.__name__, name) for form, name, field in named if takes_unseen_for_text(field)] == []


def test_fields_that_forms_add_as_they_are_made_are_of_the_same_kind() -> None:
    files = [path for package in OURS for path in Path(settings.BASE_DIR, package.strip(".")).rglob("*.py")]
    kinds = re.compile(r"forms\.(?:Char|Email|URL|Slug|Regex)Field\b")
    assert [path.name for path in files if kinds.search(path.read_text())] == []


@pytest.mark.django_db
def test_unseen_text_is_none_in_the_administration() -> None:
    request = RequestFactory().get("/admin/")
    request.user = User(is_superuser=True)
    own = {model: made for model, made in admin.site._registry.items() if model.__module__.startswith(OURS)}
    fields = {model: made.get_form(request).base_fields for model, made in own.items()}
    codes = [
        (model.__name__, name)
        for model, found in fields.items()
        for name, field in texts(found)
        if not isinstance(field, forms.SlugField) and takes_unseen_for_text(field)
    ]
    assert own
    assert codes == []


def test_text_between_unseen_signs_stays_as_it_was_typed() -> None:
    assert OneLine().clean(" pré\u00advi\u00adsion\u00a0 👩\u200d💻\n") == "pré\u00advi\u00adsion 👩\u200d💻"
    assert MultiLine().clean("a\r\n\u0007b") == "a\nb"


@pytest.mark.parametrize("field", [OneLine(), MultiLine()])
def test_control_characters_are_left_out(field: forms.CharField) -> None:
    """A sign that turns the direction of a title turns the page around it."""
    assert field.clean("An\u202eal\x1byste\u2069") == "Analyste"


def test_posting_keeps_no_unseen_text(team: Team) -> None:
    posting = Posting(project=team.project, title_fr="Analyste")
    posting.save()
    form = PostingForm(posting)
    sent = QueryDict(urlencode({name: UNSEEN for name, _field in texts(form.fields)}))
    errors = PostingForm(posting, sent).errors
    assert errors["title_fr"] == ["Ce champ est obligatoire."]
    assert errors.keys() & sent.keys() == {"title_fr"}


def test_comment_of_unseen_text_is_refused(team: Team) -> None:
    duty = Duty.objects.filter(project=team.project).first()
    assert duty is not None
    path = f"/en/projects/{team.project.pk}/duties/{duty.pk}/comments/"
    answer = team.client("editor").post(path, {"text": UNSEEN}).content.decode()
    assert "Write something first." in answer
    assert not Comment.objects.exists()


def test_search_finds_a_project_whose_name_holds_soft_hyphens(team: Team) -> None:
    project = ProjectFactory.create(name="Pré\u00advi\u00adsion")
    MembershipFactory.create(project=project, user=team.users["owner"])
    html = team.client("owner").get("/fr/projects/?q=prevision").content.decode()
    assert f"/fr/projects/{project.pk}/" in html
