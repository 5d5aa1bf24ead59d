"""The tests' own way through the door of frozen rows, for what must be broken or moved on purpose."""

from collections.abc import Iterator
from contextlib import contextmanager

from core import frozen


@contextmanager
def opened() -> Iterator[None]:
    """Let frozen rows be changed until the block ends."""
    with frozen.opened(reason="A test needs it", by=None):
        yield
