"""The rules of the house (STYLE, DESIGN) that a machine can check."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
#: From what everybody may use to what may use everybody; events and receipts stand side by side.
LAYERS = {"core": 0, "crm": 1, "donations": 2, "events": 3, "receipts": 3, "imports": 4, "reports": 5, "config": 6}
PACKAGES = (*LAYERS, "sandbox")
LONGEST_MODULE = 400
#: Modules side by side in a folder, `__init__` and migrations aside.
MOST_MODULES = 15
LONGEST_FUNCTION = 28
#: Lines that a module's functions may hold, docstrings aside, before it needs a test file of its own name.
MOST_LINES_UNTESTED = 30
#: `except Exception` and its like in the product; `core.jobs.attempts` is where most of them went.
MOST_BROAD_EXCEPTS = 5
BROAD = {"Exception", "BaseException"}
#: Foreign keys that are not PROTECT, each of which leads to what has no meaning without its owner, or to no money.
NOT_PROTECTED = {
    "core.DefaultView.user": models.CASCADE,
    "core.DefaultView.view": models.CASCADE,
    "core.Draft.user": models.CASCADE,
    "core.ActivityMarker.user": models.CASCADE,
    "core.RoleGrant.user": models.CASCADE,
    "crm.Consent.supporter": models.CASCADE,
    "crm.EmailAddress.supporter": models.CASCADE,
    "crm.Mention.supporter": models.CASCADE,
    "crm.NameKey.supporter": models.CASCADE,
    "crm.PhoneNumber.supporter": models.CASCADE,
    "crm.PostalAddress.supporter": models.CASCADE,
    "crm.Supporter.household": models.SET_NULL,
    "crm.SupporterReference.supporter": models.CASCADE,
    "donations.DayTotal.campaign": models.CASCADE,
    "donations.GiftTotal.campaign": models.CASCADE,
    "donations.DayTotal.fund": models.CASCADE,
    "donations.MonthTotal.campaign": models.CASCADE,
    "donations.MonthTotal.fund": models.CASCADE,
    "donations.MovementTotal.campaign": models.CASCADE,
    "donations.MovementTotal.fund": models.CASCADE,
    "donations.ForeignAmount.gift": models.CASCADE,
    "donations.GiftReference.gift": models.CASCADE,
    "donations.SoftCredit.gift": models.CASCADE,
    "donations.SupporterGiving.supporter": models.CASCADE,
    "donations.SupporterYear.supporter": models.CASCADE,
    "imports.ImportEffect.batch": models.CASCADE,
    "imports.ImportRow.batch": models.CASCADE,
    "imports.ImportRow.gift": models.SET_NULL,
    "imports.ImportRow.pledge": models.SET_NULL,
    "imports.ImportRow.refund": models.SET_NULL,
    "receipts.ReceiptBlock.gift": models.CASCADE,
}


def modules() -> list[Path]:
    """Every module of the product that a person writes."""
    return [path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py")) if "migrations" not in path.parts]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def our_models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in LAYERS)


def relations() -> Iterator[tuple[str, models.Field]]:
    """Every foreign key and many-to-many field of ours, by name."""
    for model in our_models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if field.is_relation:
                yield f"{model._meta.label}.{field.name}", field


def test_imports_obey_the_layers():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout


def test_foreign_keys_obey_the_layers():
    upward = [
        name
        for name, field in relations()
        for source, target in [(field.model._meta.app_label, field.related_model._meta.app_label)]
        if target in LAYERS and source != target and LAYERS[target] >= LAYERS[source]
    ]

    assert upward == []


def test_money_and_people_are_protected():
    loose = {
        name: field.remote_field.on_delete
        for name, field in relations()
        if (field.many_to_one or field.one_to_one)
        and field.model._meta.managed
        and not field.model._meta.auto_created
        and field.remote_field.on_delete is not models.PROTECT
    }

    assert {name: what for name, what in loose.items() if NOT_PROTECTED.get(name) is not what} == {}


def test_modules_are_short():
    lengths = {named(path): len(path.read_text().splitlines()) for path in modules()}

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_folders_hold_few_modules():
    """A newcomer reads a folder's names at a glance; what outgrows that is split by concern."""
    sizes = Counter(
        str(path.parent.relative_to(ROOT))
        for path in [*modules(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
        if path.name != "__init__.py"
    )

    assert {folder: size for folder, size in sizes.items() if size > MOST_MODULES} == {}


def test_days_come_from_a_clock_of_some_place():
    """The server's day is another one than the organization's for hours: a test that takes it fails in the evening."""
    nowhere = re.compile(r"timezone\.localdate\(\)|date\.today\(|now\(\)\.date\(\)|localtime\(\)\.date\(")
    files = [*modules(), *(ROOT / "tests").rglob("*.py")]

    assert [named(path) for path in files if path != Path(__file__) and nowhere.search(path.read_text())] == []


def test_packages_export_no_name_of_their_modules():
    """Importing `core/audit/values.py` would set `core.audit.values` to the module, in place of a function exported."""
    shadowed = {
        f"{named(path)}: {alias.asname or alias.name}"
        for path in modules()
        if path.name == "__init__.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module != ".".join(path.parent.relative_to(ROOT).parts)
        for alias in node.names
        if (path.parent / f"{alias.asname or alias.name}.py").exists()
        or (path.parent / (alias.asname or alias.name) / "__init__.py").exists()
    }

    assert shadowed == set()


def test_functions_are_short():
    long = {
        f"{named(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }

    assert long == {}


def test_modules_are_tested_under_their_own_names():
    """`donations/schedules.py` in `tests/donations/test_schedules.py`. What only declares, or hardly does anything, is
    tested where it is used."""
    untested = {
        named(path): lines
        for path in modules()
        if (lines := lines_in_functions(path)) > MOST_LINES_UNTESTED and not mirror_of(path).exists()
    }

    assert untested == {}


def mirror_of(path: Path) -> Path:
    """Where a module is tested: under its name, in the folder of `tests` that mirrors its own."""
    folder = path.relative_to(ROOT).parent
    if path.name == "__init__.py":
        return ROOT / "tests" / folder.parent / f"test_{folder.name}.py"
    return ROOT / "tests" / folder / f"test_{path.stem.strip('_')}.py"


def lines_in_functions(path: Path) -> int:
    return len(
        {
            line
            for function in ast.walk(ast.parse(path.read_text()))
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for statement in function.body[ast.get_docstring(function) is not None :]
            for line in range(statement.lineno, statement.end_lineno + 1)
        }
    )


def test_the_product_catches_everything_in_at_most_five_places_each_with_its_reason():
    found = {
        f"{named(path)}:{node.lineno}": "#" in path.read_text().splitlines()[node.lineno - 1]
        for path in modules()
        if path.relative_to(ROOT).parts[0] != "sandbox" and "except" in path.read_text()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler) and is_broad(node.type)
    }

    assert len(found) <= MOST_BROAD_EXCEPTS, found
    assert [place for place, has_reason in found.items() if not has_reason] == []


def is_broad(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(each is None or (isinstance(each, ast.Name) and each.id in BROAD) for each in kinds)


def test_several_rows_are_locked_in_the_order_of_their_keys():
    """Two that lock the same rows in another order wait for each other; PostgreSQL then ends one with an error."""
    unordered = [f"{named(path)}:{line}" for path in modules() for line in locks_without_order(path)]

    assert unordered == []


def locks_without_order(path: Path) -> Iterator[int]:
    """Lines of chains of calls that lock rows, without ending in one row, skipping locked ones, or naming an order."""
    tree = ast.parse(path.read_text())
    inner = {node.func.value for node in ast.walk(tree) if is_method(node)}
    for whole in (node for node in ast.walk(tree) if is_method(node) and node not in inner):
        calls, node = {}, whole
        while is_method(node):
            calls[node.func.attr] = {keyword.arg for keyword in node.keywords}
            node = node.func.value
        locking = calls.get("select_for_update", {"skip_locked"})
        if "skip_locked" not in locking and not {"order_by", "get", "exists"} & calls.keys():
            yield whole.lineno


def is_method(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def test_only_the_gateways_import_stripe():
    importers = {
        named(path)
        for path in modules()
        if path.relative_to(ROOT).parts[0] != "sandbox"  # it answers in the shapes the real library asks for
        if "stripe" in path.read_text()
        for node in ast.walk(ast.parse(path.read_text()))
        if "stripe" in {name.partition(".")[0] for name in imported(node)}
    }

    assert {name for name in importers if not name.startswith("donations/gateways/")} == set()


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def test_locks_hold_no_address():
    addressed = {path.name for path in ROOT.glob("requirements*.txt") if "://" in path.read_text()}

    assert addressed == set()


@pytest.mark.parametrize(
    "forbidden",
    [
        pytest.param(r"<style\b", id="style element"),
        pytest.param(r"<[a-z][^>]*\sstyle\s*=", id="style attribute"),
        pytest.param(r"<script\b(?![^>]*\bsrc=)", id="inline script"),
        pytest.param(r"<[a-z][^>]*\son[a-z]+\s*=", id="event handler"),
        pytest.param(r"javascript:", id="script address"),
    ],
)
def test_templates_hold_nothing_the_content_policy_blocks(forbidden):
    pages = [path for path in sorted((ROOT / "templates").rglob("*.*")) if path.suffix in (".html", ".svg", ".txt")]
    comment = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.DOTALL)

    found = [named(path) for path in pages if re.search(forbidden, comment.sub("", path.read_text()), re.IGNORECASE)]

    assert found == []
