"""One word per thing, and the mechanical rules of both languages, over all that the product says."""

import re
from functools import cache

import pytest
from babel.messages.catalog import Message
from django.conf import settings

from aispec.web.words.package_words import PACKAGE_WORDS
from aispec.web.words.translations import PO, from_file

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
# What is not said, and what is said instead.
FRENCH = {
    r"e-?mails?|\bmails?\b|adresses? (de courriel|électronique)": "courriel, adresse courriel",
    r"\bcases?\b(?! à cocher)": "cellule",
    r"\bseuils?\b": "limite",
    r"\braisons?\b": "motif",
    r"énième|\bgel(er|é)|instantané de": "version figée, figer",
    r"\b(une ou un|la ou le|personne) responsable (peut|du projet peut)|\bpersonne propriétaire": "propriétaire",
    r"\bMembre qui\b|\bvisiteur|\bspectateur": "lecteur ou lectrice, éditeur ou éditrice",
    r"\bêtes-vous sûr|\(e\)|·e\b": "une tournure épicène",
    r"\bannonces?\b": "affichage",
    r"\bdate de clôture": "date limite",
    r"écartez-la|\btâche [^.]*\best écartée": "mettre de côté (une tâche)",
    r"jumelle": "version anglaise",
    r"\blogin\b|\bdashboard\b|\btemplate\b|\bbaseline\b|\bslug\b|README|manage\.py": "un mot français",
}
ENGLISH = {
    r"e-mail": "email",
    r"\bthresholds?\b": "limit",
    r"\btwin\b": "version",
    r"job offer": "job posting",
    r"\btak(e|en) away|br(ing|ought) it back": "download, upload",
    r"\bstands? (here|there|above|twice)\b": "is, appears",
    r"\bpoint out\b|look at$": "report, things to check",
    r"\bwhom it\b": "who it",
    r"\bbaseline|\bslug\b|README|fixture|manage\.py": "a plain word",
    r"^No (comment|duty|finding|framework|gap|link|posting|project|responsibility)\b(?! (is|loses))": "the plural",
}
FRENCH_FORM = {
    r"\w'\w": "a curly apostrophe",
    r" [:;!?»](\s|$)|« |\w[;!?»](\s|$)": "a no-break space before : ; ! ? and inside « »",
    r"\d (?:\d{3}\b|%|\$|Mo\b|ko\b)": "a no-break space in numbers and before units",
    r"(?<![-\w])(?:de|que|le|la|je|ne|se|ce|jusque|lorsque|puisque) [aeiouéèêàâîôû](?!u )": "an elision",
    r"(?:\b(?:de|que|jusque)|[ldqj]u?’) ?%\((?:name|label|title|position|profile|phase|project|user)\)": (
        "a sentence in which the name needs no elision"
    ),
    r"\b1 er\b|\b1e\b|\b\d\d?h(\d\d)?\b": "1er, 0 h",
    r"(?:^|[.:!?]\s+|« )(?:Etat|Eta|Equipe|Ecri|Ech|Edit|Ecart|Etap|Enum|A (?:pourvoir|partir|vérifier|attribuer))": (
        "an accent on the capital letter"
    ),
}


def strings(message: Message) -> list[str]:
    return [message.string or ""] if isinstance(message.string, str | None) else list(message.string)


def words(text: str) -> str:
    """The text without the names of its placeholders and its tags."""
    return re.sub(r"<[^>]*>", "", _PLACEHOLDER.sub("…", text))


def ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


@cache
def messages() -> list[Message]:
    return [message for message in from_file(settings.BASE_DIR / PO) if message.id]


@pytest.mark.parametrize("word", FRENCH)
def test_french_has_one_word_per_thing(word: str) -> None:
    wrong = [text for message in messages() for text in strings(message) if re.search(word, words(text), re.IGNORECASE)]
    assert not wrong, f"say: {FRENCH[word]}"


@pytest.mark.parametrize("word", ENGLISH)
def test_english_has_one_word_per_thing(word: str) -> None:
    ours = (text for message in messages() for text in ids(message) if text not in PACKAGE_WORDS)
    assert not [text for text in ours if re.search(word, words(text), re.IGNORECASE)], f"say: {ENGLISH[word]}"


@pytest.mark.parametrize("form", FRENCH_FORM)
def test_french_is_written_by_the_rules(form: str) -> None:
    wrong = [text for message in messages() for text in strings(message) if re.search(form, text)]
    assert not wrong, f"it wants {FRENCH_FORM[form]}"


def test_english_has_curly_apostrophes_and_quotation_marks() -> None:
    ours = (text for message in messages() for text in ids(message) if text not in PACKAGE_WORDS)
    assert not [text for text in ours if re.search(r"\w'\w|\"", text)]


def test_french_singular_says_its_number_which_may_be_zero() -> None:
    for message in messages():
        if message.pluralizable:
            english, french = ids(message)[0], strings(message)[0]
            assert set(_PLACEHOLDER.findall(english)) <= set(_PLACEHOLDER.findall(french)), french
