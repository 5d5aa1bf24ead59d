"""What the documentation names is there: a newcomer who follows a path must not end in a wall."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
#: A path in code marks: `imports/parsing/dates.py`, `core/listing/`, with or without `: name` behind it.
NAMED = re.compile(r"`((?:[a-z_0-9]+/)+(?:[a-z_0-9]+\.(?:py|md|toml))?)[`:]")
LINKED = re.compile(r"\]\(([^)#:]+)\)")
#: Folders that stand in every app.
IN_EVERY_APP = ("views/", "contributes/", "models/", "services/")
#: Where a path may begin: at the top, or inside an app that the text is about.
BASES = [ROOT, *(ROOT / app for app in ("reports", "imports", "events", "receipts", "donations", "crm", "core"))]


@pytest.mark.parametrize("doc", PAGES, ids=lambda doc: str(doc.relative_to(ROOT)))
def test_paths_and_links_of_a_page_lead_somewhere(doc):
    text = doc.read_text()
    named = {path for path in NAMED.findall(text) if not path.startswith(IN_EVERY_APP)}
    linked = set(LINKED.findall(text))

    assert sorted(path for path in named if not any((base / path).exists() for base in BASES)) == []
    assert sorted(link for link in linked if not (doc.parent / link).exists()) == []
