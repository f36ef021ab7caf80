"""The administration: HR edits the catalogue, and neither the directory, which has pages of its own, nor a project."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django_tasks_db.models import DBTaskResult

from phases.enums import ChangeKind
from phases.models import Framework, Phase, Project, ProjectChange
from phases.projects.domain import create_project
from phases.projects.journal import project_change
from roles.admin.accounts import GuardedAdmin
from roles.models import Person, Responsibility, RoleProfile, SecurityEvent, SuggestionRule
from roles.people.domain.permissions import hr_group
from tests.factories import (
    FrameworkFactory,
    PersonFactory,
    PhaseFactory,
    ResponsibilityFactory,
    RoleProfileFactory,
    UserFactory,
)

PASSWORD = "un-bon-long-mot"
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


@pytest.fixture
def administrator(db: None) -> User:
    user: User = UserFactory.create(is_superuser=True, is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(user: User, *, anew: bool = True) -> Client:
    client = Client()
    client.force_login(user)
    if anew:
        client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_every_change_of_an_account_or_a_group_asks_for_the_password_anew(administrator: User, hr: User) -> None:
    """Whatever stands in the administration besides the catalogue and what is read only."""
    client, group = signed_in(administrator, anew=False), hr_group()
    guarded = {model for model in admin.site._registry if isinstance(admin.site._registry[model], GuardedAdmin)}
    assert set(admin.site._registry) == {*CATALOGUE, *guarded, DBTaskResult}
    pages = [f"/admin/auth/user/{hr.pk}/", f"/admin/auth/group/{group.pk}/", "/admin/auth/user/", "/admin/auth/group/"]
    for page in [f"{page}{act}/" for page, acts in zip(pages, (["change", "delete"],) * 2 + (["add"],) * 2, strict=True)
                 for act in acts]:  # fmt: skip
        for answer in (client.get(page), client.post(page, {"post": "yes"})):
            assert "/accounts/reauthenticate/" in answer["Location"], page
    bulk = {"action": "delete_selected", "_selected_action": [hr.pk, administrator.pk], "post": "yes"}
    client.post("/admin/auth/user/", bulk)
    assert User.objects.count() == 2


def test_permission_of_a_group_opens_no_account(hr: User) -> None:
    """Who may change accounts could make themself an administrator."""
    hr_group().permissions.set(Permission.objects.all())
    client = signed_in(hr)
    for model in ("user", "group"):
        assert client.get(f"/admin/auth/{model}/").status_code == 403
        assert client.get(f"/admin/auth/{model}/add/").status_code == 403
    assert (
        client.post(f"/admin/auth/user/{hr.pk}/change/", {"is_active": "on", "is_superuser": "on"}).status_code == 403
    )


def test_account_that_is_deleted_is_erased(administrator: User, hr: User) -> None:
    user: User = UserFactory.create(first_name="Zoé", last_name="Quetzal", email="zoe@example.org")
    person = PersonFactory.create(name="Zoé Quetzal", user=user)
    framework = FrameworkFactory.create(title="De Zoé Quetzal")
    project = create_project(hr, framework, [], "Projet")
    with project_change(project.pk, hr) as journal:
        journal.add(ChangeKind.BASELINE_FROZEN, "Zoé Quetzal")
    client, page = signed_in(administrator), f"/admin/auth/user/{user.pk}/delete/"
    assert "Zoé Quetzal" in client.get(page).content.decode()
    assert client.post(page, {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not ProjectChange.objects.filter(label__contains="Quetzal").exists()
    assert not LogEntry.objects.filter(object_repr__contains="zoe").exists()
    said = [(one.kind, one.by) for one in SecurityEvent.objects.order_by("-pk")[:3]]
    assert said == [("erasure", administrator), ("account.deleted", administrator), ("login", administrator)]


@pytest.mark.parametrize("fields", [{}, {"is_superuser": "on"}], ids=["inactive", "inactive administrator"])
def test_last_administrator_and_last_owner_stay(administrator: User, hr: User, fields: dict[str, str]) -> None:
    create_project(hr, FrameworkFactory.create(), [], "Projet")
    client = signed_in(administrator)
    for user in (administrator, hr):
        assert client.post(f"/admin/auth/user/{user.pk}/change/", fields).status_code == 200
        assert client.post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/auth/user/{administrator.pk}/change/", {"is_active": "on"}).status_code == 200
    assert set(User.objects.values_list("is_active", flat=True)) == {True}
    assert User.objects.filter(is_superuser=True).get() == administrator


def test_what_the_administration_changes_is_in_the_security_log(administrator: User) -> None:
    user, client, group = UserFactory.create(), signed_in(administrator), hr_group()
    SecurityEvent.objects.all().delete()
    path = f"/admin/auth/user/{user.pk}/change/"
    client.post(path, {"is_active": "on", "is_superuser": "on", "groups": [group.pk]})
    user.refresh_from_db()
    assert user.is_staff
    client.post(path, {"groups": []})  # refused: an administrator does not become inactive
    client.post(path, {"is_active": "on"})
    client.post(path, {})
    client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "X", "permissions": [Permission.objects.all()[0].pk]})
    client.post("/admin/auth/user/add/", {"email": "new@example.org", "first_name": "A", "last_name": "B"})
    events = SecurityEvent.objects.order_by("pk")
    assert set(events.values_list("by", flat=True)) == {administrator.pk}
    administered = [one.detail for one in events if one.kind == "administered"]
    assert administered == ["auth.user"] * 3 + ["auth.group", "auth.user"]
    assert [(one.kind, one.detail) for one in events if one.kind != "administered"] == [
        ("role.given", "administrator"), ("role.given", "hr"), ("role.taken", "administrator"), ("role.taken", "hr"),
        ("account.closed", ""), ("rights", "hr"), ("rights", "hr"), ("sign-up", ""),
    ]  # fmt: skip
    assert hr_group() == group  # it kept its name


def test_own_password_is_changed_on_the_page_of_the_product(hr: User) -> None:
    answer = signed_in(hr).post("/admin/password_change/", {"new_password1": "x", "new_password2": "x"})
    assert answer["Location"].endswith("/accounts/password/change/")


def test_nothing_of_a_framework_is_deleted_that_a_project_uses(administrator: User, statement: Responsibility) -> None:
    client = signed_in(administrator)
    parts = [statement, statement.phase, statement.profile, statement.profile.framework]
    create_project(administrator, statement.profile.framework, [statement.phase], "Projet")
    for part in parts:
        path = f"/admin/{part._meta.app_label}/{part._meta.model_name}/"
        assert client.post(f"{path}{part.pk}/delete/", {"post": "yes"}).status_code == 403
        client.post(path, {"action": "delete_selected", "_selected_action": [part.pk], "post": "yes"})
        assert type(part)._default_manager.filter(pk=part.pk).exists()
    Project.objects.all().delete()
    assert client.post(f"{path}{part.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Responsibility.objects.exists()
