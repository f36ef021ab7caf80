"""An imported table becomes a plan without the application: no settings, no models, no database."""

import os
import subprocess
import sys
from pathlib import Path

import roles.imports.sheet_reading

# The letters are Django's choices, whose module brings `django.db` along; nothing after them may ask for more of it.
PROGRAM = """
import sys
from importlib import import_module
from pkgutil import walk_packages

import roles.enums

known = set(sys.modules)
package = import_module("roles.imports.sheet_reading")
names = [module.name for module in walk_packages(package.__path__, f"{package.__name__}.") if not module.ispkg]
for name in names:
    import_module(name)

from django.apps import apps
from django.conf import settings
from roles.formats.reading.table import Table
from roles.imports.sheet_reading.interpret import interpret

plan = interpret([Table("", (("Tâche", "Cheffe", "Analyste"), ("Tester", "A", "R"), ("Livrer", "A", "C")))]).plan
print(len(names), len(plan.duties), plan.letters, settings.configured, apps.ready)
print(*sorted(name for name in sys.modules if name not in known))
"""
FORBIDDEN = ("django.db", "phases", "roles.matrix", "roles.models")


def test_a_table_is_read_to_a_plan_without_settings_models_or_the_database() -> None:
    (folder,) = map(Path, roles.imports.sheet_reading.__path__)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    program = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(program, cwd=folder.parents[2], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said, loaded = done.stdout.splitlines()
    assert said == f"{len(list(folder.rglob('[!_]*.py')))} 2 4 False False"
    assert [name for name in loaded.split() if name.startswith(FORBIDDEN)] == []
