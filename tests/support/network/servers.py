"""The application behind a real socket, for browsers and for clients that race."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from tests.support.machine import SLOWNESS

MOST_LATE = 0.15  # seconds


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Requests are not news in a test."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the application on a free port of the loopback address; yields its address."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(_application())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@cache
def _application():
    return _late(get_wsgi_application()) if SLOWNESS > 1 else get_wsgi_application()


def _late(application):
    """The application on a slow network: each answer comes up to 150 milliseconds late, so that they overtake one
    another."""

    def answer(environ, start_response):
        time.sleep(random.uniform(0, MOST_LATE))
        return application(environ, start_response)

    return answer
