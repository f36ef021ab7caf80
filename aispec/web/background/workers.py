"""Which workers are alive, and giving back what a dead one had begun, so that another takes it.

Each worker says again and again that it is there. Another that has heard nothing new of it for so long takes it for
dead; nobody compares clocks.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from threading import Event, Thread
from time import monotonic
from typing import Any

from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

from aispec.web.models import LivingWorker

logger = logging.getLogger(__name__)
MOST_TRIES = 3  # of a task that ends its worker each time
# What ends a task without being its fault: the database was away, or the worker was told twice to stop.
INTERRUPTIONS = ("django.db.utils.OperationalError", "django.db.utils.InterfaceError", "builtins.SystemExit")


@contextmanager
def alive(name: str, lost_after: float) -> Iterator[None]:
    """Say, while it lasts, that a worker of this name is alive; and look after the others meanwhile."""
    LivingWorker.objects.filter(name=name).delete()  # one of this name has lived before
    give_back()  # what those had begun who died while nobody looked
    watch, ended = Watch(name, lost_after), Event()
    watch.turn()
    thread = Thread(target=_go_on, args=(watch, ended), name="alive", daemon=True)
    thread.start()
    task_finished.connect(_finished)
    try:
        yield
    finally:
        task_finished.disconnect(_finished)
        ended.set()
        thread.join()
        with suppress(DatabaseError):
            LivingWorker.objects.filter(name=name).delete()
            give_back()  # what it took, and was told to stop before it began


def _go_on(watch: "Watch", ended: Event) -> None:
    while not ended.wait(watch.lost_after / 6):
        try:
            if watch.turn():
                give_back()
        except DatabaseError as error:
            watch.forget()
            logger.warning("Not known who works: %s", error)
        finally:
            close_old_connections()


class Watch:
    """What one worker has heard of the others."""

    def __init__(self, name: str, lost_after: float) -> None:
        self.name, self.lost_after = name, lost_after
        self._since: dict[tuple[str, datetime], float] = {}

    def turn(self) -> bool:
        """Say that this one is alive, and whether others turned out to be dead."""
        LivingWorker.objects.update_or_create(name=self.name, defaults={"at": timezone.now()})
        now = monotonic()
        others = LivingWorker.objects.exclude(name=self.name).values_list("name", "at")
        self._since = {said: self._since.get(said, now) for said in others}
        dead = [said for said, since in self._since.items() if now - since >= self.lost_after]
        return any(LivingWorker.objects.filter(name=name, at=at).delete()[0] for name, at in dead)

    def forget(self) -> None:
        """Watch anew: while the database was away, nobody could say anything."""
        self._since.clear()


def give_back() -> None:
    """Let whatever is being done by nobody alive be taken again; what was tried too often has failed."""
    living = set(LivingWorker.objects.values_list("name", flat=True))
    with transaction.atomic():
        for task in DBTaskResult.objects.running().select_for_update(skip_locked=True):
            if living.isdisjoint(task.worker_ids[-1:]):
                _give_back(task)


def _finished(task_result: TaskResult[Any], **_signal: Any) -> None:
    """Let another try what was interrupted."""
    if task_result.errors and task_result.errors[-1].exception_class_path in INTERRUPTIONS:
        _give_back(DBTaskResult.objects.get(pk=task_result.id))


def _give_back(task: DBTaskResult[Any, Any]) -> None:
    tries = len(task.worker_ids)
    logger.warning("Interrupted, try %s of %s: %s", tries, MOST_TRIES, task.task_path)
    if tries < MOST_TRIES:
        task.status = TaskResultStatus.READY
        task.save(update_fields=["status"])
    else:
        task.set_failed(RuntimeError(f"{tries} workers ended in the middle of it"))
