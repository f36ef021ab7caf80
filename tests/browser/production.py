"""A production from nothing: its own settings, PostgreSQL, a mail server, gunicorn and a worker, each a process."""

import email
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller
from django.conf import settings
from django_tasks_db.models import DBTaskResult

TOP = settings.BASE_DIR


@dataclass(frozen=True)
class Mail:
    """A message as it arrived."""

    to: str
    subject: str
    text: str
    html: str

    @property
    def link(self) -> str:
        """The address it leads to."""
        return str(re.findall(r"http://localhost:\d+/\S+", self.text)[0])


class Mailbox:
    """A mail server on this machine that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
        contents = (part.get_content() if part else "" for part in (text, html))
        self.mails.extend(Mail(to, str(message["Subject"]).strip(), *contents) for to in envelope.rcpt_tos)
        return "250 OK"

    def last_to(self, address: str, about: str) -> Mail:
        """The last message to somebody whose subject says this, once it has come."""
        for _ in range(600):
            if found := [mail for mail in self.mails if mail.to == address and about in mail.subject]:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} about {about}: {[(m.to, m.subject) for m in self.mails]}")


class Production:
    """The product as an operator sets it up; `manage` runs its commands."""

    def __init__(self, folder: Path, database: str) -> None:
        self.mailbox, self.port, self.exit = Mailbox(), free_port(), ExitStack()
        self.url = f"http://localhost:{self.port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(folder),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "localhost",
            "DATABASE_URL": database,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mailbox.controller.port}",
            "SITE_URL": self.url,
            "SECURE_SSL_REDIRECT": "no",
        }

    def start(self) -> None:
        """Install, serve, work."""
        self.mailbox.controller.start()
        self.exit.callback(self.mailbox.controller.stop)
        self.manage("prepare")
        server = ["-m", "gunicorn", "-c", "python:aispec.server", "aispec.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        for command in (server, ["manage.py", "db_worker", "--interval", "0.2"]):
            process = subprocess.Popen(
                [sys.executable, *command], cwd=TOP, env=self.environment, stderr=subprocess.DEVNULL
            )
            self.exit.callback(process.wait, 40)
            self.exit.callback(process.terminate)
        for _ in range(300):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("it does not serve")

    def a_minute_passes(self) -> None:
        """What waits, so that notices of a minute leave together, is due now."""
        with psycopg.connect(self.environment["DATABASE_URL"], autocommit=True) as database:
            for _ in range(3):  # a reading of the journal puts off a mail
                time.sleep(2)
                database.execute(
                    f"UPDATE {DBTaskResult._meta.db_table} SET run_after = now() WHERE status = 'READY'"  # noqa: S608
                )

    def manage(self, *arguments: str) -> str:
        """What a command prints."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=TOP, env=self.environment, check=True, capture_output=True, text=True).stdout


def empty_database(name: str) -> str:
    """The URL of a new database of the PostgreSQL on this machine."""
    url = subprocess.run([TOP / ".ci/postgres"], check=True, capture_output=True, text=True).stdout.strip()
    with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    return f"{url.rpartition('/')[0]}/{name}"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
