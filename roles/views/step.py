"""How far a form moves a line of a list."""

import re

_NUMBER = re.compile(r"-?[0-9]{1,4}")


def step_of(text: str | None) -> int:
    """One place for "up" and "down", and the number of places for a line that was dragged; 0 for anything else."""
    if text is not None and _NUMBER.fullmatch(text):
        return int(text)
    return {"up": -1, "down": 1}.get(text or "", 0)
