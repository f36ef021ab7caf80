"""Work in the background of the process itself, for an installation of one machine that runs no worker."""

from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from django.db import close_old_connections, transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult


class ThreadBackend(ImmediateBackend):
    """Runs tasks one after the other in a thread, begun when it is first needed.

    What waits is lost when the process ends. A task begins only once what asked for it is committed.
    """

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self._waiting: SimpleQueue[TaskResult[Any]] = SimpleQueue()
        self._begun = False
        self._beginning = Lock()

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        transaction.on_commit(lambda: self._put(task_result))

    def _put(self, task_result: TaskResult[Any]) -> None:
        self._waiting.put(task_result)
        with self._beginning:
            if not self._begun:
                self._begun = True
                Thread(target=self._work, name="tasks", daemon=True).start()

    def _work(self) -> None:
        while True:
            task_result = self._waiting.get()
            super()._execute_task(task_result)
            if self._waiting.empty():
                close_old_connections()
