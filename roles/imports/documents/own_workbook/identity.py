"""Which row of a returned sheet is which duty, and which column which position.

Each says it in three ways: by a hidden number, by its code and by its words. In a file that nobody rearranged they
agree. A sheet that was sorted without its hidden column gives a row the number of another: then what people see wins.
Pure functions.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from roles.imports.documents.own_workbook.stamp import number_in
from roles.imports.domain.edits import NEW, normalised


class Said(NamedTuple):
    """What a row or a column says of itself; `home` is the phase that it names."""

    number: str
    words: str
    code: str = ""
    home: str = ""


class Known(NamedTuple):
    """What a duty or a position is called."""

    words: str
    code: str = ""
    home: str = ""


class _Claim(NamedTuple):
    """Whose row a place is, and how many of its three ways say so."""

    place: int
    ref: str
    votes: int
    worded: bool  # its words are those of the duty


@dataclass
class Identified:
    """What stands where, in the order of the places; new ones are called n and their place from 1.

    `repeats` are further places of the same, `parted` counts hidden numbers that belong to another, and `moved` has
    whose words stand at a place that number and code give to somebody else.
    """

    places: dict[str, int] = field(default_factory=dict)
    repeats: dict[str, list[int]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    parted: int = 0


def identified(said: Mapping[int, Said], known: Mapping[str, Known]) -> Identified:
    """Who is who: what has most in common with a known one is that one, the first of equals."""
    index = _Index(known)
    claims = [claim for place, one in said.items() for claim in [index.claim(place, one)] if claim]
    strong = [claim for claim in claims if claim.votes > 1 or claim.worded or index.coded(said[claim.place], claim.ref)]
    parted = any(index.number(said[claim.place]) not in ("", claim.ref) for claim in strong)
    found = Identified()
    order = sorted(strong if parted else claims, key=lambda one: (-one.votes, not one.worded, one.place))
    for claim in [claim for claim in order if not _place(found, claim, said[claim.place], index)]:
        _place_again(found, claim, said[claim.place], index)
    taken = {*found.places.values(), *(place for places in found.repeats.values() for place in places)}
    for place, one in said.items():
        if one.words and place not in taken:
            found.places[f"{NEW}{place + 1}"] = place
    found.places = dict(sorted(found.places.items(), key=lambda pair: pair[1]))
    return found


def _place(found: Identified, claim: _Claim, said: Said, index: "_Index") -> bool:
    """Whether the place goes to whom it claims to be, or to another of the same words."""
    same = index.by_words.get(normalised(said.words), [])
    refs = [claim.ref, *(same if claim.worded else ())]
    free = next((ref for ref in refs if ref not in found.places), None)
    if free is None:
        return False
    found.places[free] = claim.place
    found.parted += index.number(said) not in ("", free)
    if not claim.worded and same:
        found.moved[free] = same[0]
    return True


def _place_again(found: Identified, claim: _Claim, said: Said, index: "_Index") -> None:
    """Words that somebody else has already: those of the number, if nothing but words says otherwise, or repeated."""
    number = index.number(said)
    if claim.votes == 1 and number and number not in found.places:
        found.places[number], found.moved[number] = claim.place, claim.ref
    elif claim.worded and claim.votes > 1 and normalised(said.home) in ("", normalised(index.known[claim.ref].home)):
        found.repeats.setdefault(claim.ref, []).append(claim.place)


class _Index:
    """The known ones by their code and by their words."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        self.known = known
        self.by_words: dict[str, list[str]] = {}
        codes = Counter(one.code for one in known.values())
        self.by_code = {one.code: ref for ref, one in known.items() if one.code and codes[one.code] == 1}
        for ref, one in known.items():
            self.by_words.setdefault(normalised(one.words), []).append(ref)

    def number(self, said: Said) -> str:
        """Whose the hidden number is, "" if nobody's."""
        ref = str(number_in(said.number))
        return ref if ref in self.known else ""

    def coded(self, said: Said, ref: str) -> bool:
        """Whether the code says that it is this one."""
        return bool(said.code) and self.by_code.get(said.code) == ref

    def claim(self, place: int, said: Said) -> _Claim | None:
        """Whose it is: what two ways say, else the words, else the code, else the number."""
        numbered, coded = self.number(said), self.by_code.get(said.code, "")
        same = self.by_words.get(normalised(said.words), []) if said.words else []
        worded = next((ref for ref in self._ways(numbered, coded, said, same) if ref in same), same[0] if same else "")
        votes = Counter(filter(None, (numbered, coded, worded)))
        agreed = next((ref for ref, count in votes.items() if count > 1), "")
        ref = agreed or (coded if worded and not numbered else "") or worded or coded or numbered
        return _Claim(place, ref, votes[ref], ref == worded) if ref else None

    def _ways(self, numbered: str, coded: str, said: Said, same: list[str]) -> Iterator[str]:
        """Of several with the same words: whom the number, the code or the phase means."""
        yield from (numbered, coded)
        yield from (ref for ref in same if normalised(self.known[ref].home) == normalised(said.home))
