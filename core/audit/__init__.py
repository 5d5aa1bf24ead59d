"""The audit log: written by `record`, read as sentences by `core/audit/reading.py`."""

from core.audit.recording import (
    KEY,
    FieldChange,
    added,
    differences,
    record,
    since,
    stored,
    values,
)

__all__ = [
    "KEY",
    "FieldChange",
    "added",
    "differences",
    "record",
    "since",
    "stored",
    "values",
]
