"""What the headings of imported tables call their columns, in French and English."""

import re
from functools import lru_cache
from typing import NamedTuple

from aispec.web.words.folding import fold
from roles.imports.sheet_reading.model import ColumnKind


class Heading(NamedTuple):
    """What a heading says of its column; `strength` compares two columns that say the same.

    `whole` says that every word of it is known: `Statut`, not `Status analyst`.
    """

    kind: ColumnKind
    strength: int
    whole: bool = True


# Without accents and case. A heading is compared word by word, plural or not.
_WORDS: tuple[tuple[ColumnKind, int, str], ...] = (
    (ColumnKind.DUTY, 3, "tache activite task activity duty responsabilite responsibility attribution"),
    (ColumnKind.DUTY, 2, "raci rasci action item enonce travail work fonction function processus process"),
    (ColumnKind.DUTY, 1, "livrable deliverable description libelle intitule sujet"),
    (ColumnKind.PHASE, 3, "phase etape stage volet lot jalon milestone workstream"),
    (ColumnKind.PHASE, 2, "categorie category section theme domaine domain bloc area groupe group step"),
    (ColumnKind.CODE, 3, "code id no n° nº # num numero number ref reference wbs"),
    (
        ColumnKind.ASIDE,
        3,
        "statut status etat sla delai echeance due deadline date debut start end fin duree duration effort heure hour "
        "priorite priority commentaire comment remarque note avancement progress frequence frequency "
        "rag observation controle check",
    ),
    (ColumnKind.ASIDE, 1, "budget cout cost outil tool risque risk"),  # with letters under it, a team
)
_BY_WORD = {word: Heading(kind, strength) for kind, strength, words in _WORDS for word in words.split()}
DUTIES = Heading(ColumnKind.DUTY, 3)  # a heading of nothing but duties


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


def heads_positions(text: str) -> bool:
    """Whether a heading says that positions stand below it; such a table may stand the other way."""
    return bool(re.fullmatch(r"(roles?|postes?|positions?|acteurs?|intervenants?|stakeholders?)", fold(text)))


def _main(text: str, known: list[Heading | None]) -> Heading:
    """The word that counts: `No de tâche` is a number, `Lot / tâche` holds duties, `Task status` a status."""
    found = [one for one in known if one]
    code = next((one for one in found if one.kind is ColumnKind.CODE), None)
    duty = next((one for one in found if one.kind is ColumnKind.DUTY and one.strength > _CHIEF), None)
    if code or (duty and re.search(r"[/&+]|\b(?:et|and|ou|or)\b", text)):
        return code or duty or found[0]
    last = known[-1]
    return last if last and last.kind is ColumnKind.ASIDE else found[0]
