"""What stories share: the log as a handler of ours writes it."""

import io
import logging
from collections.abc import Iterator

import pytest

from core.http.logs import SafeFilter


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything any logger says, as a handler of ours writes it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.addFilter(SafeFilter())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
