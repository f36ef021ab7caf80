"""The form of a posting: what is typed in it."""

import re
from datetime import date
from decimal import Decimal

import pytest

from roles.enums import PostingState
from roles.models import Posting, TextBlock
from roles.postings.domain.duties import duties_of
from roles.postings.domain.lines import Line, lines_of
from tests.conftest import Team
from tests.roles.postings.drafts import CLOSING, again, form_of, path


def test_posting_form_saves_what_was_typed(team: Team, posting: Posting) -> None:
    response = team.client("editor").post(path(posting, "edit/"), form_of(posting) | {"city": "Laval", "noc": "21211"})
    assert response.status_code == 302
    saved = again(posting)
    assert (saved.city, saved.noc, saved.lines.count()) == ("Laval", "21211", 5)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"closing_date": "2026-02-30"}, "“2026-02-30” is not a day"),
        ({"closing_date": "2020-01-01"}, "This day is past"),
        ({"closing_date": "0026-12-31"}, "This day is past"),
        ({"closing_date": "9999-12-31"}, "Choose a day up to"),
        ({"postal_code": "90210"}, "“90210” is not a postal code"),
    ],
)
def test_posting_form_says_what_is_no_day_and_no_postal_code(
    team: Team, posting: Posting, change: dict[str, str], sentence: str
) -> None:
    response = team.client("editor").post(path(posting, "edit/"), form_of(posting) | change)
    page = response.content.decode()
    assert (response.status_code, sentence in page) == (422, True)
    assert all(f'value="{typed}"' in page for typed in change.values())
    assert again(posting).closing_date == CLOSING


def test_closing_date_that_has_passed_meanwhile_is_kept_but_not_published(team: Team, posting: Posting) -> None:
    Posting.objects.filter(pk=posting.pk).update(closing_date=date(2020, 1, 31))
    editor = team.client("editor")
    page = editor.get(path(posting)).content.decode()
    assert "The closing date is past" in page
    posting = again(posting)
    assert editor.post(path(posting, "edit/"), form_of(posting) | {"city": "Laval"}).status_code == 302
    refused = editor.post(path(posting, "state/"), {"do": "publish", "public": "1"}, follow=True).content.decode()
    assert "Not published, because of a day: This day is past" in refused
    assert (again(posting).state, again(posting).city) == (PostingState.DRAFT, "Laval")


@pytest.mark.parametrize("typed", ["g1r4s9", "G1R-4s9", " g1r 4s9 "])
def test_postal_code_is_written_in_one_way(team: Team, posting: Posting, typed: str) -> None:
    team.client("editor").post(path(posting, "edit/"), form_of(posting) | {"postal_code": typed})
    assert again(posting).postal_code == "G1R 4S9"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("28,75", "28.75"), ("62 500,50 $", "62500.50"), ("$62,500.50", "62500.50"), ("62500", "62500")],
)
def test_pay_is_read_with_either_decimal_sign_and_shown_in_the_readers(
    team: Team, posting: Posting, typed: str, amount: str
) -> None:
    client = team.client("editor")
    assert client.post(path(posting, "edit/"), form_of(posting) | {"pay_min": typed, "pay_max": ""}).status_code == 302
    assert again(posting).pay_min == Decimal(amount)
    for language, sign in (("fr", ","), ("en", ".")):
        page = client.get(path(posting, "edit/", language)).content.decode()
        shown = f"{Decimal(amount):.2f}".replace(".", sign)
        assert f'<input type="text" name="pay_min" value="{shown}" inputmode="decimal"' in page


@pytest.mark.parametrize(
    ("typed", "sentence"), [("-5", "greater than or equal to 0"), ("beaucoup", "Write an amount"), ("1,999", "")]
)
def test_pay_that_is_no_amount_is_refused_and_kept(team: Team, posting: Posting, typed: str, sentence: str) -> None:
    data = form_of(posting) | {"pay_min": typed, "pay_max": ""}
    response = team.client("editor").post(path(posting, "edit/"), data)
    if not sentence:  # a sign before three digits parts thousands
        assert again(posting).pay_min == Decimal(1999)
        return
    page = response.content.decode()
    assert (response.status_code, sentence in page, f'value="{typed}"' in page) == (422, True, True)


def test_lines_are_moved_added_and_worded_and_nothing_is_saved_before_it_is(team: Team, posting: Posting) -> None:
    client = team.client("editor")
    keys = [str(item.duty_id) for item in duties_of(posting, "fr")]
    data = form_of(posting) | {"order": ",".join(keys), f"line-{keys[0]}-fr": "Mieux faire"}

    def pressed(act: str) -> list[str]:
        page = client.post(path(posting, "edit/"), data | {"act": act}).content.decode()
        found = re.search(r'name="order"\s+value="([^"]*)"', page)
        assert found
        assert "Mieux faire" in page
        return found[1].split(",")

    assert pressed(f"down {keys[0]}")[:2] == [keys[1], keys[0]]
    assert pressed(f"up {keys[0]}") == keys  # it is the first already
    assert pressed("add") == [*keys, "own-1"]
    assert lines_of(posting) == [Line(int(key)) for key in keys]
    data |= {"order": ",".join([keys[1], keys[0], "own-1"]), "duties": [*keys[:2], "own-1"], "line-own-1-fr": "Former"}
    assert client.post(path(posting, "edit/"), data).status_code == 302
    assert lines_of(posting) == [Line(int(keys[1])), Line(int(keys[0]), "Mieux faire"), Line(None, "Former")]


