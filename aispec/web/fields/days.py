"""Days, read and said in one way everywhere."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

EARLIEST = date(2000, 1, 1)  # nothing here is older
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_FIRST_OF_MONTH = re.compile(r"\b1 (?=(?:janv|févr|mars|avri|mai|juin|juil|août|sept|octo|nove|déce))")


class DayInput(forms.DateInput):
    """The browser's field for a day; a line of text for what is no day, which the former would not show."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, "%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template of the widget shows."""
        day = read_day(value.strip()) if isinstance(value, str) else value
        context: dict[str, Any] = super().get_context(name, day or value, attrs)
        context["widget"]["type"] = "text" if value and not day else "date"
        return context


class DayField(forms.Field):
    """A day between today and so many days ahead; with `past`, also one that is past.

    The day `kept` stood there before and stays allowed. It reads 2026-12-31 and, where it can mean one day only,
    31/12/2026. Anything else gets a sentence.
    """

    widget = DayInput

    def __init__(self, *, past: bool = False, ahead: int = 3650, kept: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.past = past
        self.kept = kept
        self.ahead = ahead

    def to_python(self, value: Any) -> date | None:
        """The day, None for nothing. Raises ValidationError."""
        text = str(value or "").strip()
        if not text:
            return None
        day = read_day(text)
        if day is None:
            raise forms.ValidationError(_("“%(text)s” is not a day. Write it as 2026-12-31.") % {"text": text[:40]})
        return day

    def validate(self, value: date | None) -> None:
        """Raises ValidationError for a day that lies too early or too far ahead."""
        super().validate(value)
        if value is None or value == self.kept:
            return
        today = timezone.localdate()
        last = today + timedelta(days=self.ahead)
        if not self.past and value < today:
            raise forms.ValidationError(_("This day is past. Choose today or a later day."))
        if value < EARLIEST:
            raise forms.ValidationError(_("Choose a day from %(day)s on.") % {"day": day_words(EARLIEST)})
        if value > last:
            raise forms.ValidationError(_("Choose a day up to %(day)s.") % {"day": day_words(last)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed; what is no day counts as a change, so that it is told."""
        text = str(data or "").strip()
        return (read_day(text) if text else None) != initial or bool(text and read_day(text) is None)


def read_day(text: str) -> date | None:
    """The day that a text means, None when it means none or could mean two."""
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
        if max(day, month) <= 12 and day != month:  # 03/04/2026 is two days
            return None
        if month > 12:
            day, month = month, day
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def start_of(day: date) -> datetime:
    """The moment at which a day begins, in the time zone of the site."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The moment at which a day is over: midnight after it, in the time zone of the site."""
    return start_of(day + timedelta(days=1))


def last_day(moment: datetime) -> date:
    """The last whole day before a moment: what ends at midnight lasts through the day before."""
    return timezone.localdate(moment - timedelta(microseconds=1))


def until_words(moment: datetime) -> str:
    """Until when: the last day alone for what ends at midnight, else the day and the time."""
    local = timezone.localtime(moment)
    if local.time() == time.min:
        return day_words(last_day(moment))
    return _("%(day)s at %(time)s") % {"day": day_words(local.date()), "time": date_format(local, "TIME_FORMAT")}


def day_words(day: date, form: str = "DATE_FORMAT") -> str:
    """A day in words of the active language: `1er février 2027`, `February 1, 2027`."""
    return ordinal(date_format(day, form))


def ordinal(words: str) -> str:
    """The first of a month as French says it; any other text as it is."""
    return _FIRST_OF_MONTH.sub("1er ", words) if get_language() == "fr" else words
