"""Whatever people do, in whichever order, the journal accounts for it: none of it is taken for a tampering."""

import random

import pytest
from django.db import transaction
from hypothesis import Phase as Step
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.roles.history.proof.acts import act
from tests.roles.history.proof.world import World


@pytest.mark.django_db
@settings(max_examples=4, deadline=None, phases=[Step.explicit, Step.generate])
@given(st.integers(0, 2**32))
def test_any_history_has_no_fault(seed: int) -> None:
    with transaction.atomic():
        world = World(random.Random(seed))
        for _turn in range(30):
            act(world)
        assert world.faults == []
        transaction.set_rollback(True)
