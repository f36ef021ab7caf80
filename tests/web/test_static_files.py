"""Static files as they are served: by names with a hash, in the modules that import each other too."""

import json
import re
from pathlib import Path

from django.core.management import call_command
from pytest_django.fixtures import Settings

IMPORTED = re.compile(r'^import .* from "\./(.+)";$', re.MULTILINE)


def test_collected_modules_import_each_other_by_their_hashed_names(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "aispec.web.static_files.StaticFilesStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    written = {path: IMPORTED.findall(path.read_text()) for path in (settings.BASE_DIR / "static/js/grid").glob("*.js")}
    assert sum(map(len, written.values())) > len(written)
    for path, names in written.items():
        collected = tmp_path / hashed[f"js/grid/{path.name}"]
        assert IMPORTED.findall(collected.read_text()) == [Path(hashed[f"js/grid/{name}"]).name for name in names]
