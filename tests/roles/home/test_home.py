"""The first page: of HR managers, of whoever only holds positions, of members."""

import re
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roles.models import Posting
from roles.postings.domain.opened import open_to_hr
from roles.postings.domain.postings import Source, close, make_catalogue_posting, make_posting
from tests.conftest import Team
from tests.factories import (
    AssignmentFactory,
    MembershipFactory,
    PersonFactory,
    PositionFactory,
    RoleProfileFactory,
    UserFactory,
    small_project,
)
from tests.roles.postings.drafts import go_out
from tests.roles.postings.readers import hr, signed_in

QUERIES_OF_HR = 21
QUERIES_OF_A_HOLDER = 16


def home(user: User) -> str:
    return " ".join(signed_in(user).get("/en/").content.decode().split())


def opened(team: Team, count: int) -> None:
    for position in PositionFactory.create_batch(count, project=team.project):
        open_to_hr(team.project.pk, team.users["owner"], position.pk, opened=True)


def published(profile_title: str, days: int) -> Posting:
    profile = RoleProfileFactory.create(title_fr=profile_title, title_en=profile_title)
    made = make_catalogue_posting(profile.framework, hr(), Source(profile=profile))
    made.closing_date = timezone.localdate() + timedelta(days=days)
    made.save()
    go_out(made, hr(), public=True)
    return made


def test_hr_finds_vacant_positions_with_what_leads_to_their_posting(team: Team) -> None:
    opened(team, 2)
    first, second = team.project.positions.order_by("-pk")[:2]
    posting = make_posting(team.project, team.users["owner"], Source(first))
    html = home(hr())
    assert f'href="/en/postings/{posting.pk}/"' in html
    assert f'action="/en/postings/positions/{second.pk}/"' in html
    assert f'action="/en/postings/positions/{first.pk}/"' not in html
    assert team.project.name not in html
    assert "No projects yet" not in html
    html = home(team.users["outsider"])
    assert str(first.title_en) not in html


def test_position_whose_posting_is_closed_waits_for_another(team: Team) -> None:
    opened(team, 1)
    position = team.project.positions.order_by("-pk")[0]
    posting = make_posting(team.project, team.users["owner"], Source(position))
    go_out(posting, team.users["owner"], public=False)
    assert f'action="/en/postings/positions/{position.pk}/"' not in home(hr())
    close(posting, team.users["owner"])
    assert f'action="/en/postings/positions/{position.pk}/"' in home(hr())


def test_hr_finds_what_closes_soonest_first_with_days_left(db: None) -> None:
    for title, days in (("Later", 20), ("Today", 0), ("Soon", 3)):
        published(title, days)
    html = home(hr())
    places = [html.index(words) for words in ("Today", "Closes today", "Soon", "3 days left", "Later", "20 days left")]
    assert places == sorted(places)
    assert re.search(r'\?state=published">Published <b>3</b>', html)
    assert re.search(r'\?state=draft">Draft <b>0</b>', html)


def test_hr_without_anything_reads_what_to_do_next(db: None) -> None:
    html = home(hr())
    assert "No vacant position is opened to you" in html
    assert "No postings yet" in html


def test_hr_with_projects_finds_them_below(team: Team) -> None:
    user = hr()
    MembershipFactory.create(project=team.project, user=user)
    html = home(user)
    assert html.index("Vacant positions") < html.index("My projects") < html.index(team.project.name)


def test_whoever_only_holds_positions_finds_their_duties_first(team: Team) -> None:
    user: User = UserFactory.create()
    person = PersonFactory.create(user=user)
    for project in (team.project, small_project()):
        position = project.positions.all()[0]
        position.holder = person
        position.save()
        AssignmentFactory.create(duty=project.duties.all()[0], position=position, letter="R")
    html = home(user)
    assert "<h1>Your duties</h1>" in html
    assert html.count("You carry out the following duty") == 2
    assert html.count(f'href="/en/projects/{team.project.pk}/mine/"') == 1
    assert "Start a project" not in html
    found = re.findall(r'\bid="([^"]+)"', html)
    assert len(found) == len(set(found))
    MembershipFactory.create(project=team.project, user=user)
    assert "<h1>Your duties</h1>" not in home(user)


def test_first_page_takes_the_same_queries_at_any_size(team: Team) -> None:
    manager, holder = hr(), UserFactory.create()
    person = PersonFactory.create(user=holder)
    for size in (2, 9):
        opened(team, size)
        for _ in range(size):
            published("Title", 5)
            make_posting(team.project, team.users["owner"], Source(team.project.positions.order_by("-pk")[0]))
            project = small_project()
            project.positions.update(holder=person)
            AssignmentFactory.create(duty=project.duties.all()[0], position=project.positions.all()[0], letter="R")
        for user, queries in ((manager, QUERIES_OF_HR), (holder, QUERIES_OF_A_HOLDER)):
            client = Client()
            client.force_login(user)
            with CaptureQueriesContext(connection) as asked:
                assert client.get("/en/").status_code == 200
            assert len(asked) == queries, (size, [each["sql"][:90] for each in asked])
