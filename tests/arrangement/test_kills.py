"""Two web servers and two workers around one database and one cache: whoever is killed, nothing is lost or doubled."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path
from typing import TypeVar

import pytest
import requests
from django_tasks_db.models import DBTaskResult

from aispec.web.models import LivingWorker
from phases.access.members import add_member
from phases.enums import ChangeKind, Role
from phases.models import ArchiveEntry, Framework, PreparedFile, Project
from roles.enums import NoticeKind
from roles.models import Assignment, Duty, Notice, NoticeChoices, Person
from roles.projects.domain.positions import PositionDetails
from roles.projects.domain.start import ProjectPlan, start_project
from tests.arrangement.arrangement import Arrangement
from tests.arrangement.databases import all_is_due, this_database
from tests.arrangement.visitor import Visitor
from tests.conftest import Team
from tests.factories import DutyFactory, MembershipFactory, small_project

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

T = TypeVar("T")
PATIENCE = 120  # seconds: a busy machine is slow


@pytest.fixture
def running(transactional_db: None, tmp_path: Path) -> Iterator[Arrangement]:
    one = ("--workers", "1")  # process to each, so that it begins in half the time
    environment = {"EMAIL_VERIFICATION": "none"}
    with Arrangement(
        tmp_path, this_database(), webs=2, workers=2, cached=True, gunicorn=one, **environment
    ) as arrangement:
        yield arrangement


def soon(what: Callable[[], T]) -> T:
    """What it says once it says something."""
    end = time.monotonic() + PATIENCE
    while not (said := what()):
        assert time.monotonic() < end, list(DBTaskResult.objects.values("task_path", "status", "worker_ids"))
        time.sleep(0.05)
    return said


def persistent(ask: Callable[[], requests.Response]) -> requests.Response:
    """As somebody who sends again what was not answered."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return ask()
        except requests.RequestException:
            assert time.monotonic() < end
            time.sleep(0.1)


def test_nothing_is_lost_or_doubled_whoever_is_killed(running: Arrangement, team: Team) -> None:
    project = project_of(team)
    NoticeChoices.objects.create(user=team.users["viewer"], deliveries={NoticeKind.LETTER: "mail"})

    edits_survive_web_servers(running, team, project)
    work_survives_workers(running, team, project)
    attempts_are_counted_by_all_servers(running)
    running.manage("verify_history", str(project.pk))
    assert "Traceback" not in "".join(web.log.read_text() for web in running.webs)


def project_of(team: Team) -> Project:
    """One whose journal is whole from its beginning; the viewer holds its positions."""
    owner, framework = team.users["owner"], Framework.objects.get(slug="specialiste-ia")
    positions = [PositionDetails(title, "", None, "Vera Essai") for title in ("Cheffe", "Adjoint")]
    project = start_project(owner, ProjectPlan(framework, list(framework.phases.all()), "Essai", positions=positions))
    Person.objects.filter(positions__project=project).update(user=team.users["viewer"])
    for reader, role in (("editor", Role.EDITOR), ("viewer", Role.VIEWER)):
        add_member(project.pk, owner, team.users[reader], role)
    return project


def edits_survive_web_servers(running: Arrangement, team: Team, project: Project) -> None:
    """Each cell is set once, by people who stay with their server; both servers are killed meanwhile."""
    cells = list(product(project.duties.values_list("pk", flat=True), project.positions.values_list("pk", flat=True)))
    half = len(cells) // 2

    def edit(who: Visitor, mine: list[tuple[int, int]]) -> Counter[int]:
        path = f"/fr/projects/{project.pk}/cells/"
        answers: Counter[int] = Counter()
        for duty, position in mine:
            form = {"duty": duty, "position": position, "letter": "C", "seen": ""}
            answers[persistent(partial(who.post, path, form, htmx=True)).status_code] += 1
        return answers

    visitors = [running.visitor(team.users[reader], number) for number, reader in enumerate(("owner", "editor"))]
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(edit, *both) for both in zip(visitors, (cells[:half], cells[half:]), strict=True)]
        for number, web in enumerate(running.webs):
            soon(partial(more_than, 20 * (number + 1), project))
            web.kill()
            web.start()
        answers = done[0].result() + done[1].result()
    assert set(answers) <= {200, 409}  # 409: it was done, and its answer lost
    assert answers[409] <= 2
    assert set_cells(project) == len(cells)
    lines = project.changes.filter(kind=ChangeKind.CELL)
    assert lines.count() == len(cells)
    assert lines.values("version").distinct().count() == len(cells)


