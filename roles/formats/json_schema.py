"""The part of JSON Schema (2020-12) that this project's file formats use, with errors that people can read.

One document says what a file holds, for other programs and for this one; nothing of it is said again in code.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

Schema = Mapping[str, Any]
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None),
}  # fmt: skip


def problems(value: object, schema: Schema, root: Schema, place: str = "") -> Iterator[str]:
    """What is wrong with a value, one sentence each with its place, such as `duties[3].code`."""
    if "$ref" in schema:
        schema = root["$defs"][str(schema["$ref"]).removeprefix("#/$defs/")]
    if not _is_of(value, schema.get("type", ())):
        yield _at(place, _("must be %(kinds)s") % {"kinds": _kinds(schema["type"])})
        return
    if "const" in schema and value != schema["const"]:
        yield _at(place, _("must be %(value)s") % {"value": short(schema["const"])})
    if "enum" in schema and value not in schema["enum"]:
        known = ", ".join(map(str, schema["enum"]))
        yield _at(place, _("must be one of %(known)s, not “%(value)s”") % {"known": known, "value": short(value)})
    if isinstance(value, str):
        yield from _text(value, schema, place)
    elif isinstance(value, int):
        yield from _number(value, schema, place)
    elif isinstance(value, list):
        yield from _list(value, schema, root, place)
    elif isinstance(value, dict):
        yield from _object(value, schema, root, place)


def _is_of(value: object, kinds: Any) -> bool:
    names = [kinds] if isinstance(kinds, str) else kinds
    if isinstance(value, bool):
        return not names or "boolean" in names
    return not names or any(isinstance(value, _TYPES[name]) for name in names)


def _text(value: str, schema: Schema, place: str) -> Iterator[str]:
    if "maxLength" in schema and len(value) > schema["maxLength"]:
        yield _at(place, _("has more than %(n)d characters") % {"n": schema["maxLength"]})
    if len(value) < schema.get("minLength", 0) or (schema.get("minLength") and not value.strip()):
        yield _at(place, _("is empty"))
    # In JSON Schema `$` is the end; in Python it would also stand before a last line end.
    if "pattern" in schema and not re.search(schema["pattern"].replace("$", r"\Z"), value):
        yield _at(place, _("is not written as it must be: “%(value)s”") % {"value": short(value)})
    if re.search("[\x00\ud800-\udfff]", value):
        yield _at(place, _("holds half a character, or one that no text can hold"))


def _number(value: int, schema: Schema, place: str) -> Iterator[str]:
    low, high = schema.get("minimum", value), schema.get("maximum", value)
    if not low <= value <= high:
        yield _at(place, _("must be from %(low)s to %(high)s") % {"low": low, "high": high})


def _list(value: list[Any], schema: Schema, root: Schema, place: str) -> Iterator[str]:
    if len(value) < schema.get("minItems", 0):
        yield _at(place, _("is empty"))
    if len(value) > schema.get("maxItems", len(value)):
        yield _at(place, _("has more than %(n)d entries") % {"n": schema["maxItems"]})
        return
    for index, entry in enumerate(value):
        yield from problems(entry, schema.get("items", {}), root, f"{place}[{index}]")


def _object(value: dict[str, Any], schema: Schema, root: Schema, place: str) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield _at(f"{place}.{name}", _("is missing"))
    for name, entry in value.items():
        inner = known.get(name, schema.get("additionalProperties", {}))
        if inner is False:
            yield _at(f"{place}.{short(name)}", _("is not known"))
        else:
            yield from problems(entry, inner, root, f"{place}.{short(name)}")


def _at(place: str, words: str) -> str:
    return _("%(place)s: %(words)s") % {"place": place.lstrip(".") or _("The file"), "words": words}


def _kinds(kinds: str | list[str]) -> str:
    words = {
        "object": _("an object"), "array": _("a list"), "string": _("a text"), "integer": _("a whole number"),
        "boolean": _("true or false"), "null": _("null"),
    }  # fmt: skip
    return _(" or ").join(words[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))


def short(value: object) -> str:
    """A value in a sentence, whatever somebody put there."""
    text = str(value).encode("utf-8", "replace").decode()
    return text if len(text) <= 40 else f"{text[:39]}…"
