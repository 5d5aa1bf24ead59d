"""What SQLite needs where several threads write."""

import sqlite3
from contextlib import closing

import pytest
from django.db import OperationalError, connection, transaction

pytestmark = pytest.mark.sqlite


def cursors(error: BaseException) -> list[sqlite3.Cursor]:
    """The cursors that the traceback of an error keeps."""
    found, frame = [], error.__traceback__
    while frame is not None:
        wrapper = frame.tb_frame.f_locals.get("self")
        found += [wrapper.cursor] if isinstance(getattr(wrapper, "cursor", None), sqlite3.Cursor) else []
        frame = frame.tb_next
    return found


def test_a_begin_that_waited_in_vain_leaves_no_open_statement(own_database):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(own_database.name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(OperationalError, match="locked") as caught, transaction.atomic():
            pass

    left = cursors(caught.value)
    assert left
    for cursor in left:
        with pytest.raises(sqlite3.ProgrammingError, match="closed cursor"):
            cursor.fetchone()
    with transaction.atomic():  # the connection works on
        pass


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("recursive_triggers", 1)]
)
def test_every_sqlite_connection_keeps_what_correctness_rests_on(pragma, value):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")

        assert cursor.fetchall() == [(value,)]


@pytest.mark.django_db
def test_a_sqlite_transaction_takes_the_write_lock_first():
    assert connection.transaction_mode == "IMMEDIATE"
    assert connection.settings_dict["OPTIONS"]["timeout"] == 20
