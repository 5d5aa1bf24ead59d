"""A request as it came and an answer as it leaves, whatever carries them."""

import json
from dataclasses import dataclass, field

MAX_BODY = 1_000_000


@dataclass(frozen=True)
class Request:
    """Header names in lower case; ``base_url`` is how the client reached us."""

    method: str
    path: str
    query: str = ""
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    base_url: str = ""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True)
class Response:
    """``hang_up`` closes the connection without a word, after ``wait`` seconds."""

    status: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    hang_up: bool = False
    wait: float = 0


def as_json(payload, status: int = 200, headers: dict | None = None) -> Response:
    body = json.dumps(payload, indent=2).encode() + b"\n"
    return Response(status, body, {"Content-Type": "application/json"} | (headers or {}))
