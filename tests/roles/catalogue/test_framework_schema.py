"""The schema of a framework file says what the reader takes."""

from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from roles.catalogue.domain.file_format import FRAMEWORK, SECTIONS, CatalogueError, schema
from roles.catalogue.domain.file_validation import read_catalogue
from tests.roles.catalogues import example_data, fixture_data, refused_by_schema, second_framework


def refused_by_reader(data: dict[str, Any]) -> bool:
    try:
        read_catalogue(data)
    except CatalogueError:
        return True
    return False


def test_schema_has_the_fields_and_limits_of_the_database() -> None:
    properties = schema()["properties"]
    assert set(properties) == {"format", "schema", *(section.name for section in SECTIONS)}
    for section in SECTIONS:
        said = properties[section.name] if section is FRAMEWORK else properties[section.name]["items"]
        assert set(said["properties"]) == section.keys
        required = {word for word, _name, required in section.texts_of() if required}
        assert set(said["required"]) == {section.key, *required, *({"phase", "profile"} & set(section.also))}
        for word, name, _required in section.texts_of():
            kind = schema()["$defs"][said["properties"][word]["$ref"].removeprefix("#/$defs/")]
            assert kind.get("maxLength") == section.limit(name)


@pytest.mark.parametrize("data", [fixture_data(), second_framework(), example_data()])
def test_schema_takes_what_the_reader_takes(data: dict[str, Any]) -> None:
    assert not refused_by_schema(data)
    assert not refused_by_reader(data)


_JSON = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 40_000), st.text(max_size=3), st.text("aA1-_.é\n\x00 ", max_size=4),
    st.just("x" * 201), st.just("x" * 501), st.just([]), st.just({}), st.just(["T01"]), st.just("a\nb"),
    st.just("abc\n"),     st.just(" "), st.just("\ufffe"), st.just("\t"),
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """The example with one value replaced, removed or added somewhere."""
    data = example_data()
    place: Any = data
    for _step in range(draw(st.integers(0, 3))):
        inner = [
            value for value in (place.values() if isinstance(place, dict) else place) if isinstance(value, (dict, list))
        ]
        if inner:
            place = draw(st.sampled_from(inner))
    if isinstance(place, list):
        place.insert(0, draw(_JSON))
        return data
    keys = st.sampled_from(sorted({*place, "order", "note_fr", "source", "text_en", "title_en", "x"}))
    key = draw(keys)
    if draw(st.booleans()):
        place.pop(key, None)
    else:
        place[key] = draw(_JSON)
    return data


def names_what_is_not_there(data: dict[str, Any]) -> bool:
    """Whether the reader alone sees what is wrong: a name without an entry, a name or an order twice."""
    try:
        with override("en"):
            read_catalogue(data)
    except CatalogueError as error:
        words = ("unknown profile", "unknown phase", "unknown rule", "unknown pairs_with", "is already that of",
                 "same profile", "two profiles")  # fmt: skip
        return all(any(word in problem for word in words) for problem in error.problems)
    return False


@given(data=spoilt())
@effort(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_schema_and_reader_refuse_the_same(data: dict[str, Any]) -> None:
    if names_what_is_not_there(data):
        return
    rows = data.get("responsibilities")
    given_letters = [row.get("suggested") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    letters = [mark for found in given_letters if isinstance(found, dict) for mark in found.values()]
    if any(mark not in ("R", "A", "A/R", "AR", "C", "I", "S") for mark in letters):
        return  # the reader takes other spellings of the letters too
    assert refused_by_reader(data) == refused_by_schema(data)
