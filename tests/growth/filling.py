"""Fills the database that the settings name: `python -m tests.growth.filling fill 1000`; `fits` asks if it is so."""

import sys

import django
from django.core.management import call_command
from django.db import connection


def main(do: str, projects: str = "0") -> int:
    django.setup()
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 (the settings come first)

    from phases.models import Project  # noqa: PLC0415
    from tests.growth.worlds import make_world  # noqa: PLC0415

    if do == "fits":
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        return int(bool(missing) or not Project.objects.exists())
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    make_world(int(projects))
    _tell()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return 0


def _tell() -> None:
    """Look at the reviews of today, as `send_notices` did before; the mails have left."""
    from django.utils import timezone  # noqa: PLC0415
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from roles.models import Notice  # noqa: PLC0415
    from roles.projects.domain.review_due import tell_due  # noqa: PLC0415

    tell_due()
    Notice.objects.filter(mailed_at=None).update(mailed_at=timezone.now())
    DBTaskResult.objects.all().delete()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
