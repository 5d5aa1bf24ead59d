"""Triggers, views and search tables, kept outside of migrations: dropped before and installed after each.

Django rebuilds SQLite tables to alter them, which fails on views and silently drops triggers. So `pre_migrate` drops
everything here and `post_migrate` installs it again, and a system check refuses to start when an object is missing, was
made by another version of the product, or was changed in the database by hand.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections

from core import extend
from core.models import InstalledObject

#: A query for what each database holds: rows of name and text; several rows with one name are joined.
DESCRIBED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": """
        SELECT relname, pg_get_viewdef(c.oid) FROM pg_class c WHERE relkind = 'v' AND pg_table_is_visible(c.oid)
        UNION ALL SELECT relname, pg_get_indexdef(c.oid) FROM pg_class c
         WHERE relkind = 'i' AND pg_table_is_visible(c.oid)
        UNION ALL SELECT tgname, pg_get_triggerdef(t.oid) || ' ' || tgenabled::text FROM pg_trigger t
         WHERE NOT tgisinternal
        UNION ALL SELECT proname, pg_get_functiondef(p.oid) FROM pg_proc p
         WHERE prokind = 'f' AND pronamespace = current_schema()::regnamespace
    """,
}


def drop_all(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Drop everything that may be in the way of a migration."""
    _run(using, "drop", reversed(extend.entries(extend.DbObject)))


def install_all(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Install everything the apps contribute, and store its definition and how the database describes it."""
    drop_all(sender, using)
    _run(using, "create", extend.entries(extend.DbObject))
    _run(using, "fill", extend.entries(extend.DbObject))
    if InstalledObject._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated back to before the table existed
    described = _described(using)
    rows = [
        InstalledObject(name=item.name, source_sha256=_sha(source), described_sha256=described.get(item.name, ""))
        for item, source in _wanted(using)
    ]
    InstalledObject.objects.using(using).all().delete()
    InstalledObject.objects.using(using).bulk_create(rows)


def missing(using: str = "default") -> list[str]:
    """Names of contributed objects missing in the database."""
    there = _described(using)
    return [item.name for item, _ in _wanted(using) if item.name not in there]


def different(using: str = "default") -> list[str]:
    """Names of objects that differ from what this version of the product installs."""
    there = _described(using)
    noted = {row.name: row for row in InstalledObject.objects.using(using).all()}
    return [
        item.name
        for item, source in _wanted(using)
        if item.name in there
        and (
            item.name not in noted
            or noted[item.name].source_sha256 != _sha(source)
            or noted[item.name].described_sha256 != there[item.name]
        )
    ]


@register(Tags.database)
def check_objects(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Error]:
    """A system check: a migrated database has every object, unchanged."""
    found = []
    for using in databases or []:
        tables = connections[using].introspection.table_names()
        if "django_migrations" in tables and InstalledObject._meta.db_table in tables:
            found += [_error(f"The database is missing “{name}”.", "E001") for name in missing(using)]
            found += [
                _error(f"“{name}” in the database differs from the version Solidarity installs.", "E002")
                for name in different(using)
            ]
    return found


def _error(text: str, number: str) -> Error:
    return Error(text, hint="Run `manage.py migrate` to reinstall every view and trigger.", id=f"core.{number}")


def _run(using: str, verb: str, objects: Any) -> None:
    connection = connections[using]
    for item in objects:
        if statement := getattr(item, verb).get(connection.vendor):
            with connection.cursor() as cursor:
                cursor.execute(statement)


def _wanted(using: str) -> list[tuple[extend.DbObject, str]]:
    """Every object for this database, with its SQL."""
    vendor = connections[using].vendor
    return [(item, item.create[vendor]) for item in extend.entries(extend.DbObject) if item.create[vendor]]


def _described(using: str) -> dict[str, str]:
    """The hash of how the database describes each object."""
    connection = connections[using]
    texts: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(DESCRIBED[connection.vendor])
        for name, text in cursor.fetchall():
            texts.setdefault(name, []).append(text)
    return {name: _sha("\n".join(sorted(parts))) for name, parts in texts.items()}


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
