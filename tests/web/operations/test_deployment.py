"""The files to start a production from say what docs/operations.md says, and their programs read them."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from aispec.serve import parts

DEPLOY = Path(settings.BASE_DIR) / "docs" / "deploy"
OPERATIONS = (DEPLOY.parent / "operations.md").read_text()
UNITS = sorted((DEPLOY / "systemd").iterdir())
SYSTEMD = shutil.which("systemd-analyze")
WEB = "gunicorn -c python:aispec.server aispec.wsgi"


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def texts() -> Iterator[tuple[str, str]]:
    for path in [DEPLOY / "compose.yaml", *UNITS]:
        yield path.name, path.read_text()


def test_deployment_runs_the_programs_of_the_manual() -> None:
    said = {name for _file, text in texts() for name in re.findall(r"manage\.py[\s,]+(\w+)", text)}
    manual = re.search(r"## In production\n\n((?:    .*\n)+)", OPERATIONS)
    assert manual
    assert said == {*re.findall(r"manage\.py (\w+)", manual[1]), "backup"}
    assert said <= get_commands().keys()
    served = [" ".join(part.command) for part in parts(8000, 1)]
    assert {*re.findall(r"manage\.py (\w+)", " ".join(served)), "prepare", "backup"} == said
    assert WEB in served[0]
    assert WEB in manual[1]
    assert WEB in (DEPLOY / "systemd" / "raci-web.service").read_text()
    assert str(WEB.split())[1:-1].replace("'", '"') in (DEPLOY / "Containerfile").read_text()


def test_deployment_sets_what_the_manual_names() -> None:
    documented = set(re.findall(r"`([A-Z_]+)`", OPERATIONS))
    ours = {*compose()["x-raci"]["environment"]}
    ours |= set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "raci.env.example").read_text(), re.MULTILINE))
    assert ours - {"POSTGRES_PASSWORD"} <= documented
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"} <= ours


def test_compose_waits_for_services_it_has_and_keeps_what_must_stay() -> None:
    services, volumes = compose()["services"], compose()["volumes"]
    for name, service in services.items():
        assert service.get("depends_on", {}).keys() <= services.keys(), name
        assert {volume.partition(":")[0] for volume in service.get("volumes", [])} <= volumes.keys(), name
        assert not service["image"].endswith(":latest"), name
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), name  # what is in front ends TLS
    assert {name for name, one in services.items() if one["image"] == "raci"} == {"prepare", "web", "worker", "tend"}


def test_image_copies_the_database_it_is_served_by() -> None:
    clients = {"bookworm": 15, "trixie": 17}  # the version of pg_dump in each Debian: it refuses a newer server
    [release] = re.findall(r"^FROM \S+-slim-(\w+)$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    assert int(compose()["services"]["database"]["image"].partition(":")[2]) <= clients[release]


def test_image_holds_all_that_runs_and_nothing_else() -> None:
    copied = re.findall(r"^COPY (.*) \S+$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    names = {name.partition("/")[0] for line in copied for name in line.split()}
    assert names == {
        ".ci", "manage.py", "pyproject.toml", "aispec", "phases", "roles", "templates", "static", "locale", "fixtures"
    }  # fmt: skip
    assert all((Path(settings.BASE_DIR) / name).exists() for name in names)


@pytest.mark.skipif(SYSTEMD is None, reason="no systemd on this machine")
def test_units_are_understood_by_systemd(tmp_path: Path) -> None:
    for unit in UNITS:  # with the programs of this machine in the place of those of a production
        text = unit.read_text().replace("/opt/raci/.venv/bin/", "/usr/bin/env ").replace("/opt/raci", str(tmp_path))
        (tmp_path / unit.name.replace("@", "@1")).write_text(re.sub(r"^User=.*\n", "", text, flags=re.MULTILINE))
    command = [str(SYSTEMD), "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "raci" in line]
    assert ours == []


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.stem)
def test_unit_has_few_rights(unit: Path) -> None:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit)
    service = parser["Service"]
    assert (service["User"], service["ProtectSystem"], service["NoNewPrivileges"]) == ("raci", "strict", "yes")
    assert service["EnvironmentFile"] == "/etc/raci.env"
