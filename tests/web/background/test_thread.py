"""The thread that works in the background of a process."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import task
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

done: list[str] = []


@task()
def note(word: str) -> None:
    done.append(word)


def soon(what: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    return what()


@pytest.mark.django_db
def test_thread_works_off_each_task_when_its_time_has_come(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.TASKS = {"default": {"BACKEND": "aispec.web.background.thread.ThreadBackend"}}
    done.clear()
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        note.using(run_after=now + timedelta(days=1)).enqueue("tomorrow")
        note.using(run_after=now + timedelta(seconds=0.4)).enqueue("later")
        note.enqueue("now")
        assert done == []  # nothing begins before what asked for it is committed
    assert soon(lambda: len(done) == 2)
    assert done == ["now", "later"]
