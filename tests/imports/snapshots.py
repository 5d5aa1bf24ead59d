"""Every row of every table, to compare a database with what it was."""

from typing import Any

from django.apps import apps

#: What an undo leaves behind on purpose: the audit log with its values, the file with its rows, counters of spoken
#: numbers.
ASIDE = frozenset(
    {
        "core.AuditEntry", "core.Change", "core.Sequence", "core.StoredFile", "imports.ImportBatch",
        "imports.ImportEffect", "imports.ImportRow",
    }
)  # fmt: skip


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """All rows by model, but for what stands aside."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label not in ASIDE]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}
