"""Work in the background of the process itself, for an installation of one machine that runs no worker."""

import time
from heapq import heappop, heappush
from itertools import count
from threading import Condition, Thread
from typing import Any

from django.db import close_old_connections, transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult


class ThreadBackend(ImmediateBackend):
    """Runs tasks one after the other in a thread, begun when it is first needed, each when its time has come.

    What waits is lost when the process ends. A task begins only once what asked for it is committed.
    """

    supports_defer = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self._waiting: list[tuple[float, int, TaskResult[Any]]] = []  # the earliest first
        self._number = count()
        self._changed = Condition()
        self._begun = False

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        transaction.on_commit(lambda: self._put(task_result))

    def _put(self, task_result: TaskResult[Any]) -> None:
        due = task_result.task.run_after.timestamp() if task_result.task.run_after else time.time()
        with self._changed:
            heappush(self._waiting, (due, next(self._number), task_result))
            self._changed.notify()
            if not self._begun:
                self._begun = True
                Thread(target=self._work, name="tasks", daemon=True).start()

    def _work(self) -> None:
        while True:
            super()._execute_task(self._next())

    def _next(self) -> TaskResult[Any]:
        """The first task whose time has come; what is not needed while waiting is closed."""
        with self._changed:
            while not self._waiting or self._waiting[0][0] > time.time():
                close_old_connections()
                self._changed.wait(self._waiting[0][0] - time.time() if self._waiting else None)
            return heappop(self._waiting)[2]
