"""The application behind a real socket, for browsers and for clients that race."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application


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
    return get_wsgi_application()
