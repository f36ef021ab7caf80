"""Comments on duties and cells: who may write, answer, edit, remove and resolve them, and where they show."""

from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from phases.enums import ChangeKind
from phases.models import ProjectChange
from roles.comments.domain import add_comment, open_comments, resolve_comment
from roles.history.domain.replay import matrix_at, verify
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Comment
from roles.projects.domain.duties import remove_duty
from roles.projects.domain.positions import remove_position
from roles.undo.steps import steps
from tests.conftest import READERS, Team
from tests.factories import small_project
from tests.roles.comments.addresses import of, url

REFUSED = {"outsider": 404, "anonymous": 302}
EVIL = "<script>alert(1)</script>\nhttps://evil.example"


@pytest.mark.parametrize("reader", READERS)
def test_comment_pages_by_reader(team: Team, place: tuple[int, int], said: Comment, reader: str) -> None:
    client, expected = team.client(reader), REFUSED.get(reader, 200)
    for path in (url(team, "comments/"), of(team, place), f"{of(team, place)}?position={place[1]}"):
        answer = client.get(path)
        assert answer.status_code == expected
        assert ("Qui valide" in answer.content.decode()) == (expected == 200)


@pytest.mark.parametrize("reader", READERS)
def test_comment_is_written_and_answered_by_every_member(
    team: Team, place: tuple[int, int], said: Comment, reader: str
) -> None:
    client, member = team.client(reader), reader not in REFUSED
    for values in ({"position": place[1]}, {"parent": said.pk}):
        answer = client.post(of(team, place), {"text": f"{reader}", **values})
        assert answer.status_code == REFUSED.get(reader, 302)
    assert Comment.objects.filter(text=reader, position_id=place[1]).count() == (2 if member else 0)
    assert Comment.objects.filter(text=reader, parent=said).count() == (1 if member else 0)


@pytest.mark.parametrize("reader", READERS)
def test_comment_is_resolved_by_editors_and_its_author(team: Team, said: Comment, reader: str) -> None:
    others = add_comment(team.project.pk, team.users["owner"], (said.duty_id, None), "À voir")
    client = team.client(reader)
    for comment, small in ((said, False), (others, reader == "viewer")):
        for do, resolved in (("resolve", True), ("reopen", False)):
            Comment.objects.filter(pk=comment.pk).update(resolved=not resolved)
            answer = client.post(url(team, f"comments/{comment.pk}/"), {"do": do})
            assert answer.status_code == (403 if small else REFUSED.get(reader, 302))
            comment.refresh_from_db()
            assert (comment.resolved == resolved) == (reader not in REFUSED and not small)


@pytest.mark.parametrize("reader", READERS)
def test_comment_is_edited_and_removed_by_its_author_alone(team: Team, said: Comment, reader: str) -> None:
    client = team.client(reader)
    expected = 302 if reader == "viewer" else REFUSED.get(reader, 403)
    path = url(team, f"comments/{said.pk}/")
    assert client.post(path, {"do": "edit", "text": "Autre"}).status_code == expected
    assert Comment.objects.filter(text="Autre", edited_at__isnull=False).exists() == (reader == "viewer")
    assert client.post(path, {"do": "remove"}).status_code == expected
    assert Comment.objects.exists() == (reader != "viewer")


def test_comment_that_does_nothing_known_is_refused(team: Team, said: Comment) -> None:
    client = team.client("viewer")
    assert client.post(url(team, f"comments/{said.pk}/"), {"do": "burn"}).status_code == 400
    assert client.get(url(team, f"comments/{said.pk}/")).status_code == 405
    assert client.post(url(team, "comments/987654/"), {"do": "remove"}).status_code == 404


def test_comment_is_plain_text_but_for_its_addresses(team: Team, place: tuple[int, int]) -> None:
    client = team.client("owner")
    client.post(of(team, place), {"text": EVIL + "\x07\u202e"})
    assert Comment.objects.get().text == EVIL
    for path in (of(team, place), url(team, "comments/")):
        page = client.get(path).content.decode()
        link = '<a href="https://evil.example" rel="noopener nofollow ugc">https://evil.example</a>'
        assert f"&lt;script&gt;alert(1)&lt;/script&gt;<br>{link}</p>" in page
        assert "<script>alert" not in page


