"""The last owner of a project stays, whatever is sent to the database, and whoever leaves at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import ProtectedError

from phases.access.last_owner import keep_last_owner
from phases.access.members import LastOwner, remove_member
from phases.enums import Role
from phases.models import Membership, Project
from phases.projects.domain import delete_project
from tests.conftest import Team, make_team
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
# Each of one project, %s.
WAYS = {
    "deleted": "DELETE FROM phases_membership WHERE project_id = %s AND role = 3",
    "lowered": "UPDATE phases_membership SET role = 2 WHERE project_id = %s AND role = 3",
    "all gone": "DELETE FROM phases_membership WHERE project_id = %s",
}


@pytest.fixture
def project() -> Project:
    return make_team().project


def sql(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def sql_delete(user: User) -> None:
    sql("DELETE FROM phases_membership WHERE user_id = %s", user.pk)


@pytest.mark.parametrize("way", WAYS)
def test_last_owner_is_kept_by_the_database(project: Project, way: str) -> None:
    with pytest.raises(IntegrityError):
        sql(WAYS[way], project.pk)
    assert Membership.objects.filter(project=project, role=Role.OWNER).count() == 1


def test_owner_may_be_replaced_and_a_project_deleted(project: Project) -> None:
    viewer = Membership.objects.get(project=project, role=Role.VIEWER)
    with transaction.atomic():
        sql(WAYS["deleted"], project.pk)
        sql("UPDATE phases_membership SET role = 3 WHERE id = %s", viewer.pk)
    assert [row.user_id for row in Membership.objects.filter(project=project, role=Role.OWNER)] == [viewer.user_id]
    delete_project(project.pk)
    assert not Project.objects.filter(pk=project.pk).exists()


@pytest.mark.parametrize("leave", [User.delete, sql_delete])
def test_of_two_owners_who_go_at_once_one_stays(project: Project, leave: Callable[[User], object]) -> None:
    users = [
        Membership.objects.get(project=project, role=Role.OWNER).user,
        MembershipFactory.create(project=project).user,
    ]

    def go(user: User) -> None:
        with suppress(IntegrityError, ProtectedError):
            leave(user)
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(go, users))
    assert Membership.objects.filter(project=project, role=Role.OWNER).count() == 1


def test_inactive_owner_is_none_to_stay_with(team: Team) -> None:
    other = MembershipFactory.create(project=team.project)
    User.objects.filter(pk=other.user_id).update(is_active=False)
    leaving = Membership.objects.get(user=team.users["owner"])
    with pytest.raises(LastOwner):
        remove_member(team.project.pk, team.users["owner"], leaving.pk)
    with pytest.raises(ProtectedError):
        team.users["owner"].delete()


def test_triggers_are_made_again_where_they_were(project: Project) -> None:
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER phases_without_owner_deleted")
    else:
        sql("DROP TRIGGER phases_without_owner ON phases_membership")
    keep_last_owner("default")
    with pytest.raises(IntegrityError):
        sql(WAYS["deleted"], project.pk)
