"""A page's query on PostgreSQL is cut off; those of commands and the worker are not."""

import os
import subprocess
import sys

import pytest
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created

from core.db import statement_limit
from tests.support import databases

ASKED = (
    "from django.db import connection as c; d = c.cursor(); d.execute('SHOW statement_timeout'); print(*d.fetchone())"
)


@pytest.fixture
def page(db):
    """A connection of its own, opened as the web server opens one."""
    statement_limit.limit_web_queries()
    own = connection.copy()
    yield own
    own.close()
    connection_created.disconnect(dispatch_uid="statement limit")


@pytest.mark.postgresql
def test_a_query_of_a_page_is_cut_off(page, monkeypatch):
    monkeypatch.setattr(statement_limit, "LONGEST", 1)

    with page.cursor() as cursor, pytest.raises(OperationalError, match="statement timeout"):
        cursor.execute("SELECT pg_sleep(60)")


def test_a_database_without_such_a_limit_opens_as_before(page):
    with page.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.postgresql
def test_the_entry_point_of_the_web_server_limits_and_a_command_does_not(db):
    own = databases.OwnDatabase(connection.settings_dict["NAME"], connection.vendor)

    def limit(first: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", f"{first}; {ASKED}"],
            env=os.environ | own.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
            capture_output=True,
            text=True,
        )
        return done.stdout.split()[-1] if not done.returncode else done.stderr

    assert (limit("import config.wsgi"), limit("import django; django.setup()")) == ("20s", "0")