@pytest.mark.parametrize(("text", "kept"), [("x" * 2_000, True), ("x" * 2_001, False), (" \n\x07", False)])
def test_comment_has_a_length(team: Team, place: tuple[int, int], text: str, kept: bool) -> None:
    answer = team.client("viewer").post(of(team, place), {"text": text})
    assert answer.status_code == (302 if kept else 422)
    assert Comment.objects.exists() == kept
    assert kept or text in answer.content.decode()


def test_comment_counts_a_line_break_once(team: Team, place: tuple[int, int]) -> None:
    team.client("viewer").post(of(team, place), {"text": "x\r\n" * 999 + "xx"})
    assert Comment.objects.get().text == "x\n" * 999 + "xx"


def test_answered_comment_leaves_its_answers_when_it_is_removed(team: Team, said: Comment) -> None:
    answer = add_comment(team.project.pk, team.users["owner"], (said.duty_id, None), "Moi", said.pk)
    team.client("viewer").post(url(team, f"comments/{said.pk}/"), {"do": "remove"})
    page = team.client("owner").get(url(team, f"duties/{said.duty_id}/comments/")).content.decode()
    assert "This comment was removed." in page
    assert "Moi" in page
    assert "Qui valide" not in page
    team.client("owner").post(url(team, f"comments/{answer.pk}/"), {"do": "remove"})
    assert not Comment.objects.exists()


def test_answer_opens_what_was_resolved(team: Team, said: Comment, place: tuple[int, int]) -> None:
    resolve_comment(team.project.pk, team.users["viewer"], said.pk, resolved=True)
    assert open_comments(team.project.pk).total == 0
    add_comment(team.project.pk, team.users["owner"], (said.duty_id, None), "Pas encore", said.pk)
    assert open_comments(team.project.pk).of_place == {place: 1}


@pytest.mark.parametrize("parented", [False, True])
def test_comment_sent_again_stands_once_until_something_comes_between(
    team: Team, place: tuple[int, int], said: Comment, parented: bool
) -> None:
    """Its answer was lost, and its author cannot know that it was taken."""
    values = {"text": "Moi", "position": place[1]} | ({"parent": said.pk} if parented else {})

    def times(reader: str = "viewer", **htmx: str) -> int:
        answer = team.client(reader).post(of(team, place), values, headers=htmx)
        assert answer.status_code == (200 if htmx else 302)
        return Comment.objects.filter(text="Moi").count()

    assert [times(), times(**{"HX-Request": "true"}), times()] == [1, 1, 1]
    assert ProjectChange.objects.filter(kind=ChangeKind.COMMENT_ADDED).count() == 2  # and the one that was there
    assert [times("owner"), times()] == [2, 3]
    Comment.objects.filter(parent=None).update(resolved=True)
    assert times() == 4  # it is not about what is settled


def test_comments_are_listed_by_state(team: Team, said: Comment) -> None:
    client = team.client("viewer")
    shown = {state: "Qui valide" in client.get(url(team, f"comments/?state={state}")).content.decode()
             for state in ("open", "resolved", "all", "x")}  # fmt: skip
    assert shown == {"open": True, "resolved": False, "all": True, "x": True}
    resolve_comment(team.project.pk, team.users["viewer"], said.pk, resolved=True)
    assert "No open comments" in client.get(url(team, "comments/")).content.decode()
    assert "Qui valide" in client.get(url(team, "comments/?state=resolved")).content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_comment_pages_queries_at_any_size(team: Team, place: tuple[int, int], number: int) -> None:
    for _time in range(number):
        asked = add_comment(team.project.pk, team.users["viewer"], place, "Qui ?")
        add_comment(team.project.pk, team.users["owner"], place, "Moi", asked.pk)
    client = team.client("owner")
    for path, expected in ((url(team, "comments/"), 8), (of(team, place), 9), (url(team), 11)):
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        assert len(queries) == expected, path


def test_comment_is_counted_in_the_matrix_whose_cells_stay_slim(
    team: Team, place: tuple[int, int], said: Comment
) -> None:
    add_comment(team.project.pk, team.users["owner"], (place[0], None), "Et la tâche ?")
    page = team.client("viewer").get(url(team)).content.decode()
    assert f" {place[0]}:{place[1]}:1" in page
    assert f" {place[0]}:0:1" in page
    assert f'href="duties/{place[0]}/comments/"' in page
    assert "<b>2</b>" in page
    assert '<span class="badge" id="comments-total">2</span>' in page
    assert '<td class="vac"></td>' in page


