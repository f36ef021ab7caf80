"""The bars that show a load beside its limit."""

LIMIT_AT = 80  # where the limit stands on a bar of 100


def bar_length(points: float, limit: int) -> int:
    """How long the bar of a load is, from 0 to 100, with the limit at LIMIT_AT."""
    return min(100, round(points * LIMIT_AT / max(limit, 1)))
