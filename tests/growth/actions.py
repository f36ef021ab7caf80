"""What is measured: what readers ask for and what works in the background, each as a call."""

from collections.abc import Callable
from io import StringIO
from itertools import cycle
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from roles.models import Assignment
from roles.notices.tasks import read
from tests.benchmarks.worlds import FORM, headers_of
from tests.growth.worlds import ADMINISTRATOR, HR_MANAGER, READER

Action = Callable[[], object]
OURS, SOMEBODY = 1, 9  # a project of the reader's, and somebody of the directory


def actions() -> dict[str, Action]:
    """By name, in the order of the table."""
    with override("fr"):
        return {
            **_pages("", READER, {
                "first page": reverse("home"),
                "projects": reverse("projects"),
                "projects, searched": reverse("projects") + "?q=prevision",
                "matrix page": reverse("project", args=[OURS]),
                "matrix page, asking for changes": reverse("changes", args=[OURS]) + "?since=1",
                "my part": reverse("mine", args=[OURS]),
                "acceptance": reverse("acceptance", args=[OURS]),
                "load of positions": reverse("workload", args=[OURS]),
                "load of people across projects": reverse("people-load"),
                "load of people, last page": reverse("people-load") + "?page=last",
                "history": reverse("history", args=[OURS]),
                "notices": reverse("notices"),
                "bell": reverse("notices-unread"),
                "profiles": reverse("profiles"),
                "profiles, searched": reverse("profiles") + "?q=donnees",
                "a profile": reverse("profile", args=["technicien"]),
                "a new project": reverse("project-new"),
            }),
            "cell change": _cell_change(),
            **_pages("HR: ", HR_MANAGER, {
                "first page": reverse("home"),
                "postings": reverse("postings-mine"),
                "frameworks": reverse("frameworks"),
                "people": reverse("people"),
                "people, last page": reverse("people") + "?page=last",
                "people, searched": reverse("people") + "?" + urlencode({"q": "tremblay genev"}),
                "people, everybody": reverse("people") + "?show=all",
                "people without positions": reverse("people") + "?show=without",
                "possible doubles": reverse("people") + "?show=doubles",
                "a person": reverse("person", args=[SOMEBODY]),
                "two people into one, searched": reverse("person-merge", args=[SOMEBODY]) + "?q=tremblay",
            }),
            **_pages("administrator: ", ADMINISTRATOR, {
                "security log": reverse("security-log"),
                "security log, searched": reverse("security-log") + "?q=p1@example",
                "roles of accounts": reverse("account-roles"),
                "roles of accounts, searched": reverse("account-roles") + "?q=tremblay",
                "administration of accounts": reverse("admin:auth_user_changelist"),
            }),
            **_pages("", None, {"readyz": reverse("readyz")}),
            "a worker takes a task": _take,
            "notices of a change": lambda: read.call(OURS),
            "send_notices": lambda: call_command("send_notices", stdout=StringIO()),
            "forget_old": lambda: call_command("forget_old", stdout=StringIO()),
            "verify_history of a project": lambda: call_command("verify_history", OURS, stdout=StringIO()),
        }  # fmt: skip


def _pages(who: str, account: int | None, addresses: dict[str, str]) -> dict[str, Action]:
    client = Client()
    if account:
        client.force_login(User.objects.get(pk=account))
    return {who + name: _page(client, address) for name, address in addresses.items()}


def _page(client: Client, address: str) -> Action:
    def ask() -> None:
        answer = client.get(address)
        assert answer.status_code in (200, 204), (address, answer.status_code)

    return ask


def _cell_change() -> Action:
    """A cell of the reader's project that has another letter each time."""
    client = Client()
    client.force_login(User.objects.get(pk=READER))
    client.get(reverse("project", args=[OURS]))
    cell = Assignment.objects.filter(duty__project=OURS, letter__in="RCI").earliest("pk")
    letters, address, held = cycle("RCI"), reverse("cells", args=[OURS]), [cell.letter]

    def click() -> None:
        letter = next(each for each in letters if each != held[0])
        body = {"duty": cell.duty_id, "position": cell.position_id, "letter": letter, "seen": held[0]}
        answer = client.post(address, urlencode(body), FORM, headers=headers_of(client))
        assert answer.status_code == 200, answer.content
        held[0] = letter

    return click


def _take() -> None:
    """As db_worker asks for the next task, which it leaves where it is."""
    with transaction.atomic():
        DBTaskResult.objects.ready().filter(backend_name="default", queue_name__in=["default"]).get_locked()
