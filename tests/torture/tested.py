"""Parts that look inside: each in a process of its own, on a database of the tests of either kind."""

import json
import os
import subprocess
import sys
from importlib import import_module
from typing import Any

from tests.torture.postgres import Postgres

_PROGRAM = "import sys; from tests.torture.tested import main; main(*sys.argv[1:])"


def inside_tests(module: str, kind: str, postgres: Postgres, *given: object) -> Any:
    """What `inside` of this part finds on such a database."""
    url = {"TEST_DATABASE_URL": postgres.database()} if kind == "PostgreSQL" else {}
    command = [sys.executable, "-c", _PROGRAM, module, *map(json.dumps, given)]
    done = subprocess.run(command, env=os.environ | url, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main(module: str, *given: str) -> None:
    """In that process: what is printed last is the answer."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415 (the settings are named first)

    django.setup()
    import logging  # noqa: PLC0415

    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from tests.arrangement.databases import databases_of_tests  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    setup_test_environment()
    with databases_of_tests():
        found = import_module(f"tests.torture.parts.{module}").inside(*map(json.loads, given))
    print(json.dumps(found))
