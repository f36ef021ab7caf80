"""The matrix as JSON, in both languages: what its filter shows, and nobody's name for a posting."""

from collections.abc import Mapping
from typing import Any

from roles.exports.documents.matrix import MatrixDocument
from roles.exports.domain.project_file import ProjectData
from roles.formats.text import json_bytes


def matrix_json(document: MatrixDocument, whole: ProjectData) -> bytes:
    """The file. Raises DocumentRefused for a text that no file can hold."""
    shown = document.shown.row_of
    duties = [duty for pk, duty in zip(whole.duty_ids, whole.data["duties"], strict=True) if pk in shown]
    positions = whole.data["positions"]
    if not document.internal:
        positions = [_nameless(position) for position in positions]
        duties = [{name: value for name, value in duty.items() if name != "description"} for duty in duties]
    exported = {
        "version": document.whole.version,
        "date": document.day.isoformat(),
        "mode": document.mode.value,
        "complete": len(duties) == len(whole.duty_ids),
    }
    front = {name: whole.data[name] for name in ("format", "schema")}
    data = {**front, "exported": exported, **whole.data, "positions": positions, "duties": duties}
    return json_bytes(data)


def _nameless(position: Mapping[str, Any]) -> dict[str, Any]:
    """A position that does not say either whether several hold it."""
    return {name: value for name, value in position.items() if name != "co_holders"} | {"holder": None}
