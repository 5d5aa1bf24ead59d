"""Hand emails to the mail server or provider, and interpret its answer.

Only an email that was certainly not accepted is tried again. When that is unclear, it is *delivery unknown*.
"""

from __future__ import annotations

import re
import smtplib
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from anymail import exceptions as provider
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import smtp

from core.jobs.attempts import attempted
from core.models import Message

SENT, READY, FAILED, UNKNOWN = (
    Message.State.SENT,
    Message.State.READY,
    Message.State.FAILED,
    Message.State.UNKNOWN,
)
ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
#: RFC 3463: no such mailbox, no such system, address moved: sending again is pointless.
NOBODY_THERE = re.compile(r"\b5\.1\.(1|2|3|6|10)\b")
CUT_OFF = (
    "The connection was lost after the email was handed to the mail server, so it may have arrived. "
    "Check before you resend it."
)
#: Provider answers that mean it did not take the email, and may later.
LATER = (429, 503)


@dataclass(frozen=True)
class DeliveryResult:
    """The result of one try to send an email.

    The state READY means that the server certainly did not accept it, so it can be tried again. `nobody_there` means
    that the server says the address does not exist.
    """

    state: str
    why: str = ""
    provider_id: str = ""
    nobody_there: bool = False


class _Watched:
    """Remembers whether transmission of the text began: before that nothing can have been accepted."""

    begun = False

    def sendmail(self, *args: Any, **kwargs: Any) -> Any:
        self.begun = False
        return super().sendmail(*args, **kwargs)  # type: ignore[misc]  # a mix-in of smtplib's classes

    def data(self, words: Any) -> Any:
        self.begun = True
        return super().data(words)  # type: ignore[misc]


class WatchedSMTP(_Watched, smtplib.SMTP):
    pass


class WatchedSMTPOverTLS(_Watched, smtplib.SMTP_SSL):
    pass


class SMTPBackend(smtp.EmailBackend):
    """Django's backend, with a connection that knows how far it got."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return WatchedSMTPOverTLS if self.use_ssl else WatchedSMTP


class Post:
    """A connection to the mail server or provider; closed at the end of the block."""

    def __init__(self) -> None:
        self.backend = get_connection()

    def __enter__(self) -> Post:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def open(self) -> str:
        """Connect to the server; '' on success, else why not."""
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException, provider.AnymailError) as error:
            self._close()
            return f"The mail server can't be reached: {readable(error)}"
        return ""

    def hand_over(self, email: EmailMessage) -> DeliveryResult:
        """Send an email, once."""
        with attempted() as attempt:  # whatever happens, the email gets a result
            count = self.backend.send_messages([email])
        if attempt.error:
            begun = getattr(getattr(self.backend, "connection", None), "begun", True)
            self._close()
            return result_of_error(attempt.error, begun=begun)
        if not count:
            return DeliveryResult(
                UNKNOWN, "The mail server didn't confirm that it accepted the email. Check before you resend it."
            )
        status = getattr(email, "anymail_status", None)
        return DeliveryResult(SENT, provider_id=str(getattr(status, "message_id", "") or "")[:255])

    def _close(self) -> None:
        try:
            self.backend.close()
        except (OSError, smtplib.SMTPException, AttributeError):
            self.backend = get_connection()


def result_of_error(error: Exception, *, begun: bool) -> DeliveryResult:
    """The result that an error while sending means. `begun`: the text was already being transmitted, so that a lost
    connection leaves the delivery unknown."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _answered(code, text)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error.smtp_code, error.smtp_error)
    if isinstance(error, provider.AnymailError):
        return _by_provider(error)
    if not begun and isinstance(error, OSError | smtplib.SMTPException):
        return DeliveryResult(
            READY, f"The connection was lost before the email was handed to the mail server: {readable(error)}"
        )
    return DeliveryResult(UNKNOWN, CUT_OFF)


def readable(error: object) -> str:
    """A server's or exception's message, on one line of at most 300 characters and without email addresses."""
    text = error.decode("utf-8", "replace") if isinstance(error, bytes) else str(error)
    return ADDRESS.sub("the address", " ".join(text.split()))[:300]


def _answered(code: int, text: bytes | str) -> DeliveryResult:
    """A mail server's answer by number: from 500 on it is final."""
    words = f"The mail server answered {code}: {readable(text)}"
    if 400 <= code < 500:
        return DeliveryResult(READY, words)
    if code >= 500:
        return DeliveryResult(FAILED, words, nobody_there=bool(NOBODY_THERE.search(readable(text))))
    return DeliveryResult(UNKNOWN, CUT_OFF)


def _by_provider(error: provider.AnymailError) -> DeliveryResult:
    """What the provider's API answered, or that it did not."""
    code = getattr(error, "status_code", None)
    if isinstance(error, provider.AnymailRecipientsRefused):
        return DeliveryResult(FAILED, "The email provider refused the address.")
    if code in LATER:
        return DeliveryResult(READY, f"The email provider answered {code}: try later.")
    if code is not None and 400 <= code < 500:
        return DeliveryResult(FAILED, f"The email provider answered {code}: {readable(str(error).splitlines()[0])}")
    if not isinstance(error, provider.AnymailAPIError):  # it was never sent: the email or the settings are wrong
        return DeliveryResult(FAILED, readable(str(error).splitlines()[0]))
    return DeliveryResult(UNKNOWN, CUT_OFF)
