"""The scripts of the pages are modules; each loads by itself, and one that is there already is not run twice."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.grid.sheet import Sheet
from tests.conftest import Team

MODULES = sorted(str(path.relative_to(settings.BASE_DIR)) for path in (settings.BASE_DIR / "static/js").rglob("*.js"))
pytestmark = pytest.mark.django_db(transaction=True)


def test_every_module_loads_on_the_page_of_the_matrix(open_page: Callable[..., Page], team: Team) -> None:
    page = Sheet(open_page, team).page
    for module in MODULES:
        page.evaluate("(path) => import(path).then(() => null)", f"/{module}")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((each) => new URL(each.name).pathname)")
    assert [loaded.count(f"/{module}") for module in MODULES] == [1] * len(MODULES)
