"""Numbers and amounts are read as they were typed, with either decimal sign, and shown back in the reader's form."""

from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from aispec.web.fields.numbers import MoneyField, NumberInput, WholeField, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("28,75", "28.75"),
        ("28.75", "28.75"),
        ("62 500,50 $", "62500.50"),
        ("62 500,50\u00a0$", "62500.50"),
        ("62\u202f500", "62500"),
        ("$62,500.50", "62500.50"),
        ("62,500", "62500"),
        ("62.500,50", "62500.50"),
        ("1,234,567", "1234567"),
        ("CA$ 30", "30"),
        ("30 $ CA", "30"),
        ("0,125", "0.125"),
        ("-5", "-5"),
        (",5", "0.5"),
    ],
)
def test_number_is_read_as_it_is_meant(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "abc", "1e5", "12 km", "--3", "5%", "NaN", "1/2", "\x00", "$"])
def test_number_that_is_none_is_refused(text: str) -> None:
    assert read_number(text) is None


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert read_number(text) is None or isinstance(read_number(text), Decimal)


@given(st.decimals(0, 9_999_999, places=2))
def test_amount_shown_in_either_language_comes_back(amount: Decimal) -> None:
    for language in ("fr", "en"):
        with override(language):
            assert MoneyField().clean(NumberInput().format_value(amount)) == amount


def test_amount_below_nothing_is_refused() -> None:
    for text in ("-5", "12,345.678", "1" * 5000, "x"):
        with pytest.raises(forms.ValidationError):
            MoneyField().clean(text)
    assert MoneyField(required=False).clean(" ") is None


def test_whole_number_has_no_decimals() -> None:
    field = WholeField(min_value=1, max_value=50)
    assert (field.clean("3"), field.clean("3,0")) == (3, 3)
    for text in ("3,5", "0", "51", "1" * 5000, ""):
        with pytest.raises(forms.ValidationError):
            field.clean(text)
