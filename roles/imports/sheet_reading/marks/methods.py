"""Other methods with letters of their own: the same letter there is not the same thing, so each is asked about."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Method:
    """A method by its letters, each with its name there and our letter for it: "" for no part, None for none.

    A matrix follows it that has its name, or the letters `has` and none of `without`; in both cases no other letter.
    """

    name: str
    letters: Mapping[str, tuple[str, str | None]]
    has: frozenset[str]
    without: frozenset[str] = frozenset()


OURS = {"R": ("Responsible", "R"), "A": ("Accountable", "A"), "C": ("Consulted", "C"), "I": ("Informed", "I")}
_RAPID = {"R": "Recommend", "A": "Agree", "P": "Perform", "I": "Input", "D": "Decide"}
METHODS = (
    Method(
        "DACI",
        {"D": ("Driver", None), "A": ("Approver", "A"), "C": ("Contributor", "C"), "I": ("Informed", "I")},
        frozenset("DC"),
        frozenset("R"),
    ),
    Method("RAPID", {letter: (words, None) for letter, words in _RAPID.items()}, frozenset("D"), frozenset("C")),
    Method(
        "PARIS",
        {
            "P": ("Participant", None),
            "A": ("Accountable", "A"),
            "R": ("Review required", None),
            "I": ("Input required", None),
            "S": ("Sign-off required", None),
        },
        frozenset("P"),
    ),
    Method("RACI-VS", OURS | {"V": ("Verifier", None), "S": ("Signatory", None)}, frozenset("V")),
    Method("CAIRO", OURS | {"O": ("Omitted", "")}, frozenset("O")),
)


def method_of(letters: Iterable[str], texts: Iterable[str]) -> Method | None:
    """The other method that a matrix with these letters follows; `texts` are those in which it may be named."""
    found = frozenset(letters)
    named = set(re.findall(r"[A-Z]{4,5}(?:-VS)?", " ".join(texts)))
    fitting = [method for method in METHODS if found and found <= method.letters.keys()]
    by_name = next((method for method in fitting if method.name in named), None)
    by_letters = (method for method in fitting if method.has <= found and not method.without & found)
    return by_name or next(by_letters, None)
