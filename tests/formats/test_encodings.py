"""A text that does not tell its encoding: recognised by French and English, or in doubt, never wrong in silence."""

from random import Random

import pytest

from roles.formats.reading.readers.encodings import GUESSED, OFFERED, decoded, likely
from roles.formats.reading.upload import read_tables

FRENCH = (
    "Rédiger le devis", "Vérifier la qualité", "Évaluer le modèle", "À faire", "Préparer les données", "Où et quand",
    "Définir l’objectif", "Une tâche reste", "Chef d’équipe", "Maîtrise d’œuvre", "Contrôle à la réception", "Ça et là",
    "Suivi – hiver", "Essai « à blanc »", "Élaboration du calendrier…", "Clôture", "Hôpital", "Tâche nº 2", "Août",
    "Concevoir\xa0: plan", "Ingénierie", "Créer, gérer", "RÉALISATION", "Très bientôt", "Leçons apprises", "Légère",
)  # fmt: skip
NAMES = ("Émilie Côté", "Zoé", "Muñoz", "Hélène", "MAÎTRE D’ŒUVRE", "ÉQUIPE", "Chargé(e)", "Où ?", "naïve", "Client’s")


@pytest.mark.parametrize("encoding", GUESSED)
def test_short_text_is_recognised_or_doubted(encoding: str) -> None:
    chance, sure = Random(20261129), 0
    for number in range(150):
        texts = [chance.choice(FRENCH if chance.random() < 0.8 else NAMES) for _row in range(number % 6 + 1)]
        try:
            data = "\n".join(f"{text};R;A" for text in ("Tâche", *texts)).encode(encoding)
        except UnicodeEncodeError:
            continue
        guess, doubtful = likely(data)
        assert doubtful or data.decode(guess) == data.decode(encoding), texts
        sure += not doubtful
    assert sure > 30


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig", "utf-32"])
def test_text_that_tells_its_encoding_is_believed(encoding: str) -> None:
    (table,) = read_tables("Tâche;Équipe\nÉcrire;R\n".encode(encoding))
    assert (table.rows, table.encoding, table.unsure) == ((("Tâche", "Équipe"), ("Écrire", "R")), "", False)


def test_cyrillic_is_in_doubt_and_can_be_named() -> None:
    data = "Задача;Роль\nПисать;R\n".encode("cp1251")
    (guessed,) = read_tables(data)
    assert guessed.unsure
    assert guessed.in_encoding("cp1251").rows == (("Задача", "Роль"), ("Писать", "R"))
    (named,) = read_tables(data, "cp1251")
    assert (named.rows[0], named.unsure) == (("Задача", "Роль"), False)


def test_page_that_names_its_encoding_is_believed() -> None:
    text, guessed, unsure = decoded("<meta charset=macintosh><table><tr><td>Équipe".encode("mac_roman"))
    assert (text[-6:], guessed, unsure) == ("Équipe", "", False)
    assert decoded(b"<meta charset=nonsense><table><tr><td>\xc9quipe")[1] == "cp1252"
    assert decoded(b"<meta charset=hex><table><tr><td>\xc9quipe")[1] == "cp1252"


@pytest.mark.parametrize("encoding", OFFERED)
def test_guess_is_undone_without_the_file(encoding: str) -> None:
    words = "Équipe René" if encoding not in ("cp1251", "cp1253") else "€"
    (table,) = read_tables(f"Tâche;{words}\nÉcrire été;R\n".encode(encoding, errors="ignore"))
    if table.encoding:
        assert words in table.in_encoding(encoding).rows[0][1]
