"""A webhook receiver for tests: keeps what it is sent and answers what it is told."""

import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import stripe


@dataclass(frozen=True)
class Received:
    body: bytes
    signature: str | None
    at: float

    def event(self, secret: str) -> stripe.Event:
        """The event, if the SDK accepts its signature."""
        return stripe.Webhook.construct_event(self.body, self.signature, secret)

    @property
    def signed_at(self) -> int:
        return int(self.signature.split(",")[0].removeprefix("t="))


class Receiver:
    """Listens on a free loopback port. ``answers`` are given in turn, the last one for ever."""

    def __init__(self):
        self.received: list[Received] = []
        self.answers: list[int] = [200]
        self._changed = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/stripe/webhook/"

    def take(self, body: bytes, signature: str | None) -> int:
        with self._changed:
            self.received.append(Received(body, signature, time.time()))
            self._changed.notify_all()
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def wait_for(self, count: int, seconds: float = 10) -> list[Received]:
        """At least ``count`` webhooks, in order of arrival; fails when they do not come."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.received) >= count, seconds)
            assert came, f"{len(self.received)} of {count} webhooks came in {seconds} seconds"
            return list(self.received)

    def types(self, secret: str) -> list[str]:
        return [one.event(secret).type for one in self.received]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(receiver: Receiver):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.take(body, self.headers["Stripe-Signature"]))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            """Quiet."""

    return Handler
