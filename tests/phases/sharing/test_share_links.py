"""Share links: who makes and revokes them, and that the database gives none away."""

import re
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from aispec.web.fields.days import day_words, end_of
from phases.enums import Role
from phases.models import ProjectChange, ShareLink
from phases.sharing.domain import make_link, open_link, revoke_link
from roles.history.domain.journal import HistoryFilter, read_history
from roles.history.domain.replay import verify
from roles.history.views.journal_text import sentence
from tests.conftest import READERS, Team
from tests.factories import MembershipFactory, small_project

SEEN = {"owner": 200, "editor": 200, "viewer": 200, "outsider": 404, "anonymous": 302}
MADE = {"owner": 200, "editor": 403, "viewer": 403, "outsider": 404, "anonymous": 302}
REVOKED = MADE | {"owner": 302}
TOMORROW = timezone.localdate() + timedelta(days=1)
FORM = {"label": "Cliente", "names": "", "works_for": "7", "until": ""}


def path(team: Team, more: str = "") -> str:
    return f"/en/projects/{team.project.pk}/links/{more}"


def link_of(team: Team, days: float = 7, label: str = "Cliente") -> tuple[ShareLink, str]:
    """A link made by the owner, and its token."""
    expires_at = timezone.now() + timedelta(days=days)
    return make_link(team.project.pk, team.users["owner"], label, expires_at, names=False)


def sent(team: Team, **data: str) -> tuple[int, str]:
    """The status and the page that answers the owner's form."""
    response = team.client("owner").post(path(team, "new/"), FORM | data)
    return response.status_code, response.content.decode()


@pytest.mark.parametrize("reader", READERS)
def test_share_links_are_listed_to_members(team: Team, reader: str) -> None:
    link_of(team, label="Pour la cliente")
    response = team.client(reader).get(path(team))
    assert response.status_code == SEEN[reader]
    assert ("Pour la cliente" in response.content.decode()) == (SEEN[reader] == 200)
    assert ("Create the link" in response.content.decode()) == (reader == "owner")


@pytest.mark.parametrize("reader", READERS)
def test_share_link_new_is_for_owners(team: Team, reader: str) -> None:
    assert team.client(reader).post(path(team, "new/"), FORM).status_code == REVOKED[reader]
    assert ShareLink.objects.exists() == (reader == "owner")


@pytest.mark.parametrize("reader", READERS)
def test_share_link_revoke_is_for_owners(team: Team, reader: str) -> None:
    link, token = link_of(team)
    assert team.client(reader).get(path(team, f"{link.pk}/revoke/")).status_code == MADE[reader]
    assert team.client(reader).post(path(team, f"{link.pk}/revoke/")).status_code == REVOKED[reader]
    assert (open_link(token) is None) == (reader == "owner")


def test_share_link_revoke_of_another_project_is_not_there(team: Team) -> None:
    other = small_project()
    link, _token = make_link(other.pk, team.users["outsider"], "x", timezone.now() + timedelta(days=1), names=False)
    for pk in (link.pk, 987_654):
        assert team.client("owner").post(path(team, f"{pk}/revoke/")).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_share_link_is_shown_once_and_kept_hashed(team: Team) -> None:
    client = team.client("owner")
    response = client.post(path(team, "new/"), FORM, follow=True)
    assert response.redirect_chain == [(path(team), 302)]
    address = re.search(r'value="(http://testserver/s/([\w-]+)/)"', response.content.decode())
    assert address
    token = address[2]
    assert len(token) >= 43  # 256 bits in letters of six
    assert "no-store" in response["Cache-Control"]
    link = ShareLink.objects.get()
    assert link.token_hash == sha256(token.encode()).hexdigest()
    kept = [str(value) for model in (ShareLink, ProjectChange) for row in model.objects.values_list() for value in row]
    assert not any(token in value for value in kept)
    assert token not in client.get(path(team)).content.decode()
    assert open_link(token) == link


def test_share_links_have_different_tokens(team: Team) -> None:
    assert len({link_of(team)[1] for _ in range(20)}) == 20


@pytest.mark.parametrize("days", ["1", "7", "30", "90"])
def test_share_link_works_for_a_number_of_days(team: Team, days: str) -> None:
    before = timezone.now()
    assert sent(team, works_for=days)[0] == 302
    assert (
        timedelta(0) <= ShareLink.objects.get().expires_at - before - timedelta(days=int(days)) < timedelta(minutes=1)
    )


