"""What is kept about somebody, as JSON for them to have."""

import json
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.management import CommandError, call_command

from aispec.web.models import KeptMail
from phases.access.invitations import invite
from phases.enums import Role
from phases.models import ProjectChange
from roles.acceptance.domain.answers import answer, part_of
from roles.acceptance.domain.asking import ask
from roles.acceptance.domain.personal_links import make_link
from roles.comments.domain import add_comment
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Notice, NoticeChoices, Person, PersonalLink, Position
from tests.conftest import Team
from tests.factories import PersonFactory


def exported(said: str) -> dict[str, Any]:
    out = StringIO()
    call_command("export_person", said, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.fixture
def camille(team: Team) -> Person:
    """Holds the first position, with an R, and has a login that edits."""
    person = PersonFactory.create(name="Camille Roy", email="camille@example.org", user=team.users["editor"])
    position = team.project.positions.order_by("order")[0]
    Position.objects.filter(pk=position.pk).update(holder=person)
    duty = load_matrix(team.project.pk).duties[0]
    set_cells(team.project.pk, team.users["editor"], [CellChange(duty.id, position.pk, "R")])
    return person


def test_export_person_holds_what_they_have_and_did(team: Team, camille: Person) -> None:
    """Their entry, access, positions with letters, and what they changed; nothing of others' logins."""
    found = exported("CAMILLE@example.org")
    duty = load_matrix(team.project.pk).duties[0]
    assert found["person"]["name"] == "Camille Roy"
    assert found["person"]["login"]["email"] == team.users["editor"].email
    assert [(row["project_name"], row["role"]) for row in found["access"]] == [(team.project.name, 2)]
    (position,) = found["positions"]
    assert [(row["code"], row["letter"]) for row in position["letters"]] == [(duty.code, "R")]
    assert [row["kind"] for row in found["journal"]] == ["cell"]


def test_export_person_holds_what_they_hold_with_others(team: Team, camille: Person) -> None:
    second = team.project.positions.order_by("order")[1]
    Position.objects.filter(pk=second.pk).update(holder=PersonFactory.create())
    second.co_holders.add(camille)
    assert [row["title_fr"] for row in exported("Camille Roy")["positions"]][1:] == [second.title_fr]


def test_export_person_holds_their_answers_comments_and_links(team: Team, camille: Person) -> None:
    """What they accepted and said, that they have a link but never the link, and the lines that name them."""
    matrix, owner = load_matrix(team.project.pk), team.users["owner"]
    duty, position = matrix.duties[0], matrix.positions[0]
    answer(team.project.pk, camille, None, {held.cell: held.mark for held in part_of(team.project.pk, camille).cells})
    add_comment(team.project.pk, team.users["editor"], (duty.id, position.id), "Bien noté")
    add_comment(team.project.pk, owner, (duty.id, position.id), "Secret d’autrui")
    make_link(team.project.pk, owner, camille.pk)
    found = exported("Camille Roy")
    assert [(row["code"], row["letter"], row["reason"]) for row in found["answers"]] == [(duty.code, "R", "")]
    assert [row["text"] for row in found["comments"]] == ["Bien noté"]
    assert [row["project_name"] for row in found["personal_links"]] == [team.project.name]
    assert PersonalLink.objects.get().nonce not in json.dumps(found)
    assert "Secret" not in json.dumps(found)
    assert "personal.made" in [row["kind"] for row in found["journal"]]


def test_export_person_holds_what_concerns_them(team: Team, camille: Person) -> None:
    """Their notices and how they want them, the requests to accept, and mail that the demonstration has kept."""
    project, editor, owner = team.project, team.users["editor"], team.users["owner"]
    Notice.objects.create(reader=editor, kind="letter", source="v1", project=project)
    Notice.objects.create(reader=owner, kind="answer", source="v1", project=project)
    NoticeChoices.objects.create(user=editor, deliveries={"letter": "off"}, hour=9)
    ask(project.pk, owner, [camille.pk], "Merci", 7, "fr")
    KeptMail.objects.create(to="camille@example.org", subject="Un avis", text="…")
    KeptMail.objects.create(to="autre@example.org", subject="Secret d’autrui", text="…")
    found = exported("Camille Roy")
    assert [row["kind"] for row in found["notices"]] == ["letter"]
    assert found["notice_choices"] == [{"deliveries": {"letter": "off"}, "hour": 9}]
    assert [row["message"] for row in found["requests_to_accept"]] == ["Merci"]
    assert [row["subject"] for row in found["kept_mail"]] == ["Un avis"]


def test_export_person_holds_their_invitations(team: Team, camille: Person) -> None:
    for email in ("Camille@example.org", "autre@example.org"):
        invite(team.project.pk, team.users["owner"], email, Role.VIEWER, "fr")
    assert [row["role"] for row in exported("Camille Roy")["invitations"]] == [1]


def test_export_person_holds_what_came_to_a_former_email(team: Team, camille: Person) -> None:
    camille.former_names.create(name="Camille Roy", email="Roy@example.org")
    invite(team.project.pk, team.users["owner"], "roy@example.org", Role.VIEWER, "fr")
    KeptMail.objects.create(to="roy@example.org", subject="Un avis", text="…")
    found = exported("Camille Roy")
    assert [row["role"] for row in found["invitations"]] == [1]
    assert [row["subject"] for row in found["kept_mail"]] == ["Un avis"]


def test_export_person_holds_where_and_by_what_they_sign_in(team: Team, camille: Person) -> None:
    """Never the secret of a factor, nor what is another's."""
    for reader in ("editor", "owner"):
        team.client(reader).get("/fr/accounts/sessions/")
        Authenticator.objects.create(user=team.users[reader], type="totp", data={"secret": "GEHEIM"})
        SocialAccount.objects.create(user=team.users[reader], provider="oidc", uid=reader)
    found = exported("Camille Roy")
    assert [row["ip"] for row in found["sessions"]] == ["127.0.0.1"]
    assert [row["type"] for row in found["factors"]] == ["totp"]
    assert [row["uid"] for row in found["providers"]] == ["editor"]
    assert "GEHEIM" not in json.dumps(found)


def test_export_person_without_a_login_takes_nobody_elses_rows(team: Team, camille: Person) -> None:
    """Rows whose author is gone are not theirs."""
    ProjectChange.objects.update(by=None)
    found = exported(PersonFactory.create(name="Sans Compte", email="").name)
    assert found["access"] == found["comments"] == found["journal"] == []


@pytest.mark.parametrize("said", ["nobody@example.org", "Sam Roy"])
def test_export_person_that_is_nobody_or_two_is_refused(said: str, db: None) -> None:
    """Somebody else's data must not be handed out by mistake."""
    PersonFactory.create_batch(2, name="Sam Roy")
    with pytest.raises(CommandError, match=said):
        exported(said)
