"""Texts inside a JSON column, read as texts on both engines.

    rows.values_list(json_text("plan__fund_text"))

Django's own way by key (`values_list("plan__fund_text")`) parses on SQLite what it finds: a fund called 2024 comes back
as a number, one called NaN as a float, and an amount of "0.10" as one too. A test keeps it out of the source.
"""

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.json import KeyTextTransform
from django.db.models.sql.compiler import SQLCompiler


class JsonText(KeyTextTransform):
    """The text under a key; None where the key is missing or null."""

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        column, params, keys = self.preprocess_lhs(compiler, connection)
        path = "".join(f".{json.dumps(key)}" for key in keys)
        return f"JSON_EXTRACT({column}, %s)", (*params, f"${path}")


json_text = JsonText.from_lookup
