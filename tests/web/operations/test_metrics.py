"""Figures for Prometheus, of all processes, for whoever knows the token."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.web.operations.test_server import Served
from tests.web.test_settings import PRODUCTION, manage

TOKEN = "a-token-of-many-letters"


@pytest.mark.parametrize("given", [None, "Bearer ", "Bearer wrong", f"Basic {TOKEN}", "Bearer é"])
@pytest.mark.parametrize("token", ["", TOKEN])
def test_no_metrics_without_the_token(client: Client, settings: Settings, token: str, given: str | None) -> None:
    settings.METRICS_TOKEN = token
    headers = {} if given is None else {"Authorization": given}
    assert client.get("/metrics", headers=headers).status_code == 404


def test_metrics_add_up_what_all_processes_count(tmp_path: Path) -> None:
    environment = {**PRODUCTION, "ALLOWED_HOSTS": "localhost", "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "counter_1.db").write_bytes(b"of a process of before")
    served = Served(tmp_path, **environment, METRICS_TOKEN=TOKEN, VAR_DIR=str(tmp_path))
    try:
        for _ in range(20):
            served.ask()
        head = f"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
        for path in (tmp_path / "metrics").iterdir():  # room that a disk has given cannot be missing later
            assert path.stat().st_blocks * 512 >= path.stat().st_size
        with served.connect(head.encode()) as client:
            answer = b"".join(iter(lambda: client.recv(65_536), b"")).decode()
    finally:
        served.close()
    name = "django_http_responses_total_by_status_view_method_total"
    counted = re.findall(rf'^{name}{{[^}}]*view="healthz"[^}}]*}} (\S+)$', answer, re.MULTILINE)
    assert sum(map(float, counted)) == 20


def test_short_token_is_refused(tmp_path: Path) -> None:
    done = manage(tmp_path, {**PRODUCTION, "METRICS_TOKEN": "short"}, "check")
    assert "METRICS_TOKEN needs 20" in done.stderr
