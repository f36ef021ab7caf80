"""Numbers of a workbook as the office worker sees them. Runs in the child, so it imports nothing of ours."""

import re
from datetime import datetime, timedelta

EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 (cells know no time zone)
DATE = "date"
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # the file holds no code for them
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)  # what a code shows as it is
_FIXED = re.compile(r"(?:[#,]*,)?([#0]*0)(?:\.(0+))?(%?)")
_END = 2_957_003  # days, in the year 9995: no date that follows is meant
_SECONDS_OF_DAY = 86_400


def shape(number: int, code: str) -> str:
    """What matters of a number format: DATE, or the code for positive numbers without its trimmings."""
    code = _ASIDE.sub("", code.partition(";")[0])
    return DATE if number in _BUILT_IN_DATES or re.search("[dmyhs]", code, re.IGNORECASE) else code


def shown_number(value: str, shape: str, epoch: datetime) -> str:
    """A date as ISO; decimals, leading zeros and percent as the format has them; otherwise 1.0 is 1."""
    number = float(value)
    if shape == DATE and 0 <= number < _END:
        return _shown_date(number, epoch)
    fixed = _FIXED.fullmatch(shape)
    if not fixed:
        return f"{number:.15g}"
    decimals, percent = len(fixed[2] or ""), fixed[3]
    width = fixed[1].count("0") + (decimals + 1 if decimals else 0)
    return f"{number * 100 if percent else number:0{width}.{decimals}f}{percent}"


def _shown_date(number: float, epoch: datetime) -> str:
    """A day, a time of day, or both."""
    days, seconds = divmod(round(number * _SECONDS_OF_DAY), _SECONDS_OF_DAY)
    if 0 < days < 60 and epoch == EPOCH:
        days += 1  # Excel knows a 29 February 1900
    moment = epoch + timedelta(days, seconds)
    if not days and epoch == EPOCH:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d %H:%M}" if seconds else f"{moment:%Y-%m-%d}"
