"""The security log: what is kept of who did what, for how long, and who reads it."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from phases.access.invitations import invite, revoke
from phases.access.members import add_member, remove_member
from phases.enums import Role
from phases.sharing.domain import make_link, revoke_link
from roles.acceptance.domain.personal_links import make_link as make_personal_link
from roles.acceptance.domain.personal_links import token_of
from roles.models import SecurityEvent
from roles.people.domain.account_roles import AccountRole, give_role, take_role
from roles.people.domain.permissions import hr_group
from roles.security_log.domain import forget_old_events, network_of
from roles.security_log.middleware import NOBODYS
from roles.security_log.words import detail_of, who_did
from tests.conftest import Team
from tests.factories import PASSWORD, PersonFactory, UserFactory, account
from tests.hostile.routes import is_own, routes


def told() -> list[tuple[str, str, str]]:
    """Kind, who and about what, in the order in which it happened."""
    return [(one.kind, who_did(one), detail_of(one)) for one in SecurityEvent.objects.order_by("pk")]


@pytest.fixture
def zoe(db: None) -> User:
    cache.clear()  # attempts are counted there
    return account(first_name="Zoé", last_name="Roy")


def test_sign_ins_good_and_bad_are_kept_with_their_network_and_nothing_that_was_typed(zoe: User) -> None:
    client, login = Client(REMOTE_ADDR="127.0.0.77"), "/fr/accounts/login/"
    client.post(login, {"login": "zoe@example.org", "password": "wrong-and-secret"})
    client.post(login, {"login": "nobody@secret.example", "password": "wrong-and-secret"})
    client.post(login, {"login": "zoe@example.org", "password": PASSWORD})
    client.post("/fr/accounts/logout/")
    assert told() == [
        ("sign-in.failed", "Zoé Roy", ""),
        ("sign-in.failed", "Compte inconnu", ""),
        ("sign-in", "Zoé Roy", ""),
        ("sign-out", "Zoé Roy", ""),
    ]
    assert set(SecurityEvent.objects.values_list("network", flat=True)) == {"127.0.0.0/24"}
    assert "secret" not in repr(list(SecurityEvent.objects.values_list()))


def test_attempts_are_kept_that_are_refused_because_there_were_too_many(zoe: User) -> None:
    client = Client()
    for _ in range(7):
        answer = client.post("/en/accounts/login/", {"login": zoe.email, "password": "wrong"})
    assert "Too many failed login attempts" in answer.content.decode()
    assert [event[:2] for event in told()] == [("sign-in.failed", "Zoé Roy")] * 7
    cache.clear()


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("nonsense", ""), ("", "")],
)
def test_address_is_kept_as_a_network_of_many(rf: RequestFactory, address: str, network: str) -> None:
    assert network_of(rf.get("/", REMOTE_ADDR=address)) == network


def test_second_factors_and_passwords_are_kept(zoe: User) -> None:
    factor = TOTP.activate(zoe, generate_totp_secret()).instance
    client = Client()
    client.post("/fr/accounts/login/", {"login": zoe.email, "password": PASSWORD})
    client.post("/fr/accounts/2fa/authenticate/", {"code": "000000"})
    factor.delete()
    client = Client()
    client.post("/fr/accounts/login/", {"login": zoe.email, "password": PASSWORD})
    body = {"oldpassword": PASSWORD, "password1": "un-autre-long-mot", "password2": "un-autre-long-mot"}
    client.post("/fr/accounts/password/change/", body)
    kinds = [event[0] for event in told()]
    assert kinds == ["factor.failed", "sign-in", "password"]
    assert told()[0][2] == "Application d’authentification"


def test_recovery_codes_and_sessions_ended_elsewhere_are_kept(zoe: User) -> None:
    TOTP.activate(zoe, generate_totp_secret())
    code = RecoveryCodes.activate(zoe).get_unused_codes()[0]
    here, elsewhere = Client(), Client()
    elsewhere.force_login(zoe)
    elsewhere.get("/fr/accounts/sessions/")
    SecurityEvent.objects.all().delete()
    here.post("/fr/accounts/login/", {"login": zoe.email, "password": PASSWORD})
    here.post("/fr/accounts/2fa/authenticate/", {"code": code})
    here.post("/fr/accounts/reauthenticate/", {"password": "wrong"})
    here.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    here.post("/fr/accounts/sessions/", {"session": "others"})
    assert told() == [
        ("factor.used", "Zoé Roy", "Codes de récupération"),
        ("sign-in", "Zoé Roy", ""),
        ("sign-in.failed", "Zoé Roy", ""),
        ("sessions.ended", "Zoé Roy", ""),
    ]


def test_what_is_refused_is_kept_and_no_project_that_it_names(team: Team) -> None:
    client = team.client("viewer")
    SecurityEvent.objects.all().delete()
    assert client.post(f"/fr/projects/{team.project.pk}/delete/").status_code == 403
    assert Client(enforce_csrf_checks=True).post("/fr/theme/").status_code == 403
    [event] = SecurityEvent.objects.all()
    assert (event.kind, event.by, event.project, event.detail) == (
        "refused", team.users["viewer"], None, "project-delete"
    )  # fmt: skip


def test_attempts_that_a_limit_refuses_are_kept(zoe: User, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    client = Client()
    answers = [client.post("/fr/accounts/password/reset/", {"email": zoe.email}).status_code for _ in range(2)]
    assert answers == [302, 429]
    assert [(kind, about) for kind, _who, about in told()] == [("too-many", "account_reset_password")]
    cache.clear()


def test_links_that_are_opened_are_kept(team: Team, client: Client) -> None:
    owner, project = team.users["owner"], team.project
    _link, token = make_link(project.pk, owner, "Secret", timezone.now() + timedelta(days=1), names=False)
    for _ in range(2):  # of a day, the first
        assert client.get(f"/fr/s/{token}/").status_code == 200
    person = PersonFactory.create()
    project.positions.filter(pk=project.positions.all()[0].pk).update(holder=person)
    assert client.get(f"/fr/a/{token_of(make_personal_link(project.pk, owner, person.pk))}/").status_code == 200
    assert [(event.project, detail_of(event)) for event in SecurityEvent.objects.filter(kind="link.used")] == [
        (project, "Lien personnel"),
        (project, "Lien de partage"),
    ]


def test_administration_and_files_of_the_server_are_kept(zoe: User, tmp_path: Path) -> None:
    LogEntry.objects.create(
        user=zoe, content_type=ContentType.objects.get_for_model(User), object_repr="Secret", action_flag=CHANGE
    )
    call_command("backup", str(tmp_path / "raci.backup"), stdout=StringIO())
    call_command("export_person", zoe.email, stdout=StringIO())
    assert [(kind, about) for kind, _who, about in told()] == [
        ("administered", "utilisateur"),
        ("export", "Sauvegarde complète"),
        ("export", "Ce qui est conservé au sujet d’une personne"),
    ]


def test_roles_are_kept_by_whatever_way_they_change(team: Team) -> None:
    boss, other = team.users["owner"], team.users["viewer"]
    for role in AccountRole:
        give_role(boss, other, role)
        give_role(boss, other, role)
        take_role(UserFactory.create(is_superuser=True), other, role)
    hr_group().user_set.add(other)
    other.groups.clear()
    events = SecurityEvent.objects.filter(kind__startswith="role.").order_by("pk")
    assert [(one.kind, one.detail) for one in events if one.account == other] == [
        ("role.given", "hr"),
        ("role.taken", "hr"),
        ("role.given", "administrator"),
        ("role.taken", "administrator"),
        ("role.given", "hr"),
        ("role.taken", "hr"),
    ]


def test_accesses_and_links_are_kept_from_the_journal(
    team: Team, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    owner, outsider, project = team.users["owner"], team.users["outsider"], team.project
    with django_capture_on_commit_callbacks(execute=True):
        add_member(project.pk, owner, outsider, Role.EDITOR)
        remove_member(project.pk, owner, project.memberships.get(user=outsider).pk)
        link, _token = make_link(project.pk, owner, "Secret", timezone.now() + timedelta(days=1), names=False)
        revoke_link(project.pk, owner, link.pk)
        invitation = invite(project.pk, owner, "secret@example.org", Role.VIEWER, "fr")
        revoke(invitation, owner)
    name = outsider.get_full_name()
    assert [(kind, about) for kind, _who, about in told()] == [
        ("access.given", f"{name}, Éditeur ou éditrice"),
        ("access.taken", name),
        ("link.made", "Lien de partage"),
        ("link.revoked", "Lien de partage"),
        ("link.made", "Invitation"),
        ("link.revoked", "Invitation"),
    ]
    assert {event.project for event in SecurityEvent.objects.all()} == {project}
    assert "secret" not in repr(list(SecurityEvent.objects.values_list())).lower()


def test_files_are_kept_and_those_of_the_catalogue_are_not(team: Team) -> None:
    client = team.client("viewer")
    SecurityEvent.objects.all().delete()
    assert client.get(f"/fr/projects/{team.project.pk}/export/csv/").status_code == 200
    assert client.get("/fr/frameworks/schema/").status_code in (200, 403)
    [event] = SecurityEvent.objects.all()
    assert (event.kind, event.by, event.project) == ("export", team.users["viewer"], team.project)
    assert detail_of(event) == "Matrice, CSV"


def test_every_file_that_leaves_has_a_name_in_the_log() -> None:
    known = [route for route in routes() if is_own(route) and route.name != route.pattern]  # others lead elsewhere
    files = {route.name for route in known if "fmt" in route.parts} - {*NOBODYS}
    assert len(files) > 5
    for name in files:
        assert detail_of(SecurityEvent(kind="export", detail=name)) != name


def test_event_outlives_its_account_without_a_name_and_goes_in_time(zoe: User, settings: Settings) -> None:
    Client().force_login(zoe)
    pk = zoe.pk
    zoe.delete()
    gone = "Aucun compte, ou un compte supprimé"
    assert told() == [("sign-in", gone, ""), ("account.deleted", gone, str(pk))]
    settings.SECURITY_LOG_DAYS = 30
    SecurityEvent.objects.filter(kind="sign-in").update(at=timezone.now() - timedelta(days=31))
    assert forget_old_events() == 1
    assert [event[0] for event in told()] == ["account.deleted"]


def test_page_is_searched_filtered_and_paged(team: Team, client: Client) -> None:
    client.force_login(UserFactory.create(is_superuser=True))
    zoe = UserFactory.create(first_name="Zoé", last_name="Côté")
    SecurityEvent.objects.bulk_create(
        SecurityEvent(kind=kind, by=by, project=project)
        for kind, by, project in [("sign-in", zoe, None), ("export", team.users["owner"], team.project)] * 60
    )

    def count(query: str) -> int:
        return client.get(f"/fr/security/?{query}").content.decode().count('<li class="line">')

    assert count("") == 50
    assert count("q=cote+zoe&page=2") == 10
    assert count("kind=export&page=2") == 10
    assert count("kind=export&q=zoe") == 0
    assert count("kind=nonsense") == 50
    assert count(f"q={team.project.name[:9]}&kind=export") == 50
