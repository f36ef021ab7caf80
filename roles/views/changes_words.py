"""What others have done, in one sentence for those who are at work on the same matrix."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phases.domain.compiled import Row
from phases.enums import ChangeKind
from roles.domain.news import UNSEEN, Cell, News, cell_of, who
from roles.views.cells import cell_words

FEW = 3  # sentences


def sentence(news: News) -> str:
    """Who has changed what, "" when it was the reader alone; cells are counted, the rest is named."""
    told = list(dict.fromkeys(_sentences(news)))
    return " ".join(told[:FEW]) + (" …" if len(told) > FEW else "")


def cell_sentence(news: News, line: Row, cell: Cell) -> str:
    """Who has changed the cell under the reader's hands, and what it holds now; or who has taken it away."""
    if line["kind"] != ChangeKind.CELL or cell not in news.cells:
        return _line_words(line)
    words = {"name": _name(line), "cell": cell_words(news.matrix, *cell)}
    return _("%(name)s has changed this cell. %(cell)s.") % words


def _sentences(news: News) -> Iterable[str]:
    lines = [line for line in news.of_others if line["kind"] not in UNSEEN]
    for line in lines:
        if line["kind"] != ChangeKind.CELL:
            yield _line_words(line)
    cells = sorted((line for line in lines if line["kind"] == ChangeKind.CELL), key=_name)
    for name, group in groupby(cells, _name):
        count = len({cell_of(line) for line in group})
        yield ngettext("%(name)s has changed %(count)s cell.", "%(name)s has changed %(count)s cells.", count) % {
            "name": name,
            "count": count,
        }


def _line_words(line: Row) -> str:
    """A line about something other than a cell."""
    kind = ChangeKind(line["kind"]).label if line["kind"] in ChangeKind.values else line["kind"]
    return _("%(name)s: %(what)s, “%(label)s”.") % {"name": _name(line), "what": kind, "label": line["label"]}


def _name(line: Row) -> str:
    return who(line) or _("Somebody")
