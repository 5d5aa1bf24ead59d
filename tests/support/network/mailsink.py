"""A real mail server for tests, on a free port of the loopback address: it counts, delays, refuses and hangs up."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

SUBJECT_NUMBER = re.compile(r"number (\d+)")


@dataclass
class MailSink:
    """What arrived. `at_rcpt` and `at_data` may be set: each gives an answer, or None to take the letter."""

    letters: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    at_rcpt: Callable[[str], str | None] = lambda address: None
    at_data: Callable[[int], str | None] = lambda number: None
    #: Numbers of letters, from 1, after which the connection drops though they were taken.
    hang_up_after: set[int] = field(default_factory=set)
    seconds: float = 0
    host: str = "127.0.0.1"
    port: int = 0
    asked: int = 0

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Sends the letters of another process here."""
        return {"EMAIL_URL": self.url}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if answer := self.at_rcpt(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.asked += 1
        number = self.asked
        if answer := self.at_data(number):
            return answer
        if self.seconds:
            await asyncio.sleep(self.seconds)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.senders.append(envelope.mail_from)
        if number in self.hang_up_after:
            server.transport.abort()
        return "250 OK"


class _Controller(Controller):
    def _trigger_server(self) -> None:
        """The port is known only now."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def sink() -> Iterator[MailSink]:
    """A mail server until the block ends."""
    taken = MailSink()
    controller = _Controller(taken, hostname=taken.host, port=0)
    controller.start()
    taken.port = controller.server.sockets[0].getsockname()[1]
    try:
        yield taken
    finally:
        controller.stop()
