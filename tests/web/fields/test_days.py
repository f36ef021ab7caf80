"""Days are read in one way: what is no day, is past or too far gets a sentence, and none breaks a page."""

from datetime import date, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from aispec.web.fields.days import DayField, day_words, end_of, last_day, read_day, until_words


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("2026/1/2", date(2026, 1, 2)),
        ("31/12/2026", date(2026, 12, 31)),
        ("12/31/2026", date(2026, 12, 31)),
        ("05.05.2026", date(2026, 5, 5)),
        ("03/04/2026", None),  # two days
        ("2026-02-30", None),
        ("26-12-31", None),
        ("tomorrow", None),
        ("٢٠٢٦-12-31", date(2026, 12, 31)),
    ],
)
def test_day_is_read_where_it_can_mean_one(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("9999-12-31", "Choose a day up to"),
        ("0026-12-31", "This day is past"),
        ("2020-01-01", "This day is past"),
        ("2026-02-30", "is not a day"),
        ("x" * 500, "is not a day"),
    ],
)
def test_day_that_cannot_be_meant_gets_a_sentence(text: str, sentence: str) -> None:
    with override("en"), pytest.raises(forms.ValidationError, match=sentence):
        DayField().clean(text)


def test_day_that_is_past_is_taken_where_it_may_be() -> None:
    today = timezone.localdate()
    assert DayField(past=True).clean("2020-01-01") == date(2020, 1, 1)
    assert DayField().clean(today.isoformat()) == today
    assert DayField(required=False).clean(" ") is None
    with pytest.raises(forms.ValidationError):
        DayField(past=True).clean("1999-12-31")
    with pytest.raises(forms.ValidationError):
        DayField(ahead=30).clean((today + timedelta(days=31)).isoformat())


def test_day_lasts_through_its_last_moment() -> None:
    end = end_of(date(2026, 12, 31))
    assert timezone.localtime(end).isoformat().startswith("2027-01-01T00:00")
    assert last_day(end) == date(2026, 12, 31)
    assert last_day(end + timedelta(minutes=5)) == date(2027, 1, 1)


def test_first_of_a_month_is_said_as_in_french() -> None:
    first, eleventh = date(2027, 2, 1), date(2027, 2, 11)
    moment = timezone.make_aware(datetime(2027, 8, 1, 14, 5))  # noqa: DTZ001
    page = Template('{{ day|date:"DATE_FORMAT" }}, {{ moment|date:"DATETIME_FORMAT" }}')
    with override("fr"):
        assert (day_words(first), day_words(eleventh)) == ("1er février 2027", "11 février 2027")
        assert page.render(Context({"day": first, "moment": moment})).startswith("1er février 2027, 1er août 2027")
    with override("en"):
        assert day_words(first) == "February 1, 2027"


def test_day_that_cannot_be_shown_as_one_stays_as_typed() -> None:
    class Form(forms.Form):
        day = DayField(required=False)

    assert 'type="text" name="day" value="hier"' in str(Form({"day": "hier"})["day"])
    assert 'type="date" name="day" value="2026-12-31"' in str(Form({"day": "31/12/2026"})["day"])
    assert 'type="date"' in str(Form()["day"])


def test_what_ends_at_midnight_is_said_to_last_through_the_day_before() -> None:
    with override("en"):
        assert until_words(end_of(date(2026, 12, 31))) == "December 31, 2026"
        assert until_words(end_of(date(2026, 12, 31)) + timedelta(hours=9)) == "January 1, 2027 at 9 a.m."


def test_hours_are_written_as_in_quebec() -> None:
    with override("fr"):
        assert until_words(end_of(date(2026, 11, 30)) + timedelta(minutes=5)) == "1er décembre 2026 à 0\u00a0h\u00a005"
        moment = end_of(date(2026, 11, 30)) + timedelta(hours=14, minutes=30)
        assert Template("{{ at|date:'DATETIME_FORMAT' }}").render(Context({"at": moment})) == (
            "1er décembre 2026, 14\u00a0h\u00a030"
        )
