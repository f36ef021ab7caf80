"""Bring a matrix from a file into a project, or make a project of it: the plan by default, the change with --apply."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from aispec.web.words.typography import typeset
from phases.enums import Role
from phases.models import Membership, Project
from roles.formats.reading.file_types import FileRefused
from roles.formats.reading.limits import SIZE
from roles.formats.reading.readers.encodings import OFFERED
from roles.formats.reading.selection import Selection
from roles.formats.reading.table import Table
from roles.formats.reading.upload import read_tables
from roles.history.domain.replay import NoSuchVersion, ReplayFailed, matrix_at
from roles.imports.documents.own_workbook.reader import read_edits
from roles.imports.documents.own_workbook.stamp import MadeForPosting, find_matrix
from roles.imports.domain.apply import TwoApprovers, apply_merge
from roles.imports.domain.create_project import make_project
from roles.imports.domain.edits import TITLE, Edits
from roles.imports.domain.merge import plan_merge
from roles.imports.domain.sheet_edits import MatchChoices, edits_of, match_project
from roles.imports.domain.sheet_project import ProjectChoices, likely_language, load_plan
from roles.imports.domain.sheet_report import difference_lines, interpretation_lines, similar_lines
from roles.imports.domain.taken import NotTaken, as_taken
from roles.imports.sheet_reading.interpret import interpret
from roles.imports.sheet_reading.model import ImportPlan
from roles.matrix.matrix import Matrix, load_matrix

NEW = "new"


class Command(BaseCommand):
    help = (
        "Bring a matrix (a workbook, a document, a web page, a text) into a project, or make a project of it. Prints "
        "what was taken for what, how sure, and the doubts by row; writes with --apply only. Exit code 1 when the file "
        "is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", help=f"the number of the project, as in its address, or {NEW}")
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="write; of conflicts nothing is taken")
        parser.add_argument("--user", "--owner", help="who owns the new project, or changes the one that exists")
        parser.add_argument("--name", default="", help="of a new project; default: the title of the sheet")
        parser.add_argument("--language", choices=["fr", "en"], help="of the sheet; default: guessed")
        parser.add_argument("--rows", default="", help="read these rows only, such as 5-300,310")
        parser.add_argument("--columns", default="", help="read these columns only, such as A-K,M")
        parser.add_argument(
            "--encoding", choices=OFFERED, default="", help="of a text that does not tell; default: guessed"
        )
        parser.add_argument("--clear", action="store_true", help="an empty cell of the sheet clears the letter here")
        parser.add_argument("--similar", action="store_true", help="similar words mean the same duty or position")
        parser.add_argument("--lang", choices=["fr", "en"], default="fr", help="of what is printed (default: fr)")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["lang"]):
            tables = _read(options)
            if options["project"] == NEW:
                self.make(tables, options)
            else:
                self.bring(tables, options)

    def make(self, tables: list[Table], options: dict[str, Any]) -> None:
        """A new project of the file."""
        found = self.report(tables)
        owner = _user(options["user"]) if options["user"] or options["apply"] else None
        if owner is None or not options["apply"]:
            self.stdout.write(_("Nothing was written; --apply makes the project."))
            return
        name = " ".join((options["name"] or (found.title or options["file"].stem)[:TITLE]).split())
        if len(name) > TITLE:
            raise CommandError(_("A name has at most %(most)s characters.") % {"most": TITLE})
        wish = ProjectChoices(name, options["language"] or likely_language(found), source=options["file"].name)
        project = make_project(owner, load_plan(found, wish))
        self.stdout.write(_("Project %(number)s is created: %(name)s.") % {"number": project.pk, "name": project.name})

    def report(self, tables: list[Table]) -> ImportPlan:
        """Print what a file that was not written here is taken for; ends the command when that is nothing."""
        try:
            found = interpret(as_taken(tables))
        except NotTaken as refused:
            raise CommandError(str(refused)) from refused
        for line in interpretation_lines(found):
            self.stdout.write(typeset(line, get_language()))
        if not found.plan.duties:
            raise CommandError(
                _("No matrix was recognized in this file. On its page you can say what its columns hold.")
            )
        return found.plan

    def bring(self, tables: list[Table], options: dict[str, Any]) -> None:
        """The file as differences of a project that exists."""
        project_id = _project(options["project"])
        user = _user(options["user"], project_id) if options["apply"] else None
        edits, base = _ours(tables, project_id) or self.imported(tables, project_id, options)
        differences = plan_merge(edits, base, load_matrix(project_id, edits.language))
        for line in difference_lines(differences, base):
            self.stdout.write(typeset(line, get_language()))
        if user is None:
            self.stdout.write(_("Nothing was written; --apply takes what is no conflict."))
            return
        taken, seen = differences.free, differences.now.version
        try:
            apply_merge(project_id, user, edits, base, seen=seen, taken=taken)
        except TwoApprovers as refused:
            raise CommandError(_("A duty would have two A’s. Nothing was written.")) from refused
        words = ngettext("%(count)s change taken from the file", "%(count)s changes taken from the file", len(taken))
        self.stdout.write(words % {"count": len(taken)})

    def imported(self, tables: list[Table], project_id: int, options: dict[str, Any]) -> tuple[Edits, Matrix]:
        """What a file that was not written here says otherwise than the project does now."""
        found = self.report(tables)
        matrix = load_matrix(project_id, options["language"] or likely_language(found))
        matching = match_project(found, matrix)
        for line in similar_lines(found, tables, matrix, matching):
            self.stdout.write(typeset(line, get_language()))
        chosen = MatchChoices.of(matching, similar=options["similar"], clear=options["clear"])
        return edits_of(found, matrix, chosen), matrix


def _read(options: dict[str, Any]) -> list[Table]:
    """The tables of the file, as far as it is to be read."""
    path: Path = options["file"]
    try:
        selection = Selection.of(options["rows"], options["columns"])
    except ValueError as nonsense:
        raise CommandError(_("Rows are written like 5-300,310, columns like A-K,M.")) from nonsense
    try:
        with path.open("rb") as file:
            return read_tables(file.read(SIZE + 1), options["encoding"], selection)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.") from error
    except FileRefused as refused:
        raise CommandError(str(refused)) from refused


def _project(number: str) -> int:
    if number.isascii() and number.isdecimal() and len(number) < 10 and Project.objects.filter(pk=number).exists():
        return int(number)
    raise CommandError(_("There is no project %(project)s.") % {"project": number})


def _user(name: str | None, project_id: int | None = None) -> User:
    """Who makes the change: for a project that exists, one who may."""
    user = User.objects.filter(username=name or "").first()
    if user is None:
        raise CommandError(_("Name an account that exists, with --user: in whose name shall this be written?"))
    editors = Membership.objects.filter(project=project_id, user=user, role__gte=Role.EDITOR)
    if project_id is not None and not editors.exists():
        raise CommandError(_("%(user)s may not change this project.") % {"user": user.username})
    return user


def _ours(tables: list[Table], project_id: int) -> tuple[Edits, Matrix] | None:
    """What the workbook of this very project changed, None for any other file."""
    try:
        returned = find_matrix(tables)
        if returned is None or returned.stamp.project_id != project_id:
            return None
        base = matrix_at(project_id, returned.stamp.version, returned.stamp.language)
    except MadeForPosting as posting:
        raise CommandError(_("The Excel file without names does not come back.")) from posting
    except (NoSuchVersion, ReplayFailed) as unknown:
        raise CommandError(_("The file is of a version that the project does not know.")) from unknown
    return read_edits(returned, base), base
