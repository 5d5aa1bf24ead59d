"""Delete data whose retention period ended, once a day at night.

Nothing depends on it: an ended session, an expired file or an old draft is refused even if it is not deleted yet.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone

from core import extend, jobs
from core.db.sqlite import take_statistics
from core.display import counted
from core.jobs.attempts import attempted
from core.models import JobRun, WorkerBeat

log = logging.getLogger(__name__)
HOUR = 3
#: How long scheduled runs are listed. Runs a user asked for are kept.
RUNS_KEPT = timedelta(days=30)
SILENT_FOR = timedelta(days=1)


@jobs.task()
def clear() -> dict[str, str]:
    """Delete everything past its retention. A failure is logged and does not stop the others; then all is retried."""
    now, told, failure = timezone.now(), [], None
    for entry in extend.entries(extend.Retention):
        with attempted() as attempt:
            if count := entry.clear(now):
                told.append(counted(count, entry.one, entry.many))
        if attempt.error:
            log.error("Removing %s failed and will be retried.", entry.many, exc_info=attempt.error)
            failure = failure or attempt.error
    take_statistics(connection)
    if failure:
        raise failure
    return {"text": f"Removed: {', '.join(told)}." if told else "Nothing to remove."}


def sessions(at: datetime) -> int:
    """Delete expired sessions with their devices; returns how many devices."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return sum(row.purge() for row in UserSession.objects.iterator())


def counts(at: datetime) -> int:
    """Delete expired entries of the shared cache, such as sign-in attempts; returns how many."""
    store = caches["default"]
    if not isinstance(store, DatabaseCache):  # other caches expire by themselves
        return 0
    quoted, written = connection.ops.quote_name, connection.ops.adapt_datetimefield_value
    table = quoted(store.cache_model_class._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {quoted('expires')} < %s", [written(at)])  # noqa: S608  our own names
        return cursor.rowcount


def runs(at: datetime) -> int:
    """Delete old scheduled runs; returns how many."""
    old = JobRun.objects.filter(slot__isnull=False, ended_at__lte=at - RUNS_KEPT)
    return old.delete()[0]


def workers(at: datetime) -> int:
    """Delete workers that did not report for long; returns how many."""
    return WorkerBeat.objects.filter(at__lte=at - SILENT_FOR).delete()[0]
