"""What this process has waited for in vain, and so does not wait for with all its threads."""

from time import monotonic

from aispec.patience import limit

PAUSE = 3  # seconds in which only one tries again


class Away:
    """Until when something is taken to be away; 0 while it is there."""

    until: float = 0

    def is_so(self) -> bool:
        """Whether to do without; who is told otherwise tries, and the others do without until that has come out."""
        if limit.get() is None or not self.until:
            return False
        if monotonic() < self.until:
            return True
        self.note()
        return False

    def note(self) -> None:
        """Somebody tries, or has tried in vain."""
        self.until = monotonic() + PAUSE
