"""Triggers, views and search tables: kept out of migrations, dropped before and installed after every one.

Django rebuilds SQLite tables to alter them; that fails on views and silently drops triggers. So `pre_migrate` drops
everything here and `post_migrate` installs it again, and a system check refuses to start when something is missing.
"""

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections

from core import extend


def drop_all(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Drop what may stand in the way of a migration."""
    _run(using, "drop", reversed(extend.entries(extend.DbObject)))


def install_all(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Install everything the apps contribute."""
    _run(using, "drop", reversed(extend.entries(extend.DbObject)))
    _run(using, "create", extend.entries(extend.DbObject))


def _run(using: str, verb: str, objects: Any) -> None:
    connection = connections[using]
    for item in objects:
        with connection.cursor() as cursor:
            cursor.execute(getattr(item, verb)[connection.vendor])


def missing(using: str = "default") -> list[str]:
    """Names of contributed objects the database does not hold."""
    connection = connections[using]
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('view', 'trigger', 'index', 'table')",
        "postgresql": "SELECT relname FROM pg_class UNION SELECT tgname FROM pg_trigger",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {row[0] for row in cursor.fetchall()}
    return [item.name for item in extend.entries(extend.DbObject) if item.name not in there]


@register(Tags.database)
def check_objects(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Error]:
    """Refuse to go on when a migrated database lacks a view or trigger."""
    found = []
    for using in databases or []:
        tables = connections[using].introspection.table_names()
        if "django_migrations" in tables and "core_organization" in tables:
            found += [
                Error(f"The database lacks “{name}”.", hint="Run `manage.py migrate`.", id="core.E001")
                for name in missing(using)
            ]
    return found
