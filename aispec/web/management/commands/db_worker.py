"""Work in the background: `manage.py db_worker`, that of django-tasks, which here is missed when it dies."""

import sys
from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands import db_worker

from aispec.web.background.workers import alive


class Worker(db_worker.Worker):
    """One that ends whenever it is told to, be it in the middle of a line of the log."""

    def shutdown(self, _signum: int, _frame: object) -> None:
        """End after what is being done; at once if there is nothing, or when told twice.

        It writes nothing: a line written while another is being written is an error, and nobody would have been told.
        """
        once, self.running = self.running, False
        if not (once and self.running_task):
            sys.exit(0 if once else 1)


db_worker.Worker = Worker  # type: ignore[misc]  # its command takes no other from anybody


class Command(db_worker.Command):
    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--lost-after",
            type=float,
            default=30,
            help="seconds after which a worker that says nothing is taken for dead (default: %(default)s)",
        )

    def handle(self, **options: Any) -> None:
        with alive(options["worker_id"], options.pop("lost_after")):
            super().handle(**options)
