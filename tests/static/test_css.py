"""Stylesheets and pages: each class that is styled is used, and each that is used is styled."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from core.charts.palette import APART
from core.charts.svg import HATCHES
from core.static_files.stylesheets import IMPORT, SERVED, joined

ROOT = Path(__file__).resolve().parents[2]
STYLES, TEMPLATES, SCRIPTS = ROOT / "static" / "css", ROOT / "templates", ROOT / "static" / "js"
LONGEST_FILE = 300
PACKAGES = ("core", "crm", "donations", "events", "receipts", "imports", "reports", "config")
#: Letters have styles of their own, which `core/mail` writes into them.
LETTERS = (TEMPLATES / "mail", TEMPLATES / "receipts" / "mail")
#: Where markup is drawn in Python, any word may become a class.
DRAWN = ("core/charts/", "core/html.py", "core/icons.py", "core/listing/tables.py", "core/styleguide/page.py")
#: Classes put together from parts.
COMPUTED = {f"{kind}{number}" for kind in "cl" for number in APART} | {f"k{number}" for number in range(1, HATCHES)}
TONED = {f"{tone}-text" for tone in ("ok", "warn", "bad")}
#: What others write into our pages.
OTHERS = {"htmx-indicator", "htmx-request"}
#: Classes that are not styled, and what they are for.
HOOKS = {"search": "htmx waits for what is typed there"}
#: Attributes of components that become classes.
ATTRIBUTES = r"(?:kind|size|tone|side|extra|way)"

BLOCK_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
VALUE = r'"((?:\{%.*?%\}|\{\{.*?\}\}|[^"{])*)"'
PUBLIC = re.compile(r'\{% extends (?:frame\|default:)?"(public|core/outcome)\.html"')


def styled(text: str) -> set[str]:
    """The classes that the selectors of a stylesheet name."""
    text = re.sub(r'/\*.*?\*/|"[^"]*"', "", text, flags=re.DOTALL)
    preludes = (found[1] for found in re.finditer(r"([^{};]*)\{", text))
    selectors = [prelude for prelude in preludes if not prelude.strip().startswith("@")]
    return {name for selector in selectors for name in re.findall(r"\.([A-Za-z][\w-]*)", selector)}


def templates() -> list[Path]:
    return [path for path in TEMPLATES.rglob("*.html") if path.parent not in LETTERS]


def in_templates(paths: Iterable[Path], *, maybe: bool = False) -> set[str]:
    """The classes of these templates' markup; `maybe`: also words of tags and components that become some."""
    found: set[str] = set()
    for path in paths:
        text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
        values = re.findall(rf"\bclass={VALUE}", text) + re.findall(r"\{% block \w*class %\}(.*?)\{% endblock", text)
        for value in values:
            # A word that a value is glued to is part of a class only.
            words = TAG.sub("\0", BLOCK_TAG.sub(" ", value)).split()
            found.update(word for word in words if "\0" not in word)
        if maybe:
            passed = re.findall(rf"\b{ATTRIBUTES}={VALUE}", text) + re.findall(r'\{% icon \S+ ("[^"]*")', text)
            tags = [tag for value in [*values, *passed] for tag in TAG.findall(value)]
            quoted = [words for tag in tags for pair in re.findall(r"\"([^\"]*)\"|'([^']*)'", tag) for words in pair]
            found.update(name.strip('"') for words in [*passed, *quoted] for name in words.split())
    return found


@cache
def in_python(*, maybe: bool = False) -> set[str]:
    """The classes of markup and of widgets in code; `maybe`: also words of code that draws."""
    found: set[str] = set()
    for path in (path for name in PACKAGES for path in (ROOT / name).rglob("*.py")):
        draws = str(path.relative_to(ROOT)).startswith(DRAWN)
        for node in ast.walk(ast.parse(path.read_text())):
            for words in _class_words(node):
                found.update(words.split())
            if maybe and draws and isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(node.value.split())
    return found


