"""What the headings of foreign matrices call their columns, in French and English."""

import re
from functools import lru_cache
from typing import NamedTuple

from roles.domain.foreign import Part
from roles.domain.foreign_marks import bare


class Heading(NamedTuple):
    """What a heading says of its column; `strength` compares two columns that say the same.

    `whole` says that every word of it is known: `Statut`, not `Status analyst`.
    """

    part: Part
    strength: int
    whole: bool = True


# Without accents and case. A heading is compared word by word, plural or not.
_WORDS: tuple[tuple[Part, int, str], ...] = (
    (Part.DUTY, 3, "tache activite task activity duty responsabilite responsibility attribution"),
    (Part.DUTY, 2, "action livrable deliverable item enonce travail work fonction function processus process"),
    (Part.DUTY, 1, "description libelle intitule sujet"),
    (Part.PHASE, 3, "phase etape stage volet lot jalon milestone workstream"),
    (Part.PHASE, 2, "categorie category section theme domaine domain bloc area groupe group step"),
    (Part.CODE, 3, "code id no n° nº # num numero number ref reference wbs"),
    (
        Part.ASIDE,
        3,
        "statut status etat sla delai echeance due deadline date debut start end fin duree duration effort heure hour "
        "priorite priority commentaire comment remarque note avancement progress budget cout cost outil tool "
        "frequence frequency risque risk rag observation controle check",
    ),
)
_BY_WORD = {word: Heading(part, strength) for part, strength, words in _WORDS for word in words.split()}


_LINKS = frozenset(["de", "du", "des", "d", "l", "la", "le", "les", "of", "the", "and", "et"])
_MOST = 4  # words of a heading; a longer text is a title


@lru_cache(maxsize=2048)
def heading(text: str) -> Heading | None:
    """What a heading says; None when it says nothing that is known, as a position's title does."""
    tokens = [token for token in re.findall(r"[#]|\w+[°º]?", bare(text)) if token not in _LINKS]
    if not 0 < len(tokens) <= _MOST:
        return None
    known = [_BY_WORD.get(token) or _BY_WORD.get(token.removesuffix("s")) for token in tokens]
    found = [one for one in known if one]
    if not found:
        return None
    first = next((one for one in found if one.part is Part.CODE), found[0])  # `No de tâche` is a number
    return first._replace(whole=len(found) == len(tokens))
