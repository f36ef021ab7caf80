"""What others have changed since a page last asked, and who else is looking at the project."""

from collections.abc import Iterable
from itertools import groupby

from django.contrib.auth.models import User
from django.http import HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from aispec.db.prepared_query import Row
from aispec.web.fields.numbers import whole_number
from aispec.web.templatetags.web import initials, typo
from phases.access.decorators import ProjectRequest, project_view
from phases.access.members import name_of
from phases.access.presence import note_presence, others_here
from phases.enums import ChangeKind, Role
from roles.checks.domain.board import Board
from roles.comments.domain import open_comments
from roles.comments.html import counts_html
from roles.grid.views.answers import MANY, VERSION, board_parts, oob, saved_html
from roles.grid.views.cells import cell_words
from roles.grid.views.reviews import review_html
from roles.grid.views.structure import around_parts
from roles.matrix.kept import UNSEEN
from roles.matrix.matrix import Cell, load_matrix
from roles.matrix.updates import Updates, cell_of, updates_since, who
from roles.projects.domain.reviews import review_of

REDRAW = "Matrix-Redraw"  # the answer leaves rows and columns to the grid, which the page then asks for
FACE = '<span class="av" role="img" aria-label="{0}" title="{0}">{1}</span>'
SHOWN = 5  # avatars; the rest is a number
HERE = "Matrix-Here"  # the readers whom an answer names, which the page sends back


@require_safe
@project_view()
def changes(request: ProjectRequest) -> HttpResponse:
    """Out of band, all that has moved since the version the page knows; 204 when nothing has.

    `since` is that version, `here` the readers it shows, `at` the cell its reader stands on. Nothing is written
    but, now and then, that the reader is here.
    """
    since, cell = whole_number(request.GET.get("since")), _cell(request.GET.get("at", ""))
    if since is None:
        return HttpResponseBadRequest()
    now = timezone.now()
    note_presence(request.membership, now)
    readers = others_here(request.membership, now)
    here = ".".join(str(reader.pk) for reader in readers)
    if since == request.project.version and here == request.GET.get("here", ""):
        return HttpResponse(status=204)
    response = HttpResponse(oob("#here", _avatars(readers)), headers={HERE: here, VERSION: str(since)})
    if since != request.project.version:
        updates = updates_since(load_matrix(request.project.pk), since, request.user.pk)
        response.write("".join(_update_parts(request, updates, cell)))
        response[VERSION] = str(updates.matrix.version)
        if updates.redraw or len(updates.cells) > MANY:
            response[REDRAW] = "yes"
    return response


def _update_parts(request: ProjectRequest, updates: Updates, cell: Cell | None) -> Iterable[str]:
    """The cells and all that depends on them, who changed the project last, and what a screen reader hears."""
    board = Board.of(updates.matrix)
    can_edit = request.membership.role >= Role.EDITOR
    yield from board_parts(board, set() if updates.redraw else updates.cells, can_edit=can_edit)
    if updates.last:
        yield oob("#saved", saved_html(who(updates.last), updates.last["at"]))
    if updates.comments:
        yield oob("#comments-open", counts_html(open_comments(request.project.pk), updates.matrix.version))
    if updates.redraw or any(line["kind"] == ChangeKind.PROJECT_REVIEWED for line in updates.lines):
        yield oob("#review", review_html(review_of(request.project, updates.matrix)))
    if updates.redraw:
        yield from around_parts(board, can_edit=can_edit)
    if words := sentence(updates):
        yield oob("#live", conditional_escape(words))
    line = updates.at(cell) if cell else None
    if line and cell:
        context = {"text": cell_sentence(updates, line, cell), "project": request.project}
        yield oob("#news", render_to_string("roles/grid/notice.html", context, request))


def _avatars(readers: list[User]) -> SafeString:
    """The others who are here, as in the head of the page."""
    rest = len(readers) - SHOWN
    shown = readers if rest <= 1 else readers[:SHOWN]
    faces = format_html_join("", FACE, map(_face, shown))
    if shown is readers:
        return faces
    more = _("and %(count)s others, here now") % {"count": rest}
    return faces + format_html(FACE, more, f"+{rest}")


def _face(reader: User) -> tuple[SafeString, str]:
    return typo(_("%(name)s, here now") % {"name": name_of(reader)}), initials(reader)


def _cell(text: str) -> Cell | None:
    """The cell of "12:34"; None when that is none."""
    duty_id, position_id = map(whole_number, text.partition(":")[::2])
    return None if duty_id is None or position_id is None else (duty_id, position_id)


FEW = 3  # sentences


def sentence(updates: Updates) -> str:
    """Who has changed what, "" when it was the reader alone; cells are counted, the rest is named."""
    sentences = list(dict.fromkeys(_sentences(updates)))
    return " ".join(sentences[:FEW]) + (" …" if len(sentences) > FEW else "")


def cell_sentence(updates: Updates, line: Row, cell: Cell) -> str:
    """Who has changed the cell under the reader's hands, and what it holds now; or who has taken it away."""
    if line["kind"] != ChangeKind.CELL or cell not in updates.cells:
        return _line_words(line)
    words = {"name": _name(line), "cell": cell_words(updates.matrix, *cell)}
    return _("%(name)s has changed this cell. %(cell)s.") % words


def _sentences(updates: Updates) -> Iterable[str]:
    lines = [line for line in updates.of_others if line["kind"] not in UNSEEN]
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
