"""What rows with typed names ask as they are written; `crm.protection` answers, which reads the models.

The models do not import what reads them: `crm/contributes/registry.py` names it here as the application starts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from core import extend


@dataclass(frozen=True, kw_only=True)
class NameRules:
    """The questions of a row that is written.

    `decide(rows)` sets what shows of each and gives what it found; `file(rows, found)` keeps the rows' search keys and
    opens reviews; `forget(object_type, keys)` removes them; `file_names(supporters)` keeps the forms of people's names;
    `tell(model, keys)` notes whom free texts name.
    """

    decide: Callable[[Sequence[Any]], Any]
    file: Callable[[Sequence[Any], Any], None]
    forget: Callable[[str, Sequence[int]], None]
    file_names: Callable[[Sequence[Any]], None]
    tell: Callable[[type[models.Model], Sequence[int]], None]


def name_rules() -> NameRules:
    """The rules in force."""
    rules: NameRules = extend.entries(NameRules)[0]
    return rules
