"""Comments on the cells of a sheet: notes, and threads with all their replies."""

import re
from collections import defaultdict

from imports.reading.packages import Package

#: The note Excel writes for programs that can't show a thread.
_STAND_IN = re.compile(r"^\[Threaded comment\].*?Comment:\s*", re.S)
LONGEST = 2000


def read_comments(package: Package, sheet: str) -> dict[str, str]:
    """The comments of a sheet by cell (“B7”)."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind, tag in (("threadedcomment", "threadedComment"), ("comments", "comment")):
        threaded = set(found)
        for link in package.links_of(sheet):
            if link.kind == kind:
                _collect(package.xml(link.target), tag, threaded, found)
    return {place: " / ".join(texts)[:LONGEST] for place, texts in found.items()}


def _collect(root, tag: str, threaded: set[str], found: dict[str, list[str]]) -> None:
    for node in root.iter():
        place = node.get("ref", "")
        if node.tag.rpartition("}")[2] != tag or place in threaded:
            continue
        parts = [one.text or "" for one in node.iter() if one.tag.rpartition("}")[2] in ("t", "text")]
        if text := " ".join(_STAND_IN.sub("", "".join(parts)).split()):
            found[place].append(text)
