"""Numbers in what a browser sends: ids, and numbers and amounts of money as people type them."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.formats import localize_input
from django.utils.translation import gettext_lazy

_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_CURRENCY = re.compile(r"^(?:CA|C)?\$|(?:\$(?:\s*CA)?|CAD|CA)$", re.IGNORECASE)
_NUMBER = re.compile(r"[-+−]?\d[\d.,]*|[-+−]?[.,]\d+")
_THOUSANDS = 3  # digits
MOST_DIGITS = 18  # a longer number may be more than an id in the database, where SQLite raises OverflowError


def whole_number(text: str | None) -> int | None:
    """The number that a text of ASCII digits is, None for any other text and for one that no id could be."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def read_number(text: str) -> Decimal | None:
    """The number that a text means, None when it is none.

    `62 500,50 $`, `62,500.50` and `28,75` are read as they are meant: of two different signs the last is the decimal
    one; one that stands before groups of three digits only parts thousands, for nothing here has three decimals.
    """
    plain = _CURRENCY.sub("", _SPACES.sub("", text))
    if not _NUMBER.fullmatch(plain):
        return None
    sign = max(plain.rfind("."), plain.rfind(","))
    whole, decimals = (plain, "") if sign < 0 else (plain[:sign], plain[sign + 1 :])
    grouped = sign >= 0 and len(decimals) == _THOUSANDS and whole.lstrip("-+−") not in ("", "0")
    if grouped and len({char for char in plain if char in ".,"}) == 1:
        whole, decimals = whole + decimals, ""
    digits = re.sub(r"[.,]", "", whole).replace("−", "-")
    try:
        return Decimal(f"{digits or 0}.{decimals}" if decimals else digits)
    except InvalidOperation:
        return None


class NumberInput(forms.TextInput):
    """A line of text that phones give digits for: the wheel changes nothing, and either decimal sign is kept as typed.

    A number that is shown back has the decimal sign of the page's language.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, *, whole: bool = False) -> None:
        super().__init__({"inputmode": "numeric" if whole else "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """What stands in the field."""
        return localize_input(value) if isinstance(value, int | float | Decimal) else super().format_value(value)


class MoneyField(forms.DecimalField):
    """An amount of money, two decimals at most."""

    widget = NumberInput
    default_error_messages = {"invalid": gettext_lazy("Write an amount, such as 28.75.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "decimal_places": 2, "max_digits": 9, **kwargs})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs make it an IntegerField
        """The amount, None for nothing. Raises ValidationError."""
        return _number(self, value)


class WholeField(forms.IntegerField):
    """A whole number."""

    widget = NumberInput

    def to_python(self, value: Any) -> int | None:
        """The number, None for nothing. Raises ValidationError."""
        number = _number(self, value)
        if number is None:
            return None
        if number != number.to_integral_value() or abs(number) > 10**12:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(number)


def _number(field: forms.Field, value: Any) -> Decimal | None:
    text = str("" if value is None else value).strip()
    if text in field.empty_values:
        return None
    number = read_number(text)
    if number is None:
        raise forms.ValidationError(field.error_messages["invalid"], code="invalid")
    return number
