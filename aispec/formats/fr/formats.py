"""Days and times in the French of Québec: `1er décembre 2026, 14 h 30`, and short days that read one way only."""

TIME_FORMAT = "G\u00a0\\h\u00a0i"
DATETIME_FORMAT = f"j F Y, {TIME_FORMAT}"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = f"Y-m-d {TIME_FORMAT}"
