"""Titles that name men only: the masculine words of jobs, and what makes them feminine."""

import re

# Masculine words by how they end and how their feminine does. Others are added here.
_WORDS = {
    ("", "e"): "agent apprenti assistant associé attaché avocat chargé commis consultant contractant délégué "
    "employé enseignant étudiant expert gérant intervenant préposé président remplaçant représentant suppléant "
    "surveillant",
    ("eur", "eure"): "ingénieur professeur réviseur superviseur",
    ("eur", "euse"): "acheteur chercheur contrôleur développeur entraîneur livreur programmeur testeur vendeur",
    ("teur", "trice"): "administrateur animateur auditeur collaborateur concepteur coordinateur coordonnateur créateur "
    "directeur éditeur éducateur évaluateur formateur illustrateur inspecteur installateur instructeur intégrateur "
    "médiateur modérateur négociateur opérateur planificateur promoteur rédacteur réalisateur répartiteur traducteur "
    "vérificateur",
    ("en", "enne"): "clinicien électricien gardien informaticien logisticien mathématicien mécanicien physicien "
    "statisticien technicien",
    ("er", "ère"): "banquier conseiller courtier financier infirmier officier ouvrier",
    ("el", "elle"): "professionnel",
    ("f", "ffe"): "chef",
}  # fmt: skip
# They follow the nearer of two names: “développeuse ou développeur confirmé” is right.
_QUALITIES = ("adjoint", "confirmé", "débutant", "diplômé", "expérimenté", "principal", "qualifié")
# Words that say of a thing what it is, too: names of somebody where a name begins only.
_EITHER = ("associé", "expert", "financier", "professionnel")
# Other ways to the feminine: “chercheure”, “entraîneure”.
_OTHER_ENDINGS = {"eur": ("eure", "euse", "rice"), "teur": ("trice", "teure")}
# After these a word is no name of whoever is hired: “systèmes experts”, “au service des chercheurs”.
_BEFORE = re.compile(r"à|aux?|avec|de?|des|du|en|la?|les?|par|pour|sur|une?|systèmes?|emploi|stage|vie|service")
_START = re.compile(r"^(?:postes?|emplois?|stages?|offres? d'emploi)\s*(?::|de\b|d'|pour\b)\s*", re.IGNORECASE)


def _table() -> dict[str, tuple[str, frozenset[str]]]:
    """By masculine word: the feminine to propose, and all that are right."""
    found = {}
    for (masculine, feminine), words in _WORDS.items():
        for word in words.split():
            stem = word[: len(word) - len(masculine)]
            endings = (feminine, *_OTHER_ENDINGS.get(masculine, ()))
            found[word] = (stem + feminine, frozenset(stem + ending for ending in endings))
    return found | {word: (f"{word}e", frozenset((f"{word}e",))) for word in _QUALITIES}


PAIRS = _table()


def masculine_alone(title: str) -> tuple[str, str] | None:
    """A masculine word that stands in a title without its feminine, and that feminine."""
    words = re.findall(r"\w+", _START.sub("", title.replace("’", "'")).lower())
    singular = {word.removesuffix("s") for word in words} | set(words)
    doubled = any(right & singular for _feminine, right in PAIRS.values())
    for before, word in zip(["", *words], words, strict=False):
        masculine = word if word in PAIRS else word.removesuffix("s")
        of_another = _BEFORE.fullmatch(before) or (masculine in _EITHER and before not in ("", "ou", "et"))
        if masculine not in PAIRS or of_another or (doubled and masculine in _QUALITIES):
            continue
        feminine, right = PAIRS[masculine]
        if not right & singular:
            return masculine, feminine
    return None
