"""Tests of a browser wait for what they read: a page is never done the moment something was clicked.

Read from the code of every test that drives a page. What it tells apart by name is said in the sets below.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

TESTS = Path(__file__).resolve().parent
#: They look once and answer with what is there at that moment; `expect(…)` waits until it is so.
LOOKS = {
    "all", "all_inner_texts", "all_text_contents", "bounding_box", "content", "count", "inner_html", "inner_text",
    "input_value", "is_checked", "is_disabled", "is_editable", "is_enabled", "is_hidden", "is_visible",
    "query_selector", "query_selector_all", "text_content", "title",
}  # fmt: skip
#: What makes an expression one of a page: these methods are nobody else's.
OF_A_PAGE = {
    "get_by_label", "get_by_placeholder", "get_by_role", "get_by_test_id", "get_by_text", "get_by_title", "locator",
}  # fmt: skip
#: They may lead to another page, or let a script fetch something.
ACTS = {"check_all", "click", "dblclick", "go_back", "go_forward", "press", "press_sequentially", "tap", "type_text"}
#: They read a page as it stands, or what it has led to.
READS = {"accessibility_problems", "broken_words", "evaluate", "evaluate_all", "get_attribute", "overflows"}
ROWS = {"objects", "refresh_from_db"}
#: They wait: for a page, for something on it, or (`expect_…`, at the end of their block) for what was begun in it.
WAITS = {
    "expect",
    "goto",
    "open",
    "reload",
    "settle",
    "settled",
    "wait_for",
    "text_of",
    "texts_of",
    "value_of",
    "every",
    "wait_until",
}


class Fault(NamedTuple):
    line: int
    says: str


def faults(code: str) -> list[Fault]:
    """What in the code of a test module does not wait."""
    tree = ast.parse(code)
    local = {each.name: each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    found = {fault for each in local.values() for fault in [*_looks(each), *_hasty(each, local)]}
    return sorted(found)


def _looks(function: ast.FunctionDef) -> Iterator[Fault]:
    """Looks at a page that do not wait, and expressions a page may not evaluate."""
    pages = _names_of_pages(function)
    for node in ast.walk(function):
        if isinstance(node, ast.Compare):
            yield from (Fault(each.lineno, ".url looks once") for each in ast.walk(node) if _is_address(each))
        elif isinstance(node, ast.Call) and _looks_once(node, pages):
            yield Fault(node.lineno, f".{_name(node)}() looks once")
        elif isinstance(node, ast.Call) and _name(node) == "wait_for_function" and not _waits_by_function(node):
            yield Fault(node.lineno, "wait_for_function() wants a function: the policy forbids an expression")


def _looks_once(call: ast.Call, pages: set[str]) -> bool:
    """`text.count("a")` is none: looking takes no argument, but for the selector of `page.input_value`."""
    name = _name(call)
    free = not call.args or name == "input_value"
    return free and name in LOOKS and isinstance(call.func, ast.Attribute) and _is_of_page(call.func.value, pages)


def _is_address(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "url" and _name(node.value) == "page"


def _waits_by_function(call: ast.Call) -> bool:
    return not isinstance(call.args[0], ast.Constant) or "=>" in str(call.args[0].value)


def _names_of_pages(function: ast.FunctionDef) -> set[str]:
    """Names that stand for something on a page, as far as the function itself tells."""
    names: set[str] = {"page"}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and _is_of_page(node.value, names):
            names |= {each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)}
    return names


def _is_of_page(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression begins at a page: a chain of calls and attributes, or several side by side."""
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute) and node.attr in OF_A_PAGE | {"page"}:
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Tuple):
        return any(_is_of_page(each, names) for each in node.elts)
    return isinstance(node, ast.Name) and node.id in names


