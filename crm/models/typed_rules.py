"""The interface that rows with typed names call when they are written; `crm.protection` implements it.

It keeps the models from importing `crm.protection`, which reads the models. `crm/contributes/registry.py` sets the
implementation at startup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from core import extend


@dataclass(frozen=True, kw_only=True)
class NameRules:
    """What is called when a row is written.

    `decide(rows)` sets what each row shows and returns the matches; `file(rows, found)` stores the rows' search keys
    and opens reviews; `forget(object_type, keys)` deletes both; `file_names(supporters)` stores the search forms of
    supporters' names; `tell(model, keys)` notes which protected people free texts name.
    """

    decide: Callable[[Sequence[Any]], Any]
    file: Callable[[Sequence[Any], Any], None]
    forget: Callable[[str, Sequence[int]], None]
    file_names: Callable[[Sequence[Any]], None]
    tell: Callable[[type[models.Model], Sequence[int]], None]


def name_rules() -> NameRules:
    """The implementation set at startup."""
    rules: NameRules = extend.entries(NameRules)[0]
    return rules