def test_lines_left_as_the_matrix_has_them_follow_it(team: Team, posting: Posting) -> None:
    usual = [str(item.duty_id) for item in duties_of(posting, "fr") if item.letter in ("R", "A", "AR")]
    assert team.client("editor").post(path(posting, "edit/"), form_of(posting) | {"duties": usual}).status_code == 302
    assert lines_of(posting) == []


def test_posting_of_a_position_from_which_every_line_is_taken_is_not_saved(team: Team, posting: Posting) -> None:
    response = team.client("editor").post(path(posting, "edit/"), form_of(posting) | {"duties": []})
    assert (response.status_code, "No duty is ticked" in response.content.decode()) == (422, True)
    assert len(lines_of(posting)) == 5


@pytest.mark.parametrize(("count", "words"), [(39, ""), (40, "40 of 50"), (50, "50 of 50: there is no room for more")])
def test_lines_of_its_own_say_when_there_is_no_room_for_more(
    team: Team, posting: Posting, count: int, words: str
) -> None:
    own = [f"own-{n}" for n in range(1, count + 1)]
    data = form_of(posting) | {"order": ",".join(own), "duties": own, **{f"line-{key}-fr": key for key in own}}
    page = team.client("editor").post(path(posting, "edit/"), data | {"act": "draw"}).content.decode()
    assert words in page if words else "of 50" not in page
    assert ('value="add"' in page) == (count < 50)
    page = team.client("editor").post(path(posting, "edit/"), data | {"act": "add"}).content.decode()
    assert page.count('name="line-own-') == 2 * min(count + 1, 50)


def test_text_that_is_too_long_is_refused_and_kept(team: Team, posting: Posting) -> None:
    """By the form, for a text block and as the reason of a publication: nothing is cut."""
    client, long = team.client("editor"), "mot " * 600
    data = form_of(posting) | {"order": "own-1", "duties": ["own-1"], "line-own-1-fr": long}
    response = client.post(path(posting, "edit/"), data)
    assert response.status_code == 422
    assert "A line has 2399 characters, and 600 at most: “mot mot" in response.content.decode()
    assert long.strip() in response.content.decode()
    for name, text in (("Usual", long), ("N" * 81, "Assurances")):
        typed = {"block_conditions": name, "conditions_fr": text, "act": "keep conditions"}
        page = client.post(path(posting, "edit/"), form_of(posting) | typed).content.decode()
        assert "Not kept: a name has at most 80 characters, a text at most 2000." in page
    assert not TextBlock.objects.exists()
    Posting.objects.update(mission_fr="", mission_en="")
    response = client.post(path(posting, "state/"), {"do": "publish", "reason": long, "public": "1"})
    assert (response.status_code, response.content.decode().count(long.strip())) == (422, 1)
    assert "the reason has 2399 characters, and 1000 at most" in response.content.decode()
    assert again(posting).state == PostingState.DRAFT


def test_preview_shows_what_is_typed_and_saves_nothing(team: Team, posting: Posting) -> None:
    data = form_of(posting) | {"city": "Laval", "duties": ["own-1"], "order": "own-1", "line-own-1-fr": "Former"}
    page = team.client("editor").post(path(posting, "lint/"), data).content.decode()
    for words in ("Laval", "Former", "Technicienne ou technicien", "AI technician"):
        assert words in page
    assert "Faire R" not in page
    assert (again(posting).city, len(lines_of(posting))) == ("Montréal", 5)


def test_text_block_is_kept_inserted_and_forgotten_by_whoever_wrote_it(team: Team, posting: Posting) -> None:
    def press(reader: str, act: str, **typed: str) -> str:
        answer = team.client(reader).post(path(posting, "edit/"), form_of(posting) | typed | {"act": act})
        return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)

    assert "Give the block a name" in press("editor", "keep conditions")
    typed = {"block_conditions": "Usual", "conditions_fr": "Assur\0ances"}  # a null that PostgreSQL does not take
    assert "“Usual” is kept" in press("editor", "keep conditions", **typed)
    block = TextBlock.objects.get()
    assert (block.user, block.text_fr, block.text_en) == (team.users["editor"], "Assurances", "Flexible hours")
    assert "Horaire souple\nAssurances" in press("editor", f"insert {block.pk}")
    assert "Assurances" not in press("owner", f"insert {block.pk}")
    press("owner", f"forget {block.pk}")
    press("editor", f"forget {'9' * 5000}")
    assert TextBlock.objects.count() == 1
    assert (press("viewer", f"forget {block.pk}"), press("outsider", "add")) == ("403", "404")
    press("editor", f"forget {block.pk}")
    assert (TextBlock.objects.count(), vars(again(posting))["conditions_fr"]) == (0, "Horaire souple")


def test_advice_tells_the_english_text_from_the_french_one(team: Team, posting: Posting) -> None:
    notices = {"privacy_fr": "On garde vos données.", "privacy_en": "We keep your data."}
    Posting.objects.filter(pk=posting.pk).update(title_en="Technician", province="QC", **notices)
    page = team.client("editor").get(path(posting)).content.decode()
    assert 0 < page.count("English text ·") < page.count("Québec ·")
