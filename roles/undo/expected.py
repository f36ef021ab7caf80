"""What must still stand for a line of the journal to be taken back."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import override

from phases.models import ProjectChange


class CannotUndo(Exception):
    """Something else stands now than what the step left; `line` says what it was about."""

    def __init__(self, line: ProjectChange) -> None:
        super().__init__(line.label)
        self.line = line


def expect(line: ProjectChange, *now: str) -> None:
    """Raises CannotUndo where something else stands, in whichever of these words, than what the line left."""
    if line.new not in now:
        raise CannotUndo(line)


def in_each_language(say: Callable[[], str]) -> set[str]:
    """The words for a thing of the framework: the journal has noted them in the language of whoever made the change."""
    words = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.add(say())
    return words


def was_named(line: ProjectChange, row: Any, pk: int | None) -> Any:
    """The person or profile of before, None where there was none. Raises CannotUndo for one that has gone."""
    if pk is not None and row is None:
        raise CannotUndo(line)
    return row
