"""Whether a database was written to since the last time it was asked."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from core.db import changes
from core.models import WorkerBeat


def write_beside() -> None:
    """Write from another connection."""

    def write() -> None:
        WorkerBeat.objects.update_or_create(name="another", defaults={"at": timezone.now()})
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()


def test_nothing_is_new_until_somebody_writes(own_database):
    watch = changes.Changes(60)

    first, then = watch.may_be_new(), watch.may_be_new()
    write_beside()

    assert (first, then) == (True, False)
    assert (watch.may_be_new(), watch.may_be_new()) == (True, False)


@pytest.mark.django_db
def test_what_is_due_by_the_clock_is_looked_for_in_any_case():
    watch = changes.Changes(0)

    assert (watch.may_be_new(), watch.may_be_new()) == (True, True)


@pytest.mark.django_db
def test_whoever_did_something_looks_again():
    watch = changes.Changes(60)
    watch.may_be_new()

    watch.again()

    assert (watch.may_be_new(), watch.may_be_new()) == (True, False)
