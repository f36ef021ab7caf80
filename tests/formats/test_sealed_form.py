"""What was read of an upload comes back to the user and the project that it was read for, for a while."""

from dataclasses import replace
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature

from roles.formats.sealed_form import SealedPlan

PLAN = SealedPlan("some-file", (1, 2), "Too much.")


def test_what_was_sealed_comes_back() -> None:
    assert PLAN.unseal(PLAN.seal({"rows": [["é", None, 3]]})) == {"rows": [["é", None, 3]]}


@pytest.mark.parametrize(
    "other", [{"salt": "another-file"}, {"bound_to": (2, 2)}, {"bound_to": (1, 0)}, {"kept_for": -1}]
)
def test_what_is_of_another_kind_user_or_project_or_too_old_does_not(other: dict[str, object]) -> None:
    with pytest.raises(BadSignature):
        replace(PLAN, **other).unseal(PLAN.seal("x"))  # type: ignore[arg-type]


def test_more_than_a_form_can_carry_is_refused_in_the_words_of_the_upload() -> None:
    with pytest.raises(ValidationError, match="Too much"):
        PLAN.seal(Random(1).randbytes(700_000).hex())
