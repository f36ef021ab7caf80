"""Make the demonstration project and its accounts."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from phases.models import Framework
from roles.demo import seed_demo

DEMO = Path(settings.BASE_DIR) / "fixtures" / "demo.json"


class Command(BaseCommand):
    help = "Make the demonstration project and its accounts once; a second run touches nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        demo = json.loads(DEMO.read_text(encoding="utf-8"))
        if not Framework.objects.filter(slug=demo["framework"]).exists():
            call_command("load_catalogue", stdout=self.stdout)
        project = seed_demo(demo)
        if project is None:
            self.stdout.write(_("The demonstration project exists already; it was left as it is."))
        else:
            self.stdout.write(_("Demonstration project created: %(name)s") % {"name": project.name})
