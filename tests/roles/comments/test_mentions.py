"""Members whom a comment mentions by their name."""

import pytest
from django.contrib.auth.models import User

from roles.comments.domain import add_comment
from roles.comments.html import said_html
from roles.comments.mentions import mentioned
from tests.conftest import Team

NAMES = {1: "Anaïs Lavoie", 2: "Zoé Côté", 3: "Zoé Côté-Roy", 4: "Ian Ôte"}
MEMBERS = [
    User(pk=pk, first_name=name.partition(" ")[0], last_name=name.partition(" ")[2]) for pk, name in NAMES.items()
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Merci @Anaïs Lavoie.", {1}),
        ("@anais lavoie, @IAN ÔTE !", {1, 4}),
        ("@Anaïs, ton avis ?", {1}),  # a first name that one alone has
        ("@Zoé, ton avis ?", set()),  # and one that two have
        ("@Zoé Côté-Roy", {3}),
        ("@Zoé Côté", {2}),
        ("@Anaïsse", set()),
        ("anais@ian.example", set()),
        ("@", set()),
        ("Personne", set()),
    ],
)
def test_mention_is_found_by_its_folded_name(text: str, expected: set[int]) -> None:
    assert mentioned(text, MEMBERS) == expected


def test_said_marks_mentions_and_escapes_the_rest() -> None:
    shown = said_html("<i> @Anaïs Lavoie: https://example.org/ & @personne", MEMBERS)
    assert '&lt;i&gt; <b class="mention">@Anaïs Lavoie</b>: <a href="https://example.org/"' in shown
    assert shown.endswith("&amp; @personne")


@pytest.mark.parametrize("page", ["comments/", "duties/{duty}/comments/"])
def test_comments_show_whom_they_mention(team: Team, page: str) -> None:
    viewer, duty = team.users["viewer"], team.project.duties.all()[0]
    add_comment(team.project.pk, team.users["owner"], (duty.pk, None), f"Voir @{viewer.get_full_name()}")
    path = f"/fr/projects/{team.project.pk}/{page.format(duty=duty.pk)}"
    shown = team.client("editor").get(path).content.decode()
    assert f'<b class="mention">@{viewer.get_full_name()}</b>' in shown
    assert (f'<option value="{viewer.get_full_name()}">' in shown) is ("duties" in page)