def _hasty(function: ast.FunctionDef, local: dict[str, ast.FunctionDef]) -> Iterator[Fault]:
    """What is read after an act before anything was waited for."""
    act = ""
    for kind, name, line in _events(function, local, ()):
        if kind == "act":
            act = name
        elif kind == "wait":
            act = ""
        elif act:
            yield Fault(line, f"{name} is read right after {act}()")


def _events(node: ast.AST, local: dict[str, ast.FunctionDef], within: tuple[str, ...]) -> Iterator[tuple]:
    """Acts, waits and reads in the order in which they happen, those of the module's own functions among them."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.Lambda):
            yield from _events(child, local, within)
    if isinstance(node, ast.With) and any(_name(item.context_expr).startswith("expect_") for item in node.items):
        yield "wait", "", node.lineno
    elif isinstance(node, ast.Attribute) and node.attr in ROWS:
        yield "read", node.attr, node.lineno
    elif isinstance(node, ast.Call):
        yield from _call(node, local, within)


def _call(node: ast.Call, local: dict[str, ast.FunctionDef], within: tuple[str, ...]) -> Iterator[tuple]:
    name = _name(node)
    if name in local and name not in within:
        yield from ((kind, each, node.lineno) for kind, each, _ in _events(local[name], local, (*within, name)))
    elif name in WAITS or name.startswith("wait_for"):
        yield "wait", name, node.lineno
    elif name in ACTS or (name == "type" and isinstance(node.func, ast.Attribute)):
        yield "act", name, node.lineno
    elif name in READS:
        yield "read", name, node.lineno


def _name(node: ast.AST) -> str:
    """The last name of what is called."""
    called = node.func if isinstance(node, ast.Call) else node
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


MODULES = [path for path in sorted(TESTS.rglob("*.py")) if path.name not in ("browser.py", "test_browser_waits.py")]


def test_every_test_of_a_browser_waits_for_what_it_reads():
    found = [f"{path.relative_to(TESTS)}:{line}: {says}" for path in MODULES for line, says in faults(path.read_text())]

    assert len(MODULES) > 500
    assert found == [], (
        "Say it with `expect(…)`, or wait for what the act leads to first; values: tests/support/browser.py."
    )


SAID_ONCE = [
    'assert page.get_by_text("Refunded").count() == 1',
    'told = site.page.get_by_role("alert").inner_text()',
    'box = page.locator("#who")\n    assert (box.input_value(), box.is_visible()) == ("", True)',
    'assert "sort=left" in site.page.url',
    'assert "Work laptop" in named.page.content()',
    'page.wait_for_function("window.drawn")',
    'page.get_by_role("button").click()\n    assert Gift.objects.count() == 1',
    'page.keyboard.press("Enter")\n    assert site.accessibility_problems() == []',
    "send(page)\n    gift.refresh_from_db()",
    'page.go_back()\n    key = page.locator("[name=key]").get_attribute("value")',
]
WAITED_FOR = [
    'expect(page.get_by_text("Refunded")).to_have_count(1)',
    'page.press("#who", "Enter")\n    page.get_by_text("Refunded").wait_for()\n    assert Gift.objects.count() == 1',
    'with page.expect_navigation():\n        page.keyboard.press("Enter")\n    assert Gift.objects.count() == 1',
    'page.keyboard.press("Escape")\n    expect(page.get_by_role("dialog")).to_be_hidden()\n    site.overflows()',
    'page.wait_for_function("() => window.drawn")',
    'assert text.count("page") == Gift.objects.filter(page=page).count()',
]
HELPER = '\n\ndef send(page):\n    page.locator("[type=submit]").click()\n'


@pytest.mark.parametrize("code", SAID_ONCE)
def test_what_does_not_wait_is_found(code):
    assert len(faults(f"def test(page, site):\n    {code}\n{HELPER}")) >= 1


@pytest.mark.parametrize("code", WAITED_FOR)
def test_what_waits_passes(code):
    assert faults(f"def test(page, site):\n    {code}\n{HELPER}") == []
