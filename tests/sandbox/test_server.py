"""The HTTP side of the stand-in: this machine alone, bodies of a stated length, four doors."""

import http.client
from threading import Thread

import pytest

from sandbox.config import Settings
from sandbox.exchange import MAX_BODY
from sandbox.server import Standin


@pytest.fixture
def port():
    running = Standin(Settings("sk_test_standin_x", "whsec_x", "t"))
    thread = Thread(target=running.serve, daemon=True)
    thread.start()
    yield running.server.server_address[1]
    running.stop()
    thread.join(5)


def ask(port: int, method: str = "GET", path: str = "/", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_it_answers_to_its_own_names_alone(port):
    assert ask(port)[0] == 200
    assert ask(port, Host=f"localhost:{port}")[0] == 200
    assert ask(port, Host=f"elsewhere.example.org:{port}")[0] == 421


def test_each_door_has_its_own_answer(port):
    assert ask(port, path="/v1/charges")[0] == 401
    assert ask(port, path="/nowhere")[0] == 404
    assert ask(port, path="/_assets/none.css")[0] == 404


def test_a_body_without_a_length_or_too_long_is_refused(port):
    assert ask(port, "POST", "/v1/charges", **{"Content-Length": str(MAX_BODY + 1)})[0] == 413
    assert ask(port, "POST", "/v1/charges", **{"Content-Length": "many"})[0] == 413
