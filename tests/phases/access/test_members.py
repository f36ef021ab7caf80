import threading

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from phases.access.invitations import MOST_AN_HOUR
from phases.access.members import AlreadyMember, LastOwner, account_with, add_member, remove_member, set_role
from phases.enums import Role
from phases.models import Invitation, Membership, ProjectChange
from phases.projects.domain import delete_project
from tests.conftest import READERS, Team
from tests.factories import MembershipFactory, UserFactory, small_project

STATUS = {"owner": 302, "editor": 403, "viewer": 403, "outsider": 404, "anonymous": 302}


def membership(team: Team, reader: str) -> Membership:
    return Membership.objects.get(project=team.project, user=team.users[reader])


@pytest.mark.parametrize("reader", ["editor", "viewer"])
def test_members_list_shows_who_is_no_owner_neither_addresses_nor_changes(team: Team, reader: str) -> None:
    response = team.client(reader).get(reverse("members", args=[team.project.pk]))
    assert response.status_code == 200
    page = response.content.decode()
    assert "@example.org" not in page
    assert 'name="role"' not in page


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["member-new", "member-edit", "member-remove"])
def test_member_changes_readers(team: Team, reader: str, name: str) -> None:
    args = [team.project.pk] if name == "member-new" else [team.project.pk, membership(team, "viewer").pk]
    data = {"email": team.users["outsider"].email.upper(), "role": Role.EDITOR}
    response = team.client(reader).post(reverse(name, args=args), data)
    assert response.status_code == STATUS[reader]
    assert ProjectChange.objects.exists() is (reader == "owner")


@pytest.mark.parametrize("reader", READERS)
def test_leave_readers(team: Team, reader: str) -> None:
    MembershipFactory.create(project=team.project, role=Role.OWNER)
    response = team.client(reader).post(reverse("leave", args=[team.project.pk]))
    assert response.status_code == {"outsider": 404}.get(reader, 302)
    assert ProjectChange.objects.filter(kind="member.removed").exists() is (reader not in ("outsider", "anonymous"))


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "garbage", "role": "2"}, "email"),
        ({"email": "", "role": "2"}, "email"),
        ({"email": "viewer@example.org", "role": "2"}, "email"),
        ({"email": "outsider@example.org", "role": "9"}, "role"),
        ({"email": "outsider@example.org", "role": "owner"}, "role"),
        ({"email": "nobody@example.org", "role": "2", "language": "de"}, "language"),
    ],
)
def test_member_new_bad_input(team: Team, data: dict[str, str], field: str) -> None:
    response = team.client("owner").post(reverse("member-new", args=[team.project.pk]), data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Membership.objects.count() == 3
    assert not Invitation.objects.exists()


def test_member_new_invitations_are_limited(team: Team) -> None:
    cache.clear()
    client, url = team.client("owner"), reverse("member-new", args=[team.project.pk])
    for number in range(MOST_AN_HOUR):
        client.post(url, {"email": f"guess{number}@example.org", "role": "1"})
    response = client.post(url, {"email": team.users["outsider"].email, "role": "1"})
    assert response.status_code == 422
    assert not Membership.objects.filter(user=team.users["outsider"]).exists()
    cache.clear()


def test_member_edit_bad_role_is_refused(team: Team) -> None:
    url = reverse("member-edit", args=[team.project.pk, membership(team, "viewer").pk])
    assert team.client("owner").post(url, {"role": "garbage"}).status_code == 422


@pytest.mark.parametrize("name", ["member-edit", "member-remove"])
def test_member_of_another_project_is_not_found(team: Team, name: str) -> None:
    foreign = MembershipFactory.create()
    response = team.client("owner").post(reverse(name, args=[team.project.pk, foreign.pk]), {"role": "1"})
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["member-edit", "member-remove", "leave"])
def test_last_owner_stays(team: Team, name: str) -> None:
    owner = membership(team, "owner")
    args = [team.project.pk] if name == "leave" else [team.project.pk, owner.pk]
    response = team.client("owner").post(reverse(name, args=args), {"role": "1"})
    assert response.status_code == 422
    assert membership(team, "owner").role == Role.OWNER
    assert not ProjectChange.objects.exists()


def test_set_role_writes_the_journal_once(team: Team) -> None:
    viewer = membership(team, "viewer")
    for _ in range(2):
        set_role(team.project.pk, team.users["owner"], viewer.pk, Role.EDITOR)
    line = ProjectChange.objects.get()
    assert (line.kind, line.old, line.new) == ("member.edited", "viewer", "editor")


def test_add_member_twice_is_refused(team: Team) -> None:
    with pytest.raises(AlreadyMember):
        add_member(team.project.pk, team.users["owner"], team.users["viewer"], Role.OWNER)
    assert membership(team, "viewer").role == Role.VIEWER


@pytest.mark.django_db(transaction=True)
def test_last_owner_two_owners_leaving_at_once_leave_one() -> None:
    project = small_project()
    users = UserFactory.create_batch(2)
    members = [MembershipFactory.create(project=project, user=user, role=Role.OWNER) for user in users]
    start, refused = threading.Barrier(2), []

    def leave(index: int) -> None:
        try:
            start.wait()
            remove_member(project.pk, users[index], members[index].pk)
        except LastOwner:
            refused.append(index)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[index]) for index in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Membership.objects.get(project=project).user == users[refused[0]]


@pytest.mark.parametrize("confirmed", [True, False])
def test_member_whose_address_is_not_confirmed_is_unknown(team: Team, settings: Settings, confirmed: bool) -> None:
    """Where mail confirms addresses: somebody may have signed up with the address of another."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    somebody = UserFactory.create()
    EmailAddress.objects.create(user=somebody, email=somebody.email.upper(), verified=confirmed)
    assert account_with(somebody.email) == (somebody if confirmed else None)


def test_account_of_the_last_owner_is_not_deleted(team: Team) -> None:
    with pytest.raises(ProtectedError):
        team.users["owner"].delete()
    with pytest.raises(ProtectedError):
        User.objects.all().delete()
    assert Membership.objects.filter(project=team.project, role=Role.OWNER).count() == 1


def test_account_of_an_owner_beside_another_goes_with_its_access(team: Team) -> None:
    set_role(team.project.pk, team.users["owner"], Membership.objects.get(user=team.users["editor"]).pk, Role.OWNER)
    team.users["owner"].delete()
    assert [each.user for each in Membership.objects.filter(role=Role.OWNER)] == [team.users["editor"]]


def test_project_goes_with_its_last_owner_s_access(team: Team) -> None:
    delete_project(team.project.pk)
    assert not Membership.objects.exists()
    team.users["owner"].delete()


def test_administration_refuses_to_delete_the_last_owner(team: Team) -> None:
    admin: User = UserFactory.create(is_staff=True, is_superuser=True, password="!")
    client = Client()
    client.force_login(admin)
    page = client.post(f"/admin/auth/user/{team.users['owner'].pk}/delete/", {"post": "yes"})
    assert page.status_code == 403
    assert User.objects.filter(pk=team.users["owner"].pk).exists()
