"""Counts are written with separators: 1,284. Whatever number a template writes by itself would read 1284."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import VariableNode, render_value_in_context
from django.test import Client

from tests.stories.addresses import addresses
from tests.support import databases
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.sqlite  # about templates, whatever keeps the rows
#: Numbers that are names, not counts.
NAMES = re.compile(r"(^|[._])(pk|id|year|years|version|template_version|number|counter)$")
#: Digits that no page has, and that a filter reads as the same number.
ODD = str.maketrans("0123456789", "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿")
#: Variables whose value is a number of things, as code calls them.
COUNTS = {"count", "checked"}


class Texts(HTMLParser):
    """The texts of a page that hold a marked number."""

    SILENT = ("script", "style", "template", "textarea")

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in self.SILENT:
            self.inside.append(tag)

    def handle_endtag(self, tag):
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside and re.search("[𝟶-𝟿]", data):
            self.found.add(" ".join(data.split()))


@pytest.fixture(scope="module")
def insider(furnished, django_db_blocker):
    """Somebody with every role, and what stands in addresses."""
    with django_db_blocker.unblock(), databases.own_copy(of=furnished[0]):
        _, user, rows = furnished
        client = Client(raise_request_exception=False)
        sign_in(client, user)
        yield client, rows


@pytest.fixture
def marked(monkeypatch):
    """Every whole number that a template writes without a filter for it has odd digits."""

    def render(self, context):
        value = self.filter_expression.resolve(context)
        said = render_value_in_context(value, context)
        if type(value) is int and not NAMES.search(self.filter_expression.token.split("|")[0]):
            return said.translate(ODD)
        return said

    monkeypatch.setattr(VariableNode, "render", render)


@pytest.mark.commits
def test_every_count_on_every_page_has_separators(insider, marked):
    client, rows = insider
    bare = {}

    for address in addresses().values():
        texts = Texts()
        texts.feed(client.get(address.format(**rows)).content.decode())
        bare |= dict.fromkeys(texts.found, address)

    assert bare == {}


def test_every_count_in_a_sentence_has_separators():
    apps = ("core", "crm", "donations", "events", "imports", "receipts", "reports")
    files = [path for app in apps for path in Path(settings.BASE_DIR, app).rglob("*.py")]

    bare = [
        f"{path.relative_to(settings.BASE_DIR)}:{line}"
        for path in files
        if not {"migrations", "pdf", "charts"} & set(path.parts)
        for line in bare_counts(path.read_text())
    ]

    assert bare == []


def bare_counts(source: str) -> list[int]:
    """The lines of sentences into which a count is put without a format."""
    return [
        part.lineno
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr) and reads_like_a_sentence(text)
        for part in text.values
        if isinstance(part, ast.FormattedValue) and part.format_spec is None and is_count(part.value)
    ]


def reads_like_a_sentence(text: ast.JoinedStr) -> bool:
    words = "".join(str(part.value) for part in text.values if isinstance(part, ast.Constant))
    return re.search(r"[a-z]{3}", words) is not None


def is_count(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return getattr(value.func, "id", "") == "len" or getattr(value.func, "attr", "") == "count"
    name = value.slice.value if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant) else None
    return (getattr(value, "id", "") or getattr(value, "attr", "") or name) in COUNTS
