"""What stories share: the log as a handler of ours writes it, and a charity with something of everything."""

import io
import logging
from collections.abc import Iterator

import pytest

from core.http.logs import SafeFilter
from core.models import User
from tests.stories.furnished import furnish
from tests.support import databases


@pytest.fixture(scope="session")
def furnished(django_db_setup, django_db_blocker) -> Iterator[tuple[str, User, dict[str, object]]]:
    """A furnished database for copies, written once a process: its name, and what `furnish` gave."""
    with django_db_blocker.unblock(), databases.filled(furnish) as (name, (user, rows)):
        yield name, user, rows


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