def test_share_link_works_until_the_end_of_a_day(team: Team) -> None:
    day = timezone.localdate() + timedelta(days=3)
    assert sent(team, works_for="date", until=day.isoformat())[0] == 302
    end = timezone.localtime(ShareLink.objects.get().expires_at)
    assert end.replace(tzinfo=None) == datetime.combine(day + timedelta(days=1), datetime.min.time())


def test_day_that_is_typed_counts_where_nothing_else_was_chosen(team: Team) -> None:
    assert sent(team, works_for="30", until=TOMORROW.isoformat())[0] == 302
    link = ShareLink.objects.get()
    assert link.expires_at == end_of(TOMORROW)
    with override("en"):
        words = day_words(TOMORROW)
        page = " ".join(team.client("owner").get(path(team)).content.decode().split())
        changes, _following = read_history(team.project.pk, HistoryFilter())
        said = sentence(changes[0].lines[0])
    assert f"Until {words} ·" in page
    assert said.endswith(f"working until {words}")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"label": " "}, "This field is required"),
        ({"label": "x" * 121}, "at most 120"),
        ({"works_for": "3"}, "Select a valid choice"),
        ({"works_for": "date"}, "Choose the last day"),
        ({"works_for": "date", "until": "2020-01-01"}, "This day is past"),
        ({"works_for": "date", "until": "9999-12-31"}, "Choose a day up to"),
        ({"works_for": "date", "until": "tomorrow"}, "“tomorrow” is not a day"),
        ({"works_for": "7", "until": TOMORROW.isoformat()}, "“7 days” is chosen, and a last day is typed"),
        ({"names": "2"}, "Select a valid choice"),
    ],
)
def test_share_link_form_without_sense_is_refused(team: Team, data: dict[str, str], words: str) -> None:
    status, html = sent(team, **data)
    assert status == 422
    assert words in html
    assert not ShareLink.objects.exists()


def test_share_link_states_are_said(team: Team) -> None:
    link_of(team, label="Bonne")
    link_of(team, days=-1, label="Vieille")
    gone, _token = link_of(team, label="Reprise")
    revoke_link(team.project.pk, team.users["owner"], gone.pk)
    html = team.client("owner").get(path(team)).content.decode()
    states = re.findall(
        r'<span class="title">(\w+)</span>.*?<span class="badge[^"]*">(?:<svg.*?</svg>)?\s*(\w+)', html, re.S
    )
    assert states == [("Reprise", "Revoked"), ("Vieille", "Expired"), ("Bonne", "Works")]
    assert html.count("/revoke/") == 1  # only what works can be revoked


def test_share_links_are_in_the_history_and_move_nothing(team: Team) -> None:
    link, _token = link_of(team, label="Cliente")
    revoke_link(team.project.pk, team.users["owner"], link.pk)
    revoke_link(team.project.pk, team.users["owner"], link.pk)  # twice is once
    changes, _following = read_history(team.project.pk, HistoryFilter())
    with override("en"):
        day = date_format(timezone.localtime(link.expires_at), "DATE_FORMAT")
        said = [sentence(line) for change in changes for line in change.lines]
    assert said == ["Share link “Cliente” revoked", f"Share link “Cliente” created, working until {day}"]
    assert verify(team.project.pk) == []


def test_share_link_outlives_its_maker_and_goes_with_its_project(team: Team) -> None:
    _link, token = link_of(team)
    MembershipFactory.create(project=team.project, role=Role.OWNER)  # the last one cannot go
    team.users["owner"].delete()
    assert open_link(token)
    assert "Somebody whose account is gone" in team.client("viewer").get(path(team)).content.decode()
    team.project.delete()
    assert open_link(token) is None


def test_share_link_remembers_the_day_of_its_last_use_only(team: Team) -> None:
    link, token = link_of(team)
    open_link(token)
    link.refresh_from_db()
    assert link.last_used_on == timezone.localdate()
    with CaptureQueriesContext(connection) as queries:
        open_link(token)
    assert len(queries) == 1


def test_share_links_queries_do_not_grow(team: Team) -> None:
    counts = []
    for _ in range(2):
        link_of(team)
        link_of(team)
        client = team.client("owner")
        with CaptureQueriesContext(connection) as queries:
            client.get(path(team))
        counts.append(len(queries))
    assert counts[0] == counts[1]
