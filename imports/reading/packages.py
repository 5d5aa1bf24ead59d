"""A workbook as a package of parts: relationships say which part is which, not file names.

Part names are case-insensitive, as in Open Packaging Conventions (ECMA-376, part 2, 6.2.2.3).
"""

import zlib
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from lzma import LZMAError
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import ParseError, parse

RELATIONSHIPS = "_rels/.rels"
USUAL_BOOK = "xl/workbook.xml"


class BadPackage(Exception):
    """A part that is referred to is missing, or two parts have one name."""


#: Exceptions from a broken or truncated part.
BROKEN = (
    BadPackage, BadZipFile, zlib.error, LZMAError, EOFError, OSError, RuntimeError, NotImplementedError, ParseError,
    LookupError, ValueError, TypeError, OverflowError,
)  # fmt: skip


class Link(NamedTuple):
    """A relationship: `kind` is the last word of its type (`worksheet`), `target` the part it points to."""

    kind: str
    target: str


@dataclass
class Package:
    """The parts of one archive. Methods raise `BadPackage`, and the errors of `zipfile` and XML parsers."""

    archive: ZipFile

    @cached_property
    def parts(self) -> dict[str, str]:
        """Names in the archive by case-folded name."""
        found: dict[str, str] = {}
        for name in self.archive.namelist():
            if found.setdefault(folded(name), name) != name:
                raise BadPackage(f"two parts are called {name}")
        return found

    @property
    def book(self) -> str:
        """The part that lists the sheets."""
        links = self.links("").values() if folded(RELATIONSHIPS) in self.parts else ()
        return next((link.target for link in links if link.kind == "officedocument"), USUAL_BOOK)

    @property
    def is_workbook(self) -> bool:
        """Whether this is a workbook, even one whose list of sheets is missing, and not another kind of package."""
        if any(name.startswith("xl/") for name in self.parts):
            return True
        return self.has(self.book) and self.xml(self.book).tag.rpartition("}")[2] == "workbook"

    def has(self, name: str) -> bool:
        return folded(name) in self.parts

    def read(self, name: str) -> BytesIO:
        """The bytes of a part, verified by its checksum."""
        if not self.has(name):
            raise BadPackage(f"{name} is missing")
        return BytesIO(self.archive.read(self.parts[folded(name)]))

    def xml(self, name: str) -> Any:
        """The root element of a part."""
        return parse(self.read(name), forbid_dtd=True).getroot()

    def links(self, part: str) -> dict[str, Link]:
        """The targets of a part's relationships, by id; the package's own for ''."""
        place, _, name = part.rpartition("/")
        root = self.xml(join(place, f"_rels/{name}.rels"))
        found = {}
        for node in root:
            if node.get("TargetMode") == "External":
                continue
            target = node.get("Target", "").replace("\\", "/")
            path = target if target.startswith("/") else join("/", dirname(part), target)
            found[node.get("Id", "")] = Link(node.get("Type", "").rsplit("/", 1)[-1].casefold(), normpath(path)[1:])
        return found

    def links_of(self, part: str) -> list[Link]:
        """The targets of a part's relationships; empty where it has none."""
        place, _, name = part.rpartition("/")
        return list(self.links(part).values()) if self.has(join(place, f"_rels/{name}.rels")) else []

    def beside(self, part: str, kind: str) -> str:
        """The part of a kind that belongs to another: `xl/styles.xml` for the list of sheets; '' when there is none.
        Without a relationship it is looked up at its usual path, as some programs write it."""
        told = next((link.target for link in self.links(part).values() if link.kind == kind.casefold()), "")
        usual = join(dirname(part), f"{kind}.xml")
        return told or (usual if self.has(usual) else "")


def folded(name: str) -> str:
    """A part's name as names are compared."""
    return name.replace("\\", "/").lstrip("/").casefold()
