"""Whatever a file holds and whatever is chosen of it, its pages answer, and a project that is made holds together."""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import Phase as Step
from hypothesis import strategies as st

from phases.models import Membership, Project
from roles.enums import Letter
from roles.formats.reading.table import Table
from roles.history.domain.replay import verify
from roles.imports.forms.corrections import NO_PART
from roles.imports.forms.upload import ImportedFile, sealed_file
from roles.imports.sheet_reading.model import ColumnKind
from tests.factories import UserFactory, small_project
from tests.roles.imports.sheet_page import URL, sent
from tests.roles.imports.sheet_reading.test_plan import TABLES

CHOICES = st.dictionaries(
    st.sampled_from(["b0-c0", "b0-c1", "b0-c2", "b1-c0", "b1-c1"]), st.sampled_from([*map(str, ColumnKind)]), max_size=4
)
ROWS = st.dictionaries(st.sampled_from(["b0-header", "b0-last", "b1-header"]), st.integers(0, 11).map(str), max_size=2)
MEANS = st.sampled_from([None, "", NO_PART, *Letter.values])


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=None, phases=[Step.explicit, Step.reuse, Step.generate],
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(TABLES, min_size=1, max_size=2), CHOICES, ROWS, MEANS)
def test_any_sheet_and_any_choice_is_a_page_and_a_project(
    tables: list[Table], choices: dict[str, str], rows: dict[str, str], means: str | None
) -> None:
    with transaction.atomic():
        project = small_project()
        user = UserFactory.create()
        Membership.objects.create(project=project, user=user, role=3)
        client = Client()
        client.force_login(user)
        source = ImportedFile("x.xlsx", tuple(tables))
        changes = choices | rows | ({"means": means} if means is not None else {})
        page = client.post(URL, {"tables": sealed_file(user.pk).seal(source)})
        page = sent(client, page, **changes)
        made = sent(client, page, action="create", name="Projet")
        assert (page.status_code, made.status_code) in ((200, 302), (200, 409), (200, 422))
        if made.status_code == 302:
            fresh = Project.objects.latest("pk")
            assert client.get(f"/fr/projects/{fresh.pk}/").status_code == 200
            assert not verify(fresh.pk)
        path = f"/fr/projects/{project.pk}/import/sheet/"
        page = client.post(path, {"tables": sealed_file(user.pk, project.pk).seal(source)})
        page = sent(client, page, path, **changes)
        phase = str(project.phases.all()[0].pk)
        compared = sent(client, page, path, action="compare", **{f"f{place}": phase for place in range(12)})
        assert (page.status_code, compared.status_code) in ((200, 200), (200, 409), (200, 422))
        transaction.set_rollback(True)
