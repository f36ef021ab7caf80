"""Templates are laid out for their readers, and sent without the indentation."""

import re

from django.conf import settings
from django.template import Engine

COLUMNS = 120
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
STATIC_SCRIPTS = sorted((settings.BASE_DIR / "static" / "js").rglob("*.js"))
SENTENCE = re.compile(r"\{% blocktranslate ?([^%]*)%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)


def test_no_line_of_a_template_is_sent_indented() -> None:
    written = (settings.BASE_DIR / "templates/includes/top.html").read_text()
    source = Engine.get_default().get_template("includes/top.html").source
    assert "\n  " in written
    assert source == "\n".join(line.lstrip(" ") for line in written.split("\n"))


def test_sentences_of_several_lines_are_trimmed() -> None:
    """Or their line ends would be part of what is translated, and their indentation with them."""
    untrimmed = [
        f"{path}: {text}"
        for path in TEMPLATES
        for options, text in SENTENCE.findall(path.read_text())
        if "\n" in text and "trimmed" not in options
    ]
    assert not untrimmed


def test_no_line_is_wider_than_a_person_reads() -> None:
    """The formatter leaves a tag of Django's as long as it is: {% with %} and `asvar` take parts out of it."""
    written = [*TEMPLATES, *(settings.BASE_DIR / "static" / "css").glob("*.css"), *STATIC_SCRIPTS]
    wide = [
        f"{path}:{number}"
        for path in written
        for number, line in enumerate(path.read_text().split("\n"), start=1)
        if len(line) > COLUMNS
    ]
    assert not wide
