"""A process that answers from one database: `python -m tests.growth.worker URL`, an action by line, JSON back."""

import json
import os
import sys
from time import perf_counter


def main(url: str) -> None:
    os.environ |= {"TEST_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.growth.settings"}
    import django  # noqa: PLC0415 (the database is named first)

    django.setup()

    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from tests.growth.actions import actions  # noqa: PLC0415

    known = actions()
    print(json.dumps(list(known)), flush=True)
    for line in sys.stdin:
        action = known[line.strip()]
        start = perf_counter()
        action()
        taken = perf_counter() - start
        DBTaskResult.objects.all().delete()  # nobody works here
        print(json.dumps(taken), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
