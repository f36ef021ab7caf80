"""The administration: HR edits the catalogue, and neither the directory, which has pages of its own, nor a project."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from phases.models import Framework, Phase
from roles.models import Responsibility, RoleProfile, SuggestionRule
from roles.people.domain.permissions import hr_group
from tests.factories import PhaseFactory, ResponsibilityFactory, RoleProfileFactory, UserFactory

CATALOGUE = {Framework, Phase, RoleProfile, SuggestionRule, Responsibility}


@pytest.fixture
def hr(db: None) -> User:
    user = UserFactory.create(is_staff=True)
    user.groups.add(hr_group())
    return user


@pytest.fixture
def statement(db: None) -> Responsibility:
    return ResponsibilityFactory.create(suggested={}, profile__slug="technicien", profile__order=1)


def change(client: Client, statement: Responsibility, **answers: str) -> bytes:
    path = f"/admin/roles/responsibility/{statement.pk}/change/"
    form = client.get(path).context["adminform"].form
    kept = {name: form.initial.get(name) for name in form.fields}
    kept = {name: value for name, value in kept.items() if value not in (None, [], "")} | {"suggested": "{}"}
    return client.post(path, {**kept, **answers}).content


def test_only_catalogue_is_editable() -> None:
    own = {model for model in admin.site._registry if model._meta.app_label in ("phases", "roles")}
    assert own == CATALOGUE


@pytest.mark.parametrize("model", sorted(CATALOGUE, key=str))
def test_hr_sees_lists_and_forms(client: Client, hr: User, statement: Responsibility, model: type) -> None:
    client.force_login(hr)
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"  # type: ignore[attr-defined]
    assert client.get(base).status_code == 200
    assert client.get(f"{base}add/").status_code == 200


def test_hr_edits_a_statement_in_both_languages(client: Client, hr: User, statement: Responsibility) -> None:
    client.force_login(hr)
    words = {"text_fr": "Rédige", "text_en": "Writes", "suggested": '{"technicien": "R"}'}
    assert change(client, statement, **words) == b""
    statement.refresh_from_db()
    assert (statement.text_fr, statement.text_en, statement.suggested) == ("Rédige", "Writes", {"technicien": "R"})


@pytest.mark.parametrize(
    "suggested",
    [
        '{"technicien": "Z"}',
        '{"nobody": "R"}',
        '["R"]',
        '{"technicien": ["R"]}',
        '{"technicien": "A", "universitaire": "AR"}',
        '"\\ud800"',
        "[" * 100_000,
    ],
)
def test_impossible_suggestion_is_refused(client: Client, hr: User, statement: Responsibility, suggested: str) -> None:
    client.force_login(hr)
    RoleProfileFactory.create(framework=statement.phase.framework, slug="universitaire")
    assert b"errorlist" in change(client, statement, suggested=suggested)
    statement.refresh_from_db()
    assert statement.suggested == {}


def test_statement_of_two_frameworks_is_refused(client: Client, hr: User, statement: Responsibility) -> None:
    client.force_login(hr)
    assert b"errorlist" in change(client, statement, phase=str(PhaseFactory.create().pk))


def test_hr_group_is_made_once_and_then_left_alone(hr: User) -> None:
    assert hr_group().permissions.count() == 3 * (len(CATALOGUE) + 1)  # and of people
    hr_group().permissions.clear()
    assert hr_group().permissions.count() == 0


def test_others_do_not_enter(client: Client, db: None) -> None:
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert "/accounts/login/" in client.get("/admin/login/")["Location"]
    client.force_login(UserFactory.create())
    assert client.get("/admin/", follow=True).status_code == 403
