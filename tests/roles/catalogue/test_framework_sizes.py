"""Frameworks of every size: how long a large one takes to load, and what pages show of small ones and of several."""

import re
from os import times

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roles.catalogue.documents.framework_xlsx import catalogue_xlsx
from roles.formats.text import json_bytes
from roles.models import Responsibility, RoleProfile
from tests.roles.catalogue.test_large_framework import ROWS, client, page
from tests.roles.catalogues import large_framework, load

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SECONDS = 10  # of the processor, for a whole turn: upload, plan, confirmation, change; about 2 in fact


def worked() -> float:
    """Seconds of the processor, those of the children that read workbooks too: a busy machine changes nothing."""
    return sum(times()[:4])


@pytest.mark.parametrize("fmt", ["json", "xlsx"])
def test_large_framework_is_planned_and_loaded_in_seconds(fmt: str) -> None:
    data, reader = large_framework(), client()
    content = json_bytes(data) if fmt == "json" else catalogue_xlsx(data, "fr")
    start = worked()
    plan = reader.post("/en/frameworks/", {"file": SimpleUploadedFile(f"x.{fmt}", content)})
    assert len(plan.content) < 700_000  # the file itself comes along, compressed
    assert len(re.findall("<li>", plan.content.decode())) < 300
    sent = {"sealed": plan.context["sealed"], "seen": plan.context["report"].seen}
    assert reader.post("/en/frameworks/", sent).status_code == 302
    assert worked() - start < SECONDS
    assert (RoleProfile.objects.count(), Responsibility.objects.count()) == (41, 2009)


@pytest.mark.parametrize(("count", "chooser"), [(2, 'class="seg"'), (7, '<select id="framework"')])
def test_several_frameworks_are_a_choice_however_many(count: int, chooser: str) -> None:
    for number in range(count):
        data = large_framework(2, 1)
        data["framework"] |= {"slug": f"f{number}", "title_en": f"Framework {number}"}
        load(data)
    for path in ("", "profiles/?framework=f1"):
        html = page(path)
        assert chooser in html
        assert all(f"Framework {number}" in html for number in range(count))
    assert ROWS.findall(page("profiles/?framework=f1"))


def test_few_profiles_are_never_chosen_from() -> None:
    load(large_framework(4, 1))
    html = page("profiles/?with=profil-01")
    assert len(ROWS.findall(html)) == 28
    assert 'name="with" value="profil-02"' not in html


@pytest.mark.parametrize("path", ["", "profiles/", "profiles/?q=donnees", "profiles/?with=profil-01&with=profil-02"])
def test_pages_take_the_same_queries_at_any_size(path: str) -> None:
    counts = []
    for size in ((6, 1), (41, 7)):
        load(large_framework(*size))
        page(path)
        with CaptureQueriesContext(connection) as queries:
            page(path)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_new_project_of_few_profiles_takes_every_duty() -> None:
    load(large_framework(3, 1))
    html = client().get("/en/projects/new/").content.decode()
    assert html.count('class="pos-row"') == 3
    assert 'name="narrow"' not in html
