"""The HTTP side: one loopback socket, four doors (API, control plane, hosted page, its assets)."""

import socket
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sandbox.api import routes
from sandbox.config import HOST, Settings
from sandbox.control import routes as control
from sandbox.exchange import MAX_BODY, Request, Response, as_json
from sandbox.jobs import Ticker
from sandbox.pages import views
from sandbox.webhooks import Sender
from sandbox.world import World

SECURITY = {"X-Content-Type-Options": "nosniff", "X-Simulated": "not Stripe"}


class Standin:
    """The running process: server, clock and webhooks over one world."""

    def __init__(self, settings: Settings):
        self.world = World(settings)
        self.server = _Server((settings.host, settings.port), _Handler)
        self.server.world = self.world
        self._threads: tuple[Ticker, Sender] = (Ticker(self.world), Sender(self.world))

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server.server_address[1]}"

    def serve(self) -> None:
        """Answer until ``stop`` is called from another thread."""
        for thread in self._threads:
            thread.start()
        try:
            self.server.serve_forever(poll_interval=0.1)
        finally:
            for thread in self._threads:
                thread.stop()
            self.server.server_close()

    def stop(self) -> None:
        self.server.shutdown()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    world: World


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave in one piece
    disable_nagle_algorithm = True
    timeout = 65
    server: _Server

    def do_GET(self):
        self._serve()

    do_POST = do_DELETE = do_GET  # noqa: N815

    def _serve(self):
        body = self._body()
        if body is None:
            return
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, path, query, headers, body, f"http://{headers.get('host', '')}")
        try:
            answer = self._answer(request)
        except Exception:  # noqa: BLE001  a bug of ours: answer like a broken API, and say so where we were started
            traceback.print_exc()
            answer = as_json({"error": {"type": "api_error", "message": "The stand-in has a bug."}}, 500)
        self._send(answer)

    def _body(self) -> bytes | None:
        """The whole body, or None after refusing it (the connection is closed then)."""
        length = self.headers.get("Content-Length", "0")
        if self.headers.get("Transfer-Encoding") or not length.isdigit() or int(length) > MAX_BODY:
            self.close_connection = True
            self._send(_plain(413, "The body must state its length, at most 1 MB."))
            return None
        return self.rfile.read(int(length))

    def _answer(self, request: Request) -> Response:
        if not self._is_local(request):
            return _plain(421, "The stand-in answers to 127.0.0.1 and localhost alone.")
        world, path = self.server.world, request.path
        if path.startswith(("/v1/", "/v2/")):
            return routes.respond(world, request)
        if path.startswith(f"{control.PREFIX}/"):
            return control.respond(world, request)
        if path.startswith(views.PREFIX):
            return views.respond(world, request)
        if path.startswith("/_assets/"):
            return views.asset(path.removeprefix("/_assets/"))
        return views.home(world) if path == "/" else _plain(404, "Not found")

    def _is_local(self, request: Request) -> bool:
        """Names that resolve here from elsewhere (DNS rebinding) are not us."""
        port = self.server.server_address[1]
        return request.headers.get("host") in (f"{HOST}:{port}", f"localhost:{port}")

    def _send(self, answer: Response):
        if answer.wait:
            time.sleep(answer.wait)
        if answer.hang_up:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        for name, value in (SECURITY | answer.headers | {"Content-Length": str(len(answer.body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def version_string(self):
        return "stand-in"

    def log_message(self, format, *args):
        """The request log is in the state; the terminal stays quiet."""


def _plain(status: int, text: str) -> Response:
    return Response(status, f"{text}\n".encode(), {"Content-Type": "text/plain; charset=utf-8"})
