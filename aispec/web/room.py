"""How much room a list with a limit has left: said before it is full, and instead of adding when it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """So many of at most so many; `includes/room.html` says it."""

    taken: int
    most: int

    @property
    def full(self) -> bool:
        """Whether nothing more can be added."""
        return self.taken >= self.most

    @property
    def near(self) -> bool:
        """Whether it is time to say how many there are: from four fifths on."""
        return self.taken * 5 >= self.most * 4
