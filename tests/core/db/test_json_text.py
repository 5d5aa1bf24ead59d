"""Texts in JSON columns stay texts, also where they look like JSON themselves."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from core.db.json_text import json_text
from core.models import JobRun
from tests.test_architecture import ROOT, modules

LIKE_JSON = ["2024", "0.10", "1e999", "NaN", "-Infinity", "true", "false", "null", '"quoted"', "[1]", "{}", "", " 7 "]
PATH = re.compile(r"-?\w+?__\w+")


@pytest.mark.django_db
@pytest.mark.parametrize("text", LIKE_JSON)
def test_a_text_that_looks_like_json_comes_back_as_it_is(text):
    JobRun.objects.create(task="test", label="A test", arguments={"name": text, "inner": {"name": text}})

    found = JobRun.objects.values_list(json_text("arguments__name"), json_text("arguments__inner__name"))

    assert list(found) == [(text, text)]


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [{}, {"name": None}])
def test_what_is_missing_or_null_is_none(arguments):
    JobRun.objects.create(task="test", label="A test", arguments=arguments)

    assert list(JobRun.objects.values_list(json_text("arguments__name"), flat=True)) == [None]


def json_columns() -> set[str]:
    """Names of JSON columns that are no relation's name anywhere."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    return {each.name for each in fields if isinstance(each, models.JSONField)} - {
        each.name for each in fields if each.is_relation
    }


def keys_read(path: Path) -> Iterator[str]:
    """Each path into a JSON column that stands in a module, but for those given to `json_text` and to a column."""
    names, tree = json_columns(), ast.parse(path.read_text())
    allowed = {id(each) for node in ast.walk(tree) for each in _read_as_text(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in allowed and PATH.fullmatch(str(node.value)):
            *columns, _ = node.value.split("__")
            if names & set(columns):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.value}"


def _read_as_text(node: ast.AST) -> list[ast.expr]:
    """What stands in `json_text(…)`, and the accessor of a column, which walks a row that is loaded."""
    if not isinstance(node, ast.Call):
        return []
    is_ours = getattr(node.func, "id", "") == "json_text"
    return [*(node.args if is_ours else ()), *(each.value for each in node.keywords if each.arg == "accessor")]


def test_no_text_of_a_json_column_is_read_as_json():
    assert {"plan", "snapshot", "arguments"} <= json_columns()
    assert [found for path in modules() for found in keys_read(path)] == []
