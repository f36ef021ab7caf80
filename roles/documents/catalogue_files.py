"""What the app gives of a framework: its two files, the template, and the document that says what the JSON holds."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from roles.documents.catalogue_xlsx import catalogue_xlsx
from roles.documents.text import json_bytes

EXAMPLE = Path(settings.BASE_DIR) / "fixtures" / "catalogue_example.json"


def catalogue_json(data: Mapping[str, Any]) -> bytes:
    """The file of a framework's data. Raises DocumentRefused for a text that no file can hold."""
    return json_bytes(data)


def catalogue_template(language: str) -> bytes:
    """The workbook to fill in, with example rows that are not read."""
    return catalogue_xlsx(json.loads(EXAMPLE.read_text("utf-8")), language, example=True)
