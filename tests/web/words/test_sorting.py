"""Names stand in the order that French has, whatever the database."""

import pytest

from aispec.web.words.sorting import alphabetical


@pytest.mark.parametrize(
    "names",
    [
        ["Eva Roy", "Éva Roy", "Evan Roy"],
        ["Dubé", "Élodie", "Émile", "Ethan", "Fabre"],
        ["Odile", "œillet", "Œuvrard", "Ophélie"],
        ["D’Amour", "Damours", "Delage"],
        ["Lhasa", "L’heureux", "Lheureuz", "Lhotse"],
        ["cote", "Cote", "coté", "côte"],
        ["Jean Zola", "Jean-Luc Abel", "Jeanne Abel"],
        ["", "Zoé"],
    ],
)
def test_names_stand_as_french_sorts_them(names: list[str]) -> None:
    assert sorted(set(names), key=alphabetical) == names
