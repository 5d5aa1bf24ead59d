"""Rows to page through."""

import pytest

from tests.core.listing.paging.plain import make_gifts


@pytest.fixture
def gifts(database, organization):
    make_gifts()
