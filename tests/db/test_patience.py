"""A database that does not answer: those who wait for a page wait for seconds, and few of them."""

import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
from django.db import OperationalError, connection

from aispec.db.away import PAUSE, Away
from aispec.db.postgresql import base
from aispec.patience import PAGE, patience
from aispec.settings import database_of
from aispec.web.mail import Server
from tests.db.opened import opened


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing, as one that is stopped does."""
    base._away.until = 0
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
    base._away.until = 0


@pytest.mark.django_db
def test_only_the_first_waits_for_a_server_that_hangs(silent: int) -> None:
    waited = []
    with opened(f"postgres://raci@127.0.0.1:{silent}/raci") as away, patience(4):
        for _ in range(20):
            start = monotonic()
            with pytest.raises(OperationalError):
                away.ensure_connection()
            waited.append(monotonic() - start)
    assert max(waited) < 4
    assert sum(waited[1:]) < 1


@pytest.mark.django_db
def test_server_that_hangs_is_waited_for_no_longer_than_there_is_patience(silent: int) -> None:
    """As the probe of readiness has it, which answers within two seconds."""
    with opened(f"postgres://raci@127.0.0.1:{silent}/raci") as away, patience(0.5):
        start = monotonic()
        with pytest.raises(OperationalError):
            away.ensure_connection()
        assert 0.5 <= monotonic() - start < 1.5


@pytest.mark.django_db
def test_sqlite_is_not_waited_for_longer_than_a_page_may_take_nor_read_where_it_was(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/db.sqlite3") as ours:
        ours.ensure_connection()
        ours.close()
        with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as other, patience(0.2):
            other.execute("CREATE TABLE t (n)")
            other.execute("BEGIN IMMEDIATE")
            start = monotonic()
            with pytest.raises(OperationalError, match="locked"):
                ours.cursor().execute("BEGIN IMMEDIATE")
            assert monotonic() - start < 2
            (tmp_path / "db.sqlite3").rename(tmp_path / "elsewhere")
            ours.close_if_unusable_or_obsolete()  # as when a request begins
            with pytest.raises(OperationalError, match="unable to open"):
                ours.cursor()
        with pytest.raises(OperationalError, match="unable to open"):  # nor by a worker, which has had it
            ours.cursor()


@pytest.mark.django_db
def test_only_the_first_waits_long_for_another_writer_of_sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aispec.db.sqlite3.base.PAGE", 2)
    monkeypatch.setattr("aispec.db.sqlite3.base._free", free := Away())
    with opened(f"sqlite:///{tmp_path}/db.sqlite3") as ours:
        ours.ensure_connection()
        ours.close()
        with patience(2), closing(sqlite3.connect(tmp_path / "db.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waited = []
            for since in (0, 0, PAUSE + 1):  # the last one is to try again
                free.until -= since
                start = monotonic()
                with pytest.raises(OperationalError, match="locked"):
                    ours.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
                waited.append(monotonic() - start)
            other.execute("ROLLBACK")
            ours.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        assert free.until == 0
    assert waited[0] >= 2
    assert waited[1] < 0.5 < waited[2] < 1.9


@pytest.mark.django_db
def test_process_that_has_opened_sqlite_on_a_read_only_disk_is_begun_anew_once_it_takes_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr("os.kill", lambda _pid, told: asked.append(told))
    with opened(f"sqlite:///{tmp_path}/db.sqlite3") as ours:
        with monkeypatch.context() as disk:
            disk.setattr("os.access", lambda *_asked: False)
            ours.ensure_connection()
            with patience(PAGE):
                ours.close_if_unusable_or_obsolete()  # as when a request begins
        ours.close_if_unusable_or_obsolete()  # and in a command, which ends by itself
        assert asked == []
        with patience(PAGE):
            ours.close_if_unusable_or_obsolete()
        assert asked == [signal.SIGTERM]


def test_settings_are_read_on_a_read_only_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def touch(*_asked: object, **_options: object) -> None:
        raise OSError("Read-only file system")

    monkeypatch.setattr(Path, "touch", touch)
    assert database_of(f"sqlite:///{tmp_path}/db.sqlite3")["ENGINE"] == "aispec.db.sqlite3"


def test_mail_server_is_waited_for_as_long_as_a_page_may_take() -> None:
    assert Server().timeout == 10
    with patience(PAGE):
        assert Server().timeout == PAGE


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_statement_without_an_answer_is_given_up() -> None:
    with connection.cursor() as cursor, patience(0.2):
        start = monotonic()
        with pytest.raises(OperationalError, match="has not answered"):
            cursor.execute("SELECT pg_sleep(3)")
        assert monotonic() - start < 2
    connection.close()
    assert connection.is_usable() is False
    connection.ensure_connection()
    assert connection.is_usable()
