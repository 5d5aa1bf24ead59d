"""Settings of an import, and fund aliases."""

import csv
import re
from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from imports.cells import folded
from imports.column_mapping import Mapping

GMAIL_DOMAINS = ("gmail.com", "googlemail.com")


@dataclass(frozen=True, slots=True)
class FundAliases:
    """Fund names as files write them, mapped to fund codes. An empty alias is for blank cells."""

    codes: Dictionary[str, str] = field(default_factory=dict)

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, str]]) -> "FundAliases":
        """Build from (alias, code) pairs; aliases are compared trimmed and case-insensitively."""
        return cls({folded(alias): code for alias, code in pairs})

    @classmethod
    def from_csv(cls, text: str) -> "FundAliases":
        """Read `fund_code,fund,alias` lines; a fund's own name is an alias too. Raises `ValueError` without these
        columns."""
        rows = csv.DictReader(StringIO(text.lstrip("\ufeff")))
        if not {"fund_code", "fund", "alias"} <= set(rows.fieldnames or ()):
            raise ValueError("The file of fund names needs the columns fund_code, fund and alias.")
        pairs = []
        for row in rows:
            code = (row["fund_code"] or "").strip()
            pairs += [(row["fund"] or code, code), (row["alias"] or "", code)] if code else []
        return cls.from_pairs(pairs)

    def code_for(self, text: str | None) -> str | None:
        """The fund of a cell; None when the cell is empty or its name is not mapped.

        Punctuation does not count ("zakat-ul-mal"). If nothing matches, a longer text that holds the names of only one
        fund ("Table sponsor, Spring Dinner") means that fund.
        """
        if text is None or (name := folded(text)) in self.codes:
            return None if text is None else self.codes[name]
        plain = _plain(name)
        if plain and len(same := {code for alias, code in self.codes.items() if _plain(alias) == plain}) == 1:
            return same.pop()
        words = f" {plain} "
        found = {code for alias, code in self.codes.items() if len(alias.split()) > 1 and f" {_plain(alias)} " in words}
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Context:
    """Settings of one import."""

    currency: str = "USD"  # of amounts without one
    country: str = "US"  # of phone numbers without one
    funds: FundAliases = FundAliases()
    gmail_domains: tuple[str, ...] = GMAIL_DOMAINS  # domains where dots and +tags do not count
    time_zone: str = "America/New_York"  # for UTC columns
    today: date | None = None  # gifts dated later are held
    formed: date | None = None  # of the charity; gifts dated earlier are held
    day_first: bool | None = None  # a user's answer for a column of ambiguous dates
    decimal_comma: bool | None = None  # a user's answer for amounts such as 1.234
    own_emails: tuple[str, ...] = ()  # the charity's own, which staff type when a donor has none
    left_columns: frozenset[str] = frozenset()  # folded titles that a user chose to only keep with their rows
    giver: str = ""  # a user's answer for rows that name a person and an organization
    month_year: int | None = None  # a user's answer for columns with month names but no year
    headings: Dictionary[str, str] = field(default_factory=dict)  # answers about titles: `planning.headings`
    mappings: tuple[Mapping, ...] = ()  # saved column mappings


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text))
