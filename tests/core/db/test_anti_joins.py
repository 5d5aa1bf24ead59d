"""Rows without a partner are asked for with `~Exists`, never as `reversal__isnull=True`.

The second form joins the whole other table and keeps what found nothing; PostgreSQL expects one such row where
there are a million, and plans the rest of the query for it (4,574 ms against 13 at a million gifts).
"""

import ast
from collections.abc import Iterator

from django.apps import apps

from tests.test_architecture import ROOT, modules


def relations() -> tuple[set[str], set[str]]:
    """Names of relations by which other tables point at a model, and names of a model's own columns."""
    theirs, own = set(), set()
    for field in (field for model in apps.get_models() for field in model._meta.get_fields()):
        (theirs if field.auto_created and not field.concrete else own).add(field.name)
    return theirs, own


def absent(tree: ast.AST, names: set[str]) -> Iterator[int]:
    """Lines that ask for rows without a partner by joining them: `void__isnull=True`, `void=None`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg and isinstance(node.value, ast.Constant):
            *path, last = node.arg.removesuffix("__isnull").split("__")
            asked = True if node.arg.endswith("__isnull") else None
            if last in names and node.value.value is asked and (path or node.arg.endswith("__isnull")):
                yield node.value.lineno


def test_no_query_joins_a_table_to_find_who_is_not_in_it():
    theirs, own = relations()

    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        for line in absent(ast.parse(path.read_text()), theirs - own)
    ]

    assert found == []
    assert "reversal" in theirs - own


def test_the_forms_are_known():
    tree = ast.parse("rows.filter(reversal__isnull=True, gift__void=None, history=False, reversal__isnull=False)")

    assert list(absent(tree, {"reversal", "void"})) == [1, 1]
