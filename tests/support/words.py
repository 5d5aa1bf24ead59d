"""Every text people can see, collected from the sources: templates, Python, scripts, translations, docs.

Python: every string literal that reads like words (a space or a capital first), docstrings and SQL aside. Templates:
the text between tags, attributes people read, and quoted words inside template tags. Values put in while running are
shown as "…".
"""

import ast
import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("config", "reports", "imports", "events", "receipts", "donations", "crm", "core")
#: Mostly words of other people's files, which the product reads and never says: only whole sentences count there.
READ_NOT_SAID = (
    "imports/parsing/",
    "imports/formats/words.py",
    "crm/names/",
)
SQL = re.compile(
    r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WITH|BEGIN|PRAGMA|AND|OR|WHEN|CASE|EXISTS|NOT EXISTS|FROM"
    r"|RAISE|IF|LOCK|COPY|SET|TRUNCATE|NEW|OLD|COALESCE|RETURN|END|SAVEPOINT|JOIN|WHERE|LEFT JOIN)\b[\s(.]"
)
#: Attributes of HTML that hold no words.
UNSPOKEN = re.compile(
    r"^(class|id|href|src|name|type|for|style|d|viewbox|rel|method|action|role|lang|dir|target|media|points|transform|x|y|"
    r"width|height|fill|stroke[\w-]*|xmlns|charset|enctype|pattern|autocomplete|inputmode|integrity|sizes|srcset|slot|icon|kind|"
    r"(hx|data)-.*|aria-(?!label|description|roledescription|valuetext).*)$",
    re.IGNORECASE,
)
SPOKEN_DATA = re.compile(
    r"^(hx-confirm|data-(confirm|said|says|words|label|title|busy|none|one|many|empty|text|sentence|hint|message)[\w-]*)$"
)


class Text(NamedTuple):
    """One text people can see: where it stands, and what it says."""

    path: str
    line: int
    said: str


@cache
def every_text() -> tuple[Text, ...]:
    """All texts of the product, in order of path and line."""
    return (*python_texts(), *template_texts(), *script_texts(), *translated_texts(), *documents())


def python_texts() -> Iterator[Text]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            where = path.relative_to(ROOT).as_posix()
            if "/migrations/" not in where:
                texts = _of_module(where, ast.parse(path.read_text()))
                only_sentences = where.startswith(READ_NOT_SAID)
                yield from (text for text in texts if not only_sentences or re.match(r"[A-Z“…].*\.$", text.said))


def _of_module(where: str, tree: ast.Module) -> Iterator[Text]:
    silent = _docstrings(tree) | _patterns(tree) | _word_lists(tree)
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
            said = "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | silent:
            said = node.value
        else:
            continue
        if reads_like_words(said):
            said = re.sub(r"\{\w+:([^|}]*)\|[^}]*\}", r"… \1", said)  # audit sentences: {gifts:gift|gifts}
            yield Text(where, node.lineno, re.sub(r"%\(\w+\)s|%[sd]|\{[\w.!:,]*\}", "…", said))


def reads_like_words(said: str) -> bool:
    """Whether a literal is something people read, not an identifier, a path or a statement of SQL."""
    if SQL.match(said) or not re.search(r"[A-Za-z]{2}", said):
        return False
    return bool(re.search(r"[\w…]\S* \S*\w", said) or re.match(r"[A-Z][a-z]+$", said))


def _docstrings(tree: ast.Module) -> set[int]:
    """Docstrings, and strings under attributes that document them."""
    return {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _patterns(tree: ast.Module) -> set[int]:
    """Arguments of `re.compile` and its kin."""
    return {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func).startswith("re.")
        for inner in ast.walk(node)
    }


