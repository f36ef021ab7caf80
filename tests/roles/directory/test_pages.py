"""The pages of the directory: who opens and changes what, what is asked before, and how much is read."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phases.enums import Role
from roles.models import Person
from roles.people.domain.permissions import hr_group
from tests.conftest import READERS, Team
from tests.factories import MembershipFactory, PersonFactory, PositionFactory, UserFactory, small_project

URL = "/en/people/"
EVERYONE = (*READERS, "hr", "administrator")
CHANGES = {"new/": {"name": "Ada Roy"}, "{pk}/": {"name": "Zoé Côté-Roy", "seen": ""}, "{pk}/active/": {"active": "0"},
           "{pk}/login/": {"do": "part"}, "{pk}/merge/": {"with": "{other}"},
           "{pk}/erase/": {"name": "Zoé Côté"}}  # fmt: skip


@pytest.fixture
def zoe(team: Team) -> Person:
    person: Person = PersonFactory.create(name="Zoé Côté", email="zoe@example.org", user=team.users["viewer"])
    team.project.positions.update(holder=person)
    return person


@pytest.fixture
def client_of(team: Team) -> Callable[[str], Client]:
    def client_of(reader: str) -> Client:
        if reader not in ("hr", "administrator"):
            return team.client(reader)
        user: User = UserFactory.create(is_superuser=reader == "administrator")
        user.groups.set([hr_group()] if reader == "hr" else [])
        client = Client()
        client.force_login(user)
        return client

    return client_of


def read(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("reader", EVERYONE)
def test_pages_by_reader(zoe: Person, client_of: Callable[[str], Client], reader: str) -> None:
    client = client_of(reader)
    reads = {"anonymous": 302, "owner": 200, "hr": 200, "administrator": 200}.get(reader, 403)
    edits = {"anonymous": 302, "hr": 200, "administrator": 200}.get(reader, 403)
    for path in ("", f"{zoe.pk}/"):
        assert client.get(URL + path).status_code == reads
    for path in ("new/", f"{zoe.pk}/merge/", f"{zoe.pk}/merge/?with={PersonFactory.create().pk}", f"{zoe.pk}/erase/"):
        assert client.get(URL + path).status_code == edits
    for path in ("active/", "login/"):
        assert client.get(f"{URL}{zoe.pk}/{path}").status_code in (302, 403, 405)
    assert (f'href="{URL}"' in read(client.get("/en/"))) == (reads == 200)


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("reader", EVERYONE)
def test_changes_by_reader(zoe: Person, client_of: Callable[[str], Client], reader: str, path: str) -> None:
    other = PersonFactory.create(name="Zoe Cote", email="z@example.org")
    before = list(Person.objects.order_by("pk").values())
    data = {name: value.format(other=other.pk) for name, value in CHANGES[path].items()}
    if path == "{pk}/merge/":
        data["seen"] = client_of("hr").get(f"{URL}{zoe.pk}/merge/?with={other.pk}").context["moves"].seen
    if path == "{pk}/":
        data["seen"] = client_of("hr").get(f"{URL}{zoe.pk}/").context["form"].initial["seen"]
    response = client_of(reader).post(URL + path.format(pk=zoe.pk), data)
    may = reader in ("hr", "administrator")
    assert response.status_code == (302 if may or reader == "anonymous" else 403)
    assert (list(Person.objects.order_by("pk").values()) != before) == may


def test_nobody_there_answers_404(team: Team, client_of: Callable[[str], Client]) -> None:
    client = client_of("hr")
    for number in ("987654", "9" * 30):
        for path in ("", "merge/", "erase/"):
            assert client.get(f"{URL}{number}/{path}").status_code == 404


def test_list_is_searched_filtered_and_sorted(team: Team, zoe: Person, client_of: Callable[[str], Client]) -> None:
    for name, active in (("Emile Roy", True), ("Élodie Roy", True), ("Eva Roy", False), ("ROY Élodie", True)):
        PersonFactory.create(name=name, active=active)

    def names(query: str) -> list[str]:
        return [entry.name for entry in client_of("hr").get(URL + query).context["page"]]

    assert names("") == ["Élodie Roy", "Emile Roy", "ROY Élodie", "Zoé Côté"]
    assert names("?show=all")[2] == "Eva Roy"
    assert names("?q=roy+elodie") == ["Élodie Roy", "ROY Élodie"]
    assert names("?q=zoe%40") == ["Zoé Côté"]
    assert names("?show=without&q=elodie") == ["Élodie Roy", "ROY Élodie"]
    assert names("?show=without&q=zoe") == []
    assert names("?show=doubles") == ["Élodie Roy", "ROY Élodie"]
    assert names("?show=nonsense&page=x") == names("")


def test_found_people_come_alone_and_keep_the_address(zoe: Person, client_of: Callable[[str], Client]) -> None:
    response = client_of("hr").get(f"{URL}?q=zoe&show=all", headers={"HX-Request": "true"})
    assert response["HX-Replace-Url"] == f"{URL}?q=zoe&show=all"
    assert read(response).startswith('<div id="found"')
    assert "Zoé Côté" in read(response)


def test_list_is_paged_and_keeps_what_was_asked(team: Team, client_of: Callable[[str], Client]) -> None:
    PersonFactory.create_batch(60)
    page = read(client_of("hr").get(f"{URL}?q=camille&show=all&page=2"))
    assert "Page 2 of 2" in page
    assert 'href="?q=camille&amp;show=all&amp;page=1"' in page


@pytest.mark.parametrize("path", ["", "?show=doubles", "{pk}/", "{pk}/merge/?q=a"])
def test_pages_ask_the_same_queries_at_any_size(
    team: Team, zoe: Person, client_of: Callable[[str], Client], path: str
) -> None:
    client, counts = team.client("owner") if "merge" not in path else client_of("hr"), []
    for size in (1, 8):
        for _number in range(size):
            project = small_project(positions=3)
            MembershipFactory.create(project=project, user=team.users["owner"], role=Role.OWNER)
            project.positions.update(holder=zoe)
            PersonFactory.create_batch(2, name="Camille")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL + path.format(pk=zoe.pk)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 17


def test_projects_of_others_are_counted_and_never_named(team: Team, zoe: Person) -> None:
    stranger = small_project()
    stranger.name = "Secret"
    stranger.save()
    PositionFactory.create_batch(2, project=stranger, holder=zoe)
    page = read(team.client("owner").get(f"{URL}{zoe.pk}/"))
    assert f'href="/en/projects/{team.project.pk}/"' in page
    assert "And 2 positions in projects that you have no access to." in page
    assert "Secret" not in page


def test_person_who_may_be_there_already_is_asked_about(zoe: Person, client_of: Callable[[str], Client]) -> None:
    client = client_of("hr")
    asked = client.post(f"{URL}new/", {"name": "cote zoe", "email": "autre@example.org"})
    assert asked.status_code == 422
    assert f'href="{URL}{zoe.pk}/"' in read(asked)
    assert Person.objects.count() == 1
    assert client.post(f"{URL}new/", {"name": "cote zoe", "another": "on"}).status_code == 302
    assert Person.objects.count() == 2


def test_email_of_somebody_else_is_refused_by_name(zoe: Person, client_of: Callable[[str], Client]) -> None:
    answer = client_of("hr").post(f"{URL}new/", {"name": "Luc", "email": "ZOE@example.org"})
    assert answer.status_code == 422
    assert "This email belongs to Zoé Côté." in read(answer)


def test_person_changed_meanwhile_is_shown_again(zoe: Person, client_of: Callable[[str], Client]) -> None:
    client = client_of("hr")
    form = {"name": "Zoé Roy", "initial-name": "Zoé Côté", "email": "zoe@example.org", "seen": "x"}
    answer = client.post(f"{URL}{zoe.pk}/", form)
    assert answer.status_code == 409
    assert "Somebody changed this" in read(answer)
    again = answer.context["form"].data["seen"]
    assert client.post(f"{URL}{zoe.pk}/", form | {"seen": again}).status_code == 302
    zoe.refresh_from_db()
    assert zoe.name == "Zoé Roy"


def test_login_is_told_parted_and_joined_again(team: Team, zoe: Person, client_of: Callable[[str], Client]) -> None:
    client, url = client_of("hr"), f"{URL}{zoe.pk}/"
    EmailAddress.objects.create(user=team.users["viewer"], email=zoe.email, verified=True)
    assert "They sign in with zoe@example.org." in read(client.get(url))
    client.post(f"{url}login/", {"do": "part"})
    page = read(client.get(url))
    assert "somebody has parted them from the account" in page
    client.post(f"{url}login/", {"do": "join"})
    zoe.refresh_from_db()
    assert zoe.user == team.users["viewer"]


@pytest.mark.parametrize(
    ("email", "words"),
    [("", "as long as they have no email"), ("zoe@example.org", "no account has confirmed this email")],
)
def test_login_that_is_missing_says_why(
    zoe: Person, client_of: Callable[[str], Client], email: str, words: str
) -> None:
    Person.objects.update(user=None, email=email)
    assert words in read(client_of("hr").get(f"{URL}{zoe.pk}/"))


def test_account_of_somebody_else_is_not_taken(team: Team, zoe: Person, client_of: Callable[[str], Client]) -> None:
    EmailAddress.objects.create(user=team.users["viewer"], email="luc@example.org", verified=True)
    luc = PersonFactory.create(name="Luc Roy", email="luc@example.org")
    client, url = client_of("hr"), f"{URL}{luc.pk}/"
    assert "is the login of Zoé Côté" in read(client.get(url))
    assert "This account is the login of somebody else." in read(
        client.post(f"{url}login/", {"do": "join"}, follow=True)
    )


def test_erasure_says_what_goes_and_needs_the_name(team: Team, zoe: Person, client_of: Callable[[str], Client]) -> None:
    client, url = client_of("hr"), f"{URL}{zoe.pk}/erase/"
    page = read(client.get(url))
    assert "2 positions become vacant, with their letters. This is told in 1 project." in page
    assert client.post(url, {"name": "Zoé"}).status_code == 422
    assert client.post(url, {"name": "zoe cote"})["Location"] == URL
    assert not Person.objects.exists()
    assert not team.project.positions.exclude(holder=None).exists()


def test_merge_shows_the_likely_double_and_what_moves(zoe: Person, client_of: Callable[[str], Client]) -> None:
    client, other = client_of("hr"), PersonFactory.create(name="Côté Zoé")
    PersonFactory.create(name="Luc Roy")
    choice = client.get(f"{URL}{other.pk}/merge/")
    assert choice.context["others"] == [zoe]
    page = client.get(f"{URL}{other.pk}/merge/?with={zoe.pk}")
    assert "2 positions in 1 project" in read(page)
    stale = client.post(f"{URL}{other.pk}/merge/", {"with": zoe.pk, "seen": "x"})
    assert stale.status_code == 409
    client.post(f"{URL}{other.pk}/merge/", {"with": zoe.pk, "seen": page.context["moves"].seen})
    assert Person.objects.filter(name="Côté Zoé", email="zoe@example.org").exists()
    assert Person.objects.count() == 2


def test_position_that_others_hold_too_stays_theirs(
    team: Team, zoe: Person, client_of: Callable[[str], Client]
) -> None:
    team.project.positions.all()[0].co_holders.add(PersonFactory.create(name="Luc Roy"))
    page = read(client_of("hr").get(f"{URL}{zoe.pk}/erase/"))
    assert "1 position becomes vacant, with its letters. 1 position stays with the others who hold it." in page
