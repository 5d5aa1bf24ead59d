import pytest


@pytest.fixture
def admin(client_as, organization):
    """An administrator, signed in."""
    return client_as("admin")