def _class_words(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from (words for words in re.findall(r'class="([^"{}]*)"', node.value))
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            of_class = isinstance(key, ast.Constant) and key.value == "class"
            if of_class and isinstance(value, ast.Constant) and "." not in str(value.value):
                yield str(value.value)


def in_scripts() -> set[str]:
    """The classes that scripts set or look for."""
    text = "".join(path.read_text() for path in sorted(SCRIPTS.glob("*.js")))
    given = re.findall(r'(?:className = |classList\.\w+\()"([^"]+)"', text)
    sought = re.findall(
        r'["`][^"`\n]*?["`]', "\n".join(re.findall(r"(?:querySelector(?:All)?|closest|matches)\??\.?\(.*", text))
    )
    return {name for words in given for name in words.split()} | {
        name for words in sought for name in re.findall(r"\.([A-Za-z][\w-]*)", words)
    }


def public_templates() -> set[Path]:
    """The pages of the public stylesheet, and all that they are put together from."""
    texts = {path: path.read_text() for path in templates()}
    found = {path for path, text in texts.items() if PUBLIC.search(text)} | {TEMPLATES / "public.html"}
    while True:
        named = {TEMPLATES / name for path in found for name in _used_by(texts[path])} & texts.keys()
        leading = "|".join(re.escape(str(path.relative_to(TEMPLATES))) for path in found)
        below = {path for path, text in texts.items() if re.search(rf'\{{% extends "(?:{leading})"', text)}
        if named | below <= found:
            return found
        found |= named | below


def _used_by(text: str) -> Iterator[str]:
    yield from re.findall(r'\{% (?:include|extends) "([^"]+)"', text)
    yield from (f"components/{name.replace('-', '_')}.html" for name in re.findall(r"<c-([a-z-]+)", text))


def parts(stylesheet: str) -> list[str]:
    return [found["part"] for found in IMPORT.finditer((STYLES.parent / stylesheet).read_text())]


def test_every_class_that_is_styled_is_used():
    everything = "".join(path.read_text() for path in STYLES.rglob("*.css"))
    used = in_templates(templates(), maybe=True) | in_python(maybe=True) | in_scripts()

    assert sorted(styled(everything) - used - COMPUTED - TONED - OTHERS) == []


def test_every_class_that_is_used_is_styled():
    everything = "".join(path.read_text() for path in STYLES.rglob("*.css"))
    used = in_templates(templates()) | in_python()

    assert sorted(used - styled(everything) - in_scripts() - HOOKS.keys()) == []
    assert sorted(HOOKS.keys() - used) == []


def test_public_pages_find_their_classes_in_the_public_stylesheet():
    everything = "".join(path.read_text() for path in STYLES.rglob("*.css"))
    public = styled(joined(STYLES / "public.css"))

    assert sorted((in_templates(public_templates(), maybe=True) & styled(everything)) - public) == []


def test_every_file_is_part_of_a_stylesheet_and_short():
    files = {str(path.relative_to(STYLES)): path.read_text() for path in STYLES.rglob("*.css")}
    named = {part for stylesheet in SERVED for part in parts(stylesheet)}

    assert named | {Path(stylesheet).name for stylesheet in SERVED} == files.keys()
    assert {name for name, text in files.items() if text.count("\n") > LONGEST_FILE} == set()


def test_parts_keep_their_order_on_public_pages():
    staff, public = parts("css/staff.css"), parts("css/public.css")

    assert [part for part in public if part in staff] == [part for part in staff if part in public]


@pytest.mark.parametrize("stylesheet", SERVED)
def test_a_stylesheet_names_layers_and_files_that_exist(stylesheet):
    text = joined(STYLES.parent / stylesheet)
    layers = re.search(r"^@layer ([\w, ]+);$", text, re.MULTILINE)

    assert layers
    assert set(re.findall(r"@layer (\w+) \{", text)) == set(layers[1].split(", "))
    assert [path for path in re.findall(r'url\("([^"]+)"\)', text) if not (STYLES / path).exists()] == []
    assert text.count("{") == text.count("}")