def test_comment_of_somebody_else_is_told_without_a_new_grid(team: Team, place: tuple[int, int]) -> None:
    since = load_matrix(team.project.pk).version
    add_comment(team.project.pk, team.users["viewer"], place, "Qui ?")
    answer = team.client("editor").get(url(team, f"changes/?since={since}"))
    assert "Matrix-Redraw" not in answer
    text = answer.content.decode()
    assert f'innerHTML:#comments-open">{since + 1} {place[0]}:{place[1]}:1<' in text
    assert "Comment added" in text
    set_cells(team.project.pk, team.users["owner"], [CellChange(*place, "R")])
    answer = team.client("editor").get(url(team, f"changes/?since={since + 1}"))
    assert "comments-open" not in answer.content.decode()


def test_comment_is_in_the_history_without_its_words(team: Team, said: Comment) -> None:
    page = team.client("owner").get(url(team, "history/")).content.decode()
    assert "Comment added" in page
    assert "Qui valide" not in page
    line = ProjectChange.objects.get(kind=ChangeKind.COMMENT_ADDED)
    assert (line.old, line.new, line.data) == ("", "", {"comment": said.pk, "parent": None})
    with override("fr"):
        assert str(ChangeKind.COMMENT_ADDED.label) == "Commentaire ajouté"


def test_past_and_undo_step_over_comments(team: Team, place: tuple[int, int]) -> None:
    owner = team.users["owner"]
    set_cells(team.project.pk, owner, [CellChange(*place, "R")])
    before = load_matrix(team.project.pk)
    asked = add_comment(team.project.pk, owner, place, "Qui ?")
    resolve_comment(team.project.pk, owner, asked.pk, resolved=True)
    assert matrix_at(team.project.pk, before.version) == before
    assert verify(team.project.pk) == []
    assert steps(team.project.pk, owner).undo == before.version
    team.client("owner").post(url(team, "undo/"))
    assert load_matrix(team.project.pk).letter(*place) == ""


@pytest.mark.parametrize("kind", ["duties", "positions"])
def test_removal_names_the_comments_that_go(team: Team, place: tuple[int, int], said: Comment, kind: str) -> None:
    add_comment(team.project.pk, team.users["owner"], place, "Moi", said.pk)
    path = url(team, f"{kind}/{place[kind == 'positions']}/remove/")
    client = team.client("editor")
    page = client.get(path)
    assert "2 comments go with it for good" in page.content.decode()
    add_comment(team.project.pk, team.users["owner"], place, "Encore", said.pk)
    answer = client.post(path, {"seen": page.context["seen"]})
    assert answer.status_code == 409
    assert "3 comments" in answer.content.decode()
    assert client.post(path, {"seen": answer.context["seen"]}).status_code == 302
    assert not Comment.objects.exists()


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("gone", ["duty", "position", "comment"])
def test_comment_on_what_is_removed_meanwhile_gives_the_words_back(
    team: Team, place: tuple[int, int], said: Comment, gone: str, htmx: bool
) -> None:
    owner, project = team.users["owner"], team.project.pk

    def remove_first(*arguments: object) -> Comment:
        if gone == "duty":
            remove_duty(project, owner, place[0])
        elif gone == "position":
            remove_position(project, owner, place[1])
        else:
            said.delete()
        return add_comment(*arguments)  # type: ignore[arg-type]

    values = {"text": "Mes mots <b>", "position": place[1], "parent": said.pk if gone == "comment" else ""}
    headers = {"HX-Request": "true"} if htmx else {}
    with patch("roles.comments.views.add_comment", remove_first):
        answer = team.client("viewer").post(of(team, place), values, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mes mots &lt;b&gt;" in page
    assert "removed in the meantime" in page
    assert ("<html" in page) != htmx
    assert not Comment.objects.filter(text__contains="Mes mots").exists()


def test_comment_on_a_duty_of_another_project_is_not_found(team: Team, said: Comment) -> None:
    other = small_project().duties.all()[0]
    assert team.client("owner").get(url(team, f"duties/{other.pk}/comments/")).status_code == 404
    team.client("owner").post(url(team, f"duties/{other.pk}/comments/"), {"text": "x"})
    assert not other.comments.exists()
