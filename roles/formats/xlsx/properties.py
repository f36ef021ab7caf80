"""What a workbook says of itself, beside its sheets: to whoever searches files, and to whoever does not see a chart."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from roles.formats.text import cell_text, escaped

if TYPE_CHECKING:
    from openpyxl import Workbook

_DRAWING, _CHART = "xl/drawings/drawing1.xml", b'name="Chart 1"'


def introduce(workbook: "Workbook", kind: str, title: str, language: str) -> None:
    """Set title, subject, author and language; raises DocumentRefused for half a character."""
    properties = workbook.properties
    properties.subject = cell_text(kind)
    properties.title = cell_text(f"{kind}, {title}" if title else kind)
    properties.creator = properties.lastModifiedBy = _("RACI matrix")
    properties.language = f"{language}-CA"


def described(parts: Mapping[str, bytes], text: str) -> dict[str, bytes]:
    """The parts with an alternative text of their chart, for which openpyxl has no place; the same without a chart."""
    if _DRAWING not in parts:
        return dict(parts)
    alternative = escaped(text).replace('"', "&quot;").encode()
    drawing = parts[_DRAWING].replace(_CHART, _CHART + b' descr="' + alternative + b'"')
    return {**parts, _DRAWING: drawing}
