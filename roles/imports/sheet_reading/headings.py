"""What the headings of foreign matrices call their columns, in French and English."""

import re
from functools import lru_cache
from typing import NamedTuple

from roles.formats.text import fold
from roles.imports.sheet_reading.model import Part


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
    (Part.DUTY, 2, "raci rasci action item enonce travail work fonction function processus process"),
    (Part.DUTY, 1, "livrable deliverable description libelle intitule sujet"),
    (Part.PHASE, 3, "phase etape stage volet lot jalon milestone workstream"),
    (Part.PHASE, 2, "categorie category section theme domaine domain bloc area groupe group step"),
    (Part.CODE, 3, "code id no n° nº # num numero number ref reference wbs"),
    (
        Part.ASIDE,
        3,
        "statut status etat sla delai echeance due deadline date debut start end fin duree duration effort heure hour "
        "priorite priority commentaire comment remarque note avancement progress frequence frequency "
        "rag observation controle check",
    ),
    (Part.ASIDE, 1, "budget cout cost outil tool risque risk"),  # with letters under it, a team
)
_BY_WORD = {word: Heading(part, strength) for part, strength, words in _WORDS for word in words.split()}


# Who bears a letter. With one of these a heading is somebody's title: `Comments moderator`.
_BEARERS = frozenset(
    word
    for words in (
        "lead leader manager owner officer director coordinator moderator reviewer analyst specialist engineer clerk",
        "advisor chief head chef cheffe gestionnaire directeur directrice coordonnateur coordonnatrice conseiller",
        "conseillere analyste agente commis technicien technicienne adjoint adjointe pilote responsable",
    )
    for word in words.split()
)
_LINKS = frozenset(["de", "du", "des", "d", "l", "la", "le", "les", "of", "the", "and", "et"])
_CHIEF = 2  # a strength above which a heading of duties counts before the other words
_MOST = 4  # words of a heading; a longer text is a title


@lru_cache(maxsize=2048)
def heading(text: str) -> Heading | None:
    """What a heading says; None when it says nothing that is known, as a position's title does."""
    tokens = [token for token in re.findall(r"[#]|\w+[°º]?", fold(text)) if token not in _LINKS]
    if not 0 < len(tokens) <= _MOST:
        return None
    known = [_BY_WORD.get(token) or _BY_WORD.get(token.removesuffix("s")) for token in tokens]
    found = [one for one in known if one]
    if not found or _BEARERS.intersection(tokens):
        return None
    return _main(text, known)._replace(whole=len(found) == len(tokens))


def names_bearers(text: str) -> bool:
    """Whether a heading says that those who bear the letters stand below it; such a sheet may stand the other way."""
    return bool(re.fullmatch(r"(roles?|postes?|positions?|acteurs?|intervenants?|stakeholders?)", fold(text)))


def _main(text: str, known: list[Heading | None]) -> Heading:
    """The word that counts: `No de tâche` is a number, `Lot / tâche` holds duties, `Task status` a status."""
    found = [one for one in known if one]
    code = next((one for one in found if one.part is Part.CODE), None)
    duty = next((one for one in found if one.part is Part.DUTY and one.strength > _CHIEF), None)
    if code or (duty and re.search(r"[/&+]|\b(?:et|and|ou|or)\b", text)):
        return code or duty or found[0]
    last = known[-1]
    return last if last and last.part is Part.ASIDE else found[0]
