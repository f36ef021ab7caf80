"""A project with something in every place that a file has."""

import pytest

from phases.models import Project
from roles.models import Assignment, Duty, Position
from tests.conftest import Team
from tests.factories import (
    PersonFactory,
    ResponsibilityFactory,
    RoleProfileFactory,
)


@pytest.fixture
def whole(team: Team) -> Project:
    """A project with something in every place that a file has."""
    project = team.project
    profile = RoleProfileFactory.create(framework=project.framework, slug="technicien")
    phase = project.phases.order_by("order")[0]
    origin = ResponsibilityFactory.create(phase=phase, profile=profile, code="T01")
    first, second = Position.objects.filter(project=project).order_by("order")
    holder = PersonFactory.create(name="Zorglub Quetzal", email="Zorglub@example.org")
    Position.objects.filter(pk=first.pk).update(holder=holder, profile=profile)
    duties = list(Duty.objects.filter(project=project))
    Duty.objects.filter(pk=duties[0].pk).update(
        responsibility=origin,
        profile=profile,
        posting_fr="Analyser",
        posting_en=None,
        description_fr="Voir <le guide>\nhttps://guide.test/",
        description_en=None,
    )
    Duty.objects.filter(pk=duties[1].pk).update(applicable=False, reason="Le client s’en charge", text_en="=1+1|\n")
    Assignment.objects.create(duty=duties[0], position=first, letter="AR")
    Assignment.objects.create(duty=duties[2], position=second, letter="C")
    Project.objects.filter(pk=project.pk).update(
        rules={
            "max_r": 2,
            "lone_a_counts_as_r": True,
            "support": True,
            "name_c_fr": "Avis",
            "descriptions": True,
            "review_every": 91,
        }
    )
    return project
