"""Every row of every table, to compare a database with what it was."""

from typing import Any

from django.apps import apps
from django.db.models import Model

from crm.models import TypedKey
from donations.ledger.rollups import by_month
from donations.models import DayCount, DayTotal, GiftTotal, MonthTotal, MovementTotal, SupporterGiving, SupporterYear

#: What an undo leaves behind on purpose: the audit log with its values, the file with its rows, counters of spoken
#: numbers.
ASIDE = frozenset(
    {
        "core.AuditEntry", "core.Change", "core.Sequence", "core.StoredFile", "imports.ImportBatch",
        "imports.ImportEffect", "imports.ImportRow",
    }
)  # fmt: skip
KEPT_TYPES = {label.lower() for label in ASIDE}
#: What is made anew from others: its rows have other keys then.
DERIVED = (DayTotal, MonthTotal, MovementTotal, DayCount, GiftTotal, SupporterGiving, SupporterYear, TypedKey)


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """All rows by model, but for what stands aside."""
    by_month.fold.func()  # on PostgreSQL each transaction has rows of its own until then
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label not in ASIDE]
    return {model._meta.label: _rows(model) for model in models}


def _rows(model: type[Model]) -> list[dict[str, Any]]:
    """By key; what was made anew has other keys, and the same content."""
    rows = list(model._default_manager.order_by("pk").values())
    if model not in DERIVED:
        return rows
    rows = [row for row in rows if row.get("object_type") not in KEPT_TYPES]  # keys of rows that stand aside
    return sorted(({name: row[name] for name in row if name != "id"} for row in rows), key=str)
