"""Startup checks of the web server and the worker, reported in sentences."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from core.db import objects
from core.models import Organization

MIGRATE = "Run manage.py migrate."
COLLECT = "Run manage.py collectstatic --no-input."


def refuse(*, pages: bool) -> None:
    """End this process with a sentence about everything missing; log what is merely switched off.

    `pages`: whether this process serves pages, which need the collected static files. An unavailable database ends
    nothing: pages handle that themselves.
    """
    missing = list(_static_files()) if pages else []
    try:
        missing += _tables()
        notes = [] if missing else list(_notes())
    except DatabaseError as error:
        notes = [
            f"The database can't be reached: {str(error).strip().splitlines()[0]}. Pages show error 503 until it can."
        ]
    for note in notes:
        print(f"Note: {note}", file=sys.stderr, flush=True)
    if missing:
        raise SystemExit("Solidarity cannot start:\n  - " + "\n  - ".join(missing))


def _static_files() -> Iterator[str]:
    """Without its manifest, or with that of an earlier version, every page would answer 500."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return
    if staticfiles_storage.read_manifest() is None:
        yield f"The static files are not collected in {settings.STATIC_ROOT}. {COLLECT}"
    elif any(path not in staticfiles_storage.hashed_files for path in _sources()):
        yield f"The static files in {settings.STATIC_ROOT} belong to an earlier version. {COLLECT}"


def _sources() -> Iterator[str]:
    """The files that `collectstatic` collects."""
    for finder in get_finders():
        for path, _ in finder.list([]):
            yield path.replace("\\", "/")


def _tables() -> list[str]:
    tables = connection.introspection.table_names()
    if "django_migrations" not in tables:
        return [f"The database has no tables yet. {MIGRATE}"]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return [f"The tables belong to an earlier version. {MIGRATE}"]
    found = [str(error.msg) for error in objects.check_objects(None, ["default"])]
    if found:
        return [*found, MIGRATE]
    if settings.CACHES["default"]["LOCATION"] not in tables:
        return ["The cache table is missing. Run manage.py createcachetable."]
    return []


def _notes() -> Iterator[str]:
    """What works, but not as users may expect; only in production."""
    if settings.LOCAL:
        return
    if not Organization.objects.exists():
        yield "The organization is not set up yet. Run manage.py set_up."
    if not getattr(settings, "MAIL_CONFIGURED", False):
        yield "No outgoing mail is configured (EMAIL_URL or EMAIL_PROVIDER), so emails are held in the outbox."
    if not settings.STRIPE_SECRET_KEY:
        yield "STRIPE_SECRET_KEY is not set, so online giving is off."
