"""Work in the background: `manage.py db_worker`, that of django-tasks, which here is missed when it dies."""

from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands import db_worker

from aispec.web.background.workers import alive


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
