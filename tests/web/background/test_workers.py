"""What a worker had begun that died: another takes it, once, and not without end."""

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

from aispec.web.background.workers import MOST_TRIES, Watch, give_back
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