def _word_lists(tree: ast.Module) -> set[int]:
    """Lists of words written as `"one two".split()` or `words("one two")`."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    split = {
        id(call.func.value) for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "split"
    }
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"words", "_words"}]
    return split | {id(argument) for call in named for argument in call.args}


def template_texts() -> Iterator[Text]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            where = path.relative_to(ROOT).as_posix()
            yield from _of_template(where, path.read_text())


def _of_template(where: str, source: str) -> Iterator[Text]:
    source = _blank(
        r"\{#.*?#\}|\{% comment.*?endcomment %\}|<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->", source
    )
    for found in re.finditer(r"\{%.*?%\}|\{\{.*?\}\}", source, re.DOTALL):
        for quoted in re.finditer(r'"([^"]*)"|\'([^\']*)\'', found.group()):
            said = quoted.group(1) or quoted.group(2) or ""
            if reads_like_words(said):
                yield Text(where, _line(source, found.start()), said)
    source = re.sub(r"\{\{.*?\}\}", lambda found: _padded("…", found.group()), source, flags=re.DOTALL)
    source = re.sub(r"\{%.*?%\}", lambda found: _padded("", found.group()), source, flags=re.DOTALL)
    yield from _attributes(where, source)
    for block in re.finditer(r"[^\x00]+", re.sub(r"</?([\w.-]+)(\s[^<>]*?)?/?>", _apart, source, flags=re.DOTALL)):
        said = html.unescape(re.sub(r"\s+", " ", block.group())).strip()
        if re.search(r"[^\W\d_]{2}", said):
            lead = len(block.group()) - len(block.group().lstrip())
            yield Text(where, _line(source, block.start() + lead), said)


INLINE = {
    "a",
    "b",
    "strong",
    "em",
    "i",
    "span",
    "abbr",
    "time",
    "bdi",
    "code",
    "kbd",
    "small",
    "mark",
    "wbr",
    "c-person",
    "c-money",
}


def _apart(tag: re.Match) -> str:
    """Tags inside a sentence vanish; others part texts. As long as the tag, so that lines can be counted."""
    lines = "\n" * tag.group().count("\n")
    fill = "" if tag.group(1) in INLINE else "\x00"
    return (fill + lines).ljust(len(tag.group()), fill or "\u200b").replace("\u200b", "")[: len(tag.group())] or lines


def _attributes(where: str, source: str) -> Iterator[Text]:
    for tag in re.finditer(r"<[\w.-]+\s[^<>]*?>", source, re.DOTALL):
        for found in re.finditer(r'(:?[\w.:@-]+)="([^"]*)"', tag.group()):
            name, value = found.group(1), re.sub(r"\s+", " ", html.unescape(found.group(2))).strip()
            silent = UNSPOKEN.match(name) and not SPOKEN_DATA.match(name)
            if not silent and name[0] not in ":@" and not name.startswith("x-") and reads_like_words(value):
                yield Text(where, _line(source, tag.start() + found.start()), value)


def _blank(pattern: str, source: str) -> str:
    return re.sub(pattern, lambda found: _padded("", found.group()), source, flags=re.DOTALL)


def _padded(word: str, replaced: str) -> str:
    return word + "\n" * replaced.count("\n")


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


def script_texts() -> Iterator[Text]:
    for path in sorted((ROOT / "static" / "js").rglob("*.js")):
        source = _blank(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", path.read_text())
        for found in re.finditer(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`([^`]*)`', source):
            said = re.sub(r"\$\{[^}]*\}", "…", next((part for part in found.groups() if part), ""))
            if re.search(r"[A-Za-z]+ [a-z]+", said) and not re.search(r"[\[\]{}=<>#]|^\.", said):
                yield Text(path.relative_to(ROOT).as_posix(), _line(source, found.start()), said)


def translated_texts() -> Iterator[Text]:
    """The Urdu of every translated text."""
    for path in sorted(ROOT.glob("*/locale/ur/LC_MESSAGES/django.po")):
        source = path.read_text()
        for found in re.finditer(r'^msgstr(?:\[\d\])? ((?:"(?:[^"\\]|\\.)*"\s*)+)', source, re.MULTILINE):
            said = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found.group(1)))
            if said and found.start() > 100:
                yield Text(path.relative_to(ROOT).as_posix(), _line(source, found.start()), said)


def documents() -> Iterator[Text]:
    """README and docs, line by line, code aside."""
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        source = _blank(r"```.*?```|`[^`\n]*`", path.read_text())
        for number, line in enumerate(source.splitlines(), 1):
            if re.search(r"\w \w", line):
                yield Text(path.relative_to(ROOT).as_posix(), number, line.strip())


class Message(NamedTuple):
    """A text that is looked up in the translations: its singular is the key."""

    path: str
    singular: str
    plural: str = ""


def translatable() -> Iterator[Message]:
    """Every text that templates and Python look up in the translations."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if "i18n" in path.read_text():
            where = path.relative_to(ROOT / "templates").as_posix()
            for node in _nodes(get_template(where).template.nodelist):
                yield from _of_node(f"templates/{where}", node)
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            source = path.read_text()
            if "django.utils.translation" in source:
                yield from _looked_up(path.relative_to(ROOT).as_posix(), ast.parse(source))


def _nodes(nodes: Any) -> Iterator[Any]:
    """Every node of a template, branches and blocks included."""
    for node in nodes:
        yield node
        for name in getattr(node, "child_nodelists", ()):
            yield from _nodes(getattr(node, name, None) or ())


def _of_node(where: str, node: Any) -> Iterator[Message]:
    if isinstance(node, TranslateNode):
        yield Message(where, node.filter_expression.var.literal)
    elif isinstance(node, BlockTranslateNode):
        singular, _ = node.render_token_list(node.singular)
        plural = node.render_token_list(node.plural)[0] if node.plural else ""
        yield Message(where, singular, plural)


def _looked_up(where: str, tree: ast.Module) -> Iterator[Message]:
    known = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if texts:
                yield Message(where, *texts[:2])
