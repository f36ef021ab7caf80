"""What a worker had begun that died: another takes it, once, and not without end."""

import io
import logging
import signal
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from aispec.web.background.workers import MOST_TRIES, Watch, alive, give_back
from aispec.web.management.commands.db_worker import Worker
from aispec.web.models import LivingWorker

pytestmark = pytest.mark.django_db
fails: list[BaseException] = []


@task()
def work() -> None:
    if fails:
        raise fails.pop()


def begun_by(*workers: str) -> DBTaskResult[Any, Any]:
    return DBTaskResult.objects.create(
        task_path=work.module_path,
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        run_after=timezone.now() - timedelta(days=1),
        status=TaskResultStatus.RUNNING,
        worker_ids=workers,
    )


def test_worker_that_says_nothing_new_for_long_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the clock of who watches: what its own says is nothing to go by."""
    clock = [0.0]
    monkeypatch.setattr("aispec.web.background.workers.monotonic", lambda: clock[0])
    watch, other = Watch("me", 30), Watch("other", 30)
    LivingWorker.objects.create(name="silent", at=timezone.now() - timedelta(days=1))
    turns = []
    for clock[0] in (0, 20, 40):
        turns.append(other.turn() + watch.turn())
    assert turns == [0, 0, 1]  # the first to notice sees to it
    assert set(LivingWorker.objects.values_list("name", flat=True)) == {"me", "other"}


def test_work_of_a_dead_worker_is_given_back_and_that_of_a_living_one_is_not() -> None:
    LivingWorker.objects.create(name="living", at=timezone.now())
    lost, kept = begun_by("dead"), begun_by("dead", "living")
    give_back()
    lost.refresh_from_db()
    kept.refresh_from_db()
    assert (lost.status, kept.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def test_task_that_has_ended_its_workers_fails_in_the_end() -> None:
    deadly = begun_by(*(f"dead-{number}" for number in range(MOST_TRIES)))
    give_back()
    deadly.refresh_from_db()
    assert deadly.status == TaskResultStatus.FAILED
    assert "3 workers ended in the middle of it" in deadly.traceback


@pytest.mark.parametrize(
    ("error", "tried"), [(OperationalError("server closed the connection"), 2), (ValueError("wrong"), 1)]
)
@pytest.mark.django_db(transaction=True)
def test_task_is_tried_again_when_the_database_was_away(settings: Settings, error: Exception, tried: int) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    fails[:] = [error]
    work.enqueue()
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    done = DBTaskResult.objects.get()
    assert len(done.worker_ids) == tried
    assert done.status == (TaskResultStatus.SUCCESSFUL if tried == 2 else TaskResultStatus.FAILED)
    assert not LivingWorker.objects.exists()


class _Interrupted(io.RawIOBase):
    """A place for a log; whoever writes there is told to stop meanwhile."""

    def writable(self) -> bool:
        return True

    def write(self, line: Any) -> int:
        signal.raise_signal(signal.SIGTERM)
        return len(line)


def test_worker_that_is_told_to_stop_while_it_writes_its_log_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, logger = a_worker(), logging.getLogger("django_tasks_db")
    monkeypatch.setattr("sys.stderr", io.TextIOWrapper(io.BufferedWriter(_Interrupted()), write_through=True))
    log = logging.StreamHandler()
    logger.addHandler(log)
    try:
        with pytest.raises(SystemExit) as stopped:
            logger.warning("Starting")
    finally:
        logger.removeHandler(log)
        worker.reset_signals()
    assert stopped.value.code == 0


def test_worker_that_works_ends_its_task_first_unless_told_twice() -> None:
    worker = a_worker()
    worker.running_task = True
    try:
        signal.raise_signal(signal.SIGTERM)
        assert not worker.running
        with pytest.raises(SystemExit) as stopped:
            signal.raise_signal(signal.SIGTERM)
    finally:
        worker.reset_signals()
    assert stopped.value.code == 1


def test_task_that_was_taken_and_not_begun_is_given_back() -> None:
    with alive("stopped", 30):
        taken = begun_by("stopped")
    taken.refresh_from_db()
    assert taken.status == TaskResultStatus.READY


def a_worker() -> Worker:
    worker = Worker(
        queue_names=["default"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="w",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    return worker
