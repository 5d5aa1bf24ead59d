"""Rows to page through."""

import pytest

from tests.core.listing.paging.plain import make_gifts
from tests.support import databases
from tests.support.builders import make_organization


@pytest.fixture(scope="module")
def written_gifts(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), databases.written_once():
        make_organization()
        make_gifts()
        yield


@pytest.fixture
def gifts(written_gifts, database):
    """Written once for a module; what a test adds is taken back."""
