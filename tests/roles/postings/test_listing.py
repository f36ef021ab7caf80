"""The list of postings: searched, by state, with days left, and copies of them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roles.enums import PostingState
from roles.models import Position, Posting
from roles.postings.domain.listing import desk_of
from roles.postings.domain.opened import open_to_hr
from roles.postings.domain.postings import Source, close, edit_posting, make_catalogue_posting, make_posting
from roles.postings.views.desk import MOST
from tests.conftest import Team
from tests.factories import PositionFactory, RoleProfileFactory
from tests.roles.postings.drafts import go_out
from tests.roles.postings.readers import hr, signed_in

QUERIES = 10  # of the list, for an HR manager


@pytest.fixture
def postings(team: Team) -> dict[str, Posting]:
    """A posting in each state, of one project; of the closed one a vacant position is opened to HR."""
    position: Position = team.project.positions.all()[0]
    open_to_hr(team.project.pk, team.users["owner"], position.pk, opened=True)
    owner, made = team.users["owner"], {}
    for name, title, of in (
        ("draft", "Développeuse ou développeur", None),
        ("published", "Conseillère ou conseiller", None),
        ("closed", "Analyste", position),
    ):
        made[name] = make_posting(team.project, owner, Source(of))
        values = {"title_fr": title, "city": "Lévis", "closing_date": timezone.localdate() + timedelta(days=1)}
        edit_posting(made[name], owner, values, [])
    for name in ("published", "closed"):
        go_out(made[name], owner, public=True)
    close(made["closed"], owner)
    return made


def shown(html: str) -> list[str]:
    return [word for word in ("Développeuse", "Conseillère", "Analyste") if f"{word}" in html]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Développeuse", "Conseillère", "Analyste"]),
        ("?q=DEVELOPPEUSE", ["Développeuse"]),
        ("?q=levis%20conseill", ["Conseillère"]),
        ("?q=prevision", ["Développeuse", "Conseillère", "Analyste"]),  # the project's name
        ("?state=draft", ["Développeuse"]),
        ("?state=published", ["Conseillère"]),
        ("?state=closed&q=levis", ["Analyste"]),
        ("?state=nonsense", ["Développeuse", "Conseillère", "Analyste"]),
        ("?q=zzz", []),
    ],
)
def test_list_is_searched_and_filtered_by_state(
    team: Team, postings: dict[str, Posting], query: str, found: list[str]
) -> None:
    html = team.client("viewer").get(f"/fr/postings/{query}").content.decode()
    assert shown(html) == found
    assert ("Aucun affichage ne correspond" in html) is (not found)


def test_states_are_counted_among_what_is_found(team: Team, postings: dict[str, Posting]) -> None:
    html = " ".join(team.client("viewer").get("/en/postings/?q=conseillere&state=draft").content.decode().split())
    assert [f"{words}" in html for words in ("All (1)", "Draft (0)", "Published (1)", "Closed (0)")] == [True] * 4
    assert 'href="?q=conseillere&amp;state=published"' in html
    assert '<input type="hidden" name="state" value="draft" form="filter">' in html


def test_list_says_how_many_days_are_left(team: Team, postings: dict[str, Posting]) -> None:
    desk = desk_of(team.users["viewer"], hr=False, most=MOST)
    assert [(line.posting.state, line.days_left) for line in desk.lines] == [
        (PostingState.PUBLISHED, 1), (PostingState.DRAFT, None), (PostingState.CLOSED, None),
    ]  # fmt: skip
    client = team.client("viewer")
    assert "1 day left" in client.get("/en/postings/").content.decode()
    Posting.objects.update(expires_at=timezone.now() - timedelta(days=2))
    assert "Closing date has passed" in client.get("/en/postings/").content.decode()


def test_hr_sees_neither_other_postings_nor_the_name_of_the_project(team: Team, postings: dict[str, Posting]) -> None:
    client = signed_in(hr())
    html = client.get("/fr/postings/?q=analyste").content.decode()
    assert shown(html) == ["Analyste"]
    assert team.project.name not in html
    assert shown(client.get("/fr/postings/?q=prevision").content.decode()) == []


@pytest.mark.parametrize(
    ("reader", "status"), [("owner", 302), ("editor", 302), ("viewer", 403), ("outsider", 404), ("anonymous", 302)]
)
def test_posting_is_duplicated_by_whoever_edits_it(
    team: Team, postings: dict[str, Posting], reader: str, status: int
) -> None:
    client = team.client(reader)
    response = client.post(f"/en/postings/{postings['published'].pk}/duplicate/")
    copies = reader in ("owner", "editor")
    if copies:
        assert "This draft is a copy" in client.get(response["Location"]).content.decode()
    assert (response.status_code, Posting.objects.count()) == (status, 4 if copies else 3)
    if reader in ("owner", "editor", "viewer"):
        listed = client.get("/en/postings/").content.decode()
        assert (f"/en/postings/{postings['draft'].pk}/duplicate/" in listed) is copies
    if not copies:
        return
    copy = Posting.objects.order_by("-pk")[0]
    assert (copy.title_fr, copy.state, copy.project) == (
        "Copie\u00a0: Conseillère ou conseiller", PostingState.DRAFT, team.project,
    )  # fmt: skip
    assert team.project.changes.filter(kind="posting.made", data__posting=copy.pk).exists()
    client.post(f"/en/postings/{copy.pk}/state/", {"do": "remove"})
    assert Posting.objects.count() == 3


def test_hr_duplicates_the_posting_of_a_position_opened_to_them(team: Team, postings: dict[str, Posting]) -> None:
    client = signed_in(hr())
    assert client.post(f"/en/postings/{postings['closed'].pk}/duplicate/").status_code == 302
    assert client.post(f"/en/postings/{postings['draft'].pk}/duplicate/").status_code == 404
    assert Posting.objects.order_by("-pk")[0].position == postings["closed"].position


def test_list_takes_the_same_queries_at_any_size(team: Team) -> None:
    client = signed_in(hr())
    for size in (2, 9):
        for position in PositionFactory.create_batch(size, project=team.project):
            open_to_hr(team.project.pk, team.users["owner"], position.pk, opened=True)
            make_posting(team.project, team.users["owner"], Source(position))
            profile = RoleProfileFactory.create()
            make_catalogue_posting(profile.framework, team.users["owner"], Source(profile=profile))
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/en/postings/?q=po").status_code == 200
        assert len(asked) == QUERIES, (size, [each["sql"][:90] for each in asked])


def test_long_list_shows_its_first_lines_and_says_so(team: Team) -> None:
    profile = RoleProfileFactory.create()
    rows = [Posting(framework=profile.framework, title_fr=f"Poste {n}", slug=f"poste-{n}") for n in range(MOST + 1)]
    Posting.objects.bulk_create(rows)
    client = signed_in(hr())
    html = client.get("/en/postings/").content.decode()
    assert f"Only the first {MOST} are shown" in html
    assert (html.count('class="title"'), f"All ({MOST + 1})" in " ".join(html.split())) == (MOST, True)
    assert "Only the first" not in client.get("/en/postings/?q=99").content.decode()


def test_posting_that_nothing_ends_has_no_days_left(team: Team) -> None:
    made = make_posting(team.project, team.users["owner"], Source(team.project.positions.all()[0]))
    go_out(made, team.users["owner"], public=False)
    assert desk_of(team.users["owner"], hr=False, most=MOST).lines[0].days_left is None


def test_profile_leads_whoever_cannot_post_it_to_those_who_can(team: Team) -> None:
    words = "made in a project that you edit, or by HR managers"
    for reader, told in (("viewer", True), ("outsider", True), ("editor", False)):
        html = " ".join(team.client(reader).get("/en/postings/?profile=technicien").content.decode().split())
        assert (words in html) is told