def more_than(count: int, project: Project) -> bool:
    return set_cells(project) > count


def set_cells(project: Project) -> int:
    return Assignment.objects.filter(duty__project=project, letter="C").count()


def work_survives_workers(running: Arrangement, team: Team, project: Project) -> None:
    """An archive, a large document, notices and mail are made once each, though each worker is killed at work."""
    for _ in range(4):
        MembershipFactory.create(project=small_project(), user=team.users["owner"], role=Role.OWNER)
    owner, editor = (running.visitor(team.users[reader]) for reader in ("owner", "editor"))
    assert owner.post("/fr/projects/archive/").status_code == 302
    waits = led_from(editor, f"/fr/projects/{large_project(team).pk}/export/pdf/")
    all_is_due(running.environment["DATABASE_URL"])  # notices, too
    for _ in range(2):
        kill_at_work(running)
    soon(lambda: not unfinished())
    all_is_due(running.environment["DATABASE_URL"])  # the mail of what was read then
    soon(lambda: not unfinished())

    assert not ArchiveEntry.objects.filter(made_at=None).exists()
    assert not ArchiveEntry.objects.exclude(failure="").exists()
    assert not DBTaskResult.objects.failed().exists()
    assert {tuple(task.worker_ids[:-1]) for task in DBTaskResult.objects.all() if len(task.worker_ids) > 1}
    assert PreparedFile.objects.get().size
    assert editor.get(f"{waits}file/").content.startswith(b"%PDF")
    assert Notice.objects.filter(kind=NoticeKind.ARCHIVE).count() == 1
    told = Notice.objects.filter(kind=NoticeKind.LETTER, reader=team.users["viewer"])
    assert told.count() == set_cells(project)
    mailed = Counter(re.findall(r"/notices/(\d+)/", "".join(mail.text for mail in running.mailbox.mails)))
    assert set(mailed.values()) == {1}


def large_project(team: Team) -> Project:
    """One whose documents take too long for an answer."""
    project = small_project()
    MembershipFactory.create(project=project, user=team.users["editor"], role=Role.EDITOR)
    duties = DutyFactory.build_batch(700, project=project, phase=project.phases.first())
    cells = product(Duty.objects.bulk_create(duties), project.positions.all())
    Assignment.objects.bulk_create(Assignment(duty=duty, position=position, letter="R") for duty, position in cells)
    return project


def unfinished() -> bool:
    """Whether something is due or under way."""
    return DBTaskResult.objects.ready().exists() or DBTaskResult.objects.running().exists()


def led_from(who: Visitor, path: str) -> str:
    """Where one is led from there; who is asked to come again does, as on a machine that is busy."""
    end = time.monotonic() + 60
    while (answer := who.get(path)).status_code == 503 and "Retry-After" in answer.headers:
        assert time.monotonic() < end, answer.text
        time.sleep(1)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def kill_at_work(running: Arrangement) -> None:
    """Kill a worker in the middle of a task; it comes back once the other has taken that."""
    at_work = DBTaskResult.objects.running().filter(task_path__contains="make_")
    task = soon(at_work.first)
    assert task is not None
    name = task.worker_ids[-1]
    worker = running.workers[int(name[-1])]
    worker.kill()
    soon(lambda: not LivingWorker.objects.filter(name=name).exists())
    worker.start()


def attempts_are_counted_by_all_servers(running: Arrangement) -> None:
    """Whichever of them is asked; without the cache nobody signs in, and everything else goes on."""
    anybody = running.visitor()
    form = {"login": "nobody@example.org", "password": "no"}

    def sign_in(number: int) -> requests.Response:
        anybody.base = running.url(number)
        return anybody.post("/en/accounts/login/", form)

    said = ["Too many" in sign_in(number % 2).text for number in range(7)]
    assert (said[0], said[-1]) == (False, True)
    assert running.cache is not None
    running.cache.kill()
    away = sign_in(0)
    assert (away.status_code, away.headers["Retry-After"]) == (503, "30")
    assert anybody.get("/en/").status_code == 200
    running.cache.start()
    assert sign_in(1).status_code == 200
