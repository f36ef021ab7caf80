"""A mail server that keeps what it is given."""

import email
import re
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.arrangement.services import free_port


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
    """A mail server on this machine that keeps what it is given, while it is open."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.port = free_port()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Take mail, also after it was closed."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        """Be away: who has mail is refused."""
        if self._controller:
            self._controller.stop()
            self._controller = None

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
