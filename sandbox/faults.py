"""Faults on demand: the next calls are limited, broken, slow or answered into the void."""

from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

KINDS = ("429", "500", "503", "timeout", "drop_reply")


@dataclass
class Fault:
    """``kind`` for the next ``count`` matching API calls.

    * ``429`` rate limited; not kept under the idempotency key.
    * ``500`` failed inside the endpoint: kept under the key and marked "do not retry", as v1 does.
    * ``503`` failed before the endpoint: not kept, clients retry.
    * ``timeout`` nothing is done and the connection closes after ``seconds``.
    * ``drop_reply`` everything is done and the connection closes without an answer.
    """

    kind: str
    count: int = 1
    method: str = "*"
    path: str = "*"
    seconds: float = 30.0

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"A fault is one of {', '.join(KINDS)}, not {self.kind!r}.")
        if self.count < 1:
            raise ValueError("A fault happens at least once.")

    def matches(self, method: str, path: str) -> bool:
        return fnmatchcase(method, self.method) and fnmatchcase(path, self.path)


def take(world, method: str, path: str) -> Fault | None:
    """The first fault that matches, one occurrence used up."""
    with world.store.lock:
        for fault in world.controls.faults:
            if fault.matches(method, path):
                fault.count -= 1
                world.controls.faults = [kept for kept in world.controls.faults if kept.count > 0]
                return fault
    return None


def listed(world) -> list[dict]:
    return [asdict(fault) for fault in world.controls.faults]
