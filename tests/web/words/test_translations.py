"""The tool that keeps the French catalogue, on a small tree of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from aispec.web.words import translations

CODE = """
def words(n):
    return [_("Hello"), ngettext("%(n)d duty", "%(n)d duties", n), pgettext("letter", "Informed")]

def framed():
    return f"<b>{_('Framed')}</b>"
"""
TEMPLATE = """{% load i18n %}
    <p>it's {% translate "Skip to content" %}</p>
  {% blocktranslate with name=n %}Account of {{ name }}{% endblocktranslate %}
{% blocktranslate count n=n %}one{% plural %}{{ n }} many{% endblocktranslate %} {{ _("Inline") }}
"""
French = dict[str, str | tuple[str, str]]
Update = Callable[[French], list[str]]

FRENCH: French = {
    "Hello": "Bonjour",
    "%(n)d duty": ("%(n)d tâche", "%(n)d tâches"),
    "Informed": "Information",
    "Framed": "Encadré",
    "Skip to content": "Aller au contenu : ici",
    "Account of %(name)s": "Compte de %(name)s",
    "one": ("une", "%(n)s en tout"),
    "Inline": "En ligne",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    for source in translations.SOURCES:
        (tmp_path / source).mkdir()
    (tmp_path / "roles" / "words.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


@pytest.fixture
def update(base: Path) -> Update:
    """Write the French given, bring the catalogue up to date and return the problems."""

    def update(french: French) -> list[str]:
        catalog = translations.from_code(base)
        for message in catalog:
            key = message.id if isinstance(message.id, str) else message.id[0]
            if key in french:
                message.string = french[key]
        translations.write(base, catalog)
        texts = translations.from_code(base)
        translations.translate(texts, translations.from_file(base / translations.PO))
        translations.write(base, texts)
        return list(translations.problems(base))

    return update


def test_complete_catalogue_has_no_problem_and_is_typeset(base: Path, update: Update) -> None:
    assert update(FRENCH) == []
    with (base / translations.PO).open("rb") as file:
        assert read_po(file)["Skip to content"].string == "Aller au contenu\u00a0: ici"


def test_second_update_changes_nothing(base: Path, update: Update) -> None:
    update(FRENCH)
    first = [(base / translations.PO).with_suffix(suffix).read_bytes() for suffix in (".po", ".mo")]
    update(FRENCH)
    assert [(base / translations.PO).with_suffix(suffix).read_bytes() for suffix in (".po", ".mo")] == first


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"Hello": ""}, "not translated: Hello"),
        ({"one": ("une", "")}, "not translated: one"),
        ({"Account of %(name)s": "Compte de %(nom)s"}, "other placeholders than the source: Account of %(name)s"),
    ],
)
def test_fault_in_a_text_is_named(update: Update, changed: French, problem: str) -> None:
    assert update({**FRENCH, **changed}) == [problem]


def test_texts_new_or_gone_since_are_named(base: Path, update: Update) -> None:
    update(FRENCH)
    (base / "roles" / "words.py").write_text('_("Goodbye"), ngettext("%(n)d duty", "%(n)d duties", n)')
    assert list(translations.problems(base)) == [
        "not in the catalogue: Goodbye",
        "no longer used: Framed",
        "no longer used: Hello",
        "no longer used: Informed",
    ]


def test_text_plural_on_one_side_only_is_named(base: Path, update: Update) -> None:
    update(FRENCH)
    (base / "roles" / "words.py").write_text(CODE.replace('_("Hello")', 'ngettext("Hello", "Hellos", n)'))
    assert list(translations.problems(base)) == ["singular in one place, plural in the other: Hello"]


def test_fuzzy_or_badly_typeset_text_and_stale_binary_are_named(base: Path, update: Update) -> None:
    update(FRENCH)
    po = base / translations.PO
    words = po.read_text().replace('msgid "Hello"', '#, fuzzy\nmsgid "Hello"').replace("En ligne", "L'essai")
    po.write_text(words)
    assert list(translations.problems(base)) == [
        "fuzzy: Hello",
        "French typography (spaces, apostrophes): Inline",
        "django.mo is not what django.po compiles to",
    ]


def test_stale_english_of_libraries_is_named(base: Path, update: Update) -> None:
    english = base / translations.ENGLISH
    english.parent.mkdir(parents=True)
    english.write_text('msgid "Hello"\nmsgstr "Good day"\n\nmsgid "Gone"\nmsgstr "Gone by"\n')
    assert update(FRENCH) == ["no longer used, in English: Gone"]
    english.with_suffix(".mo").write_bytes(b"")
    assert "django.mo is not what django.po compiles to" in list(translations.problems(base))


def test_no_catalogue_at_all_is_a_problem(base: Path) -> None:
    assert "not in the catalogue: Hello" in list(translations.problems(base))
