"""What the caller of an import may set, and the mapping of fund names a treasurer supplies."""

import csv
import re
from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from imports.column_mapping import Mapping

GMAIL_DOMAINS = ("gmail.com", "googlemail.com")


@dataclass(frozen=True, slots=True)
class FundAliases:
    """Fund names as people write them -> fund codes. An empty alias is for blank cells."""

    codes: Dictionary[str, str] = field(default_factory=dict)

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, str]]) -> "FundAliases":
        """Build from (alias, code); aliases match trimmed and case-blind."""
        return cls({_folded(alias): code for alias, code in pairs})

    @classmethod
    def from_csv(cls, text: str) -> "FundAliases":
        """Read `fund_code,fund,alias` lines; a fund's own name is an alias too. ValueError without these columns."""
        rows = csv.DictReader(StringIO(text.lstrip("\ufeff")))
        if not {"fund_code", "fund", "alias"} <= set(rows.fieldnames or ()):
            raise ValueError("The file of fund names needs the columns fund_code, fund and alias.")
        pairs = []
        for row in rows:
            code = (row["fund_code"] or "").strip()
            pairs += [(row["fund"] or code, code), (row["alias"] or "", code)] if code else []
        return cls.from_pairs(pairs)

    def code_for(self, text: str | None) -> str | None:
        """The fund a cell means; None when the file does not say or nobody has mapped the name.

        Punctuation does not count ("zakat-ul-mal"). When nothing fits, a longer text that holds the names of one fund
        only ("Table sponsor, Spring Dinner") means that fund.
        """
        if text is None or (folded := _folded(text)) in self.codes:
            return None if text is None else self.codes[folded]
        plain = _plain(folded)
        if plain and len(same := {code for alias, code in self.codes.items() if _plain(alias) == plain}) == 1:
            return same.pop()
        words = f" {plain} "
        found = {code for alias, code in self.codes.items() if len(alias.split()) > 1 and f" {_plain(alias)} " in words}
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Context:
    """Settings of one import."""

    currency: str = "USD"  # of amounts that name none
    country: str = "US"  # of phone numbers that name none
    funds: FundAliases = FundAliases()
    gmail_domains: tuple[str, ...] = GMAIL_DOMAINS  # one mailbox under each; dots and +tags do not count
    time_zone: str = "America/New_York"  # for UTC columns
    today: date | None = None  # gifts dated after it are held
    formed: date | None = None  # the charity; gifts dated before it are held
    day_first: bool | None = None  # a person's answer when a column of dates can be read both ways
    decimal_comma: bool | None = None  # likewise for amounts such as 1.234
    own_emails: tuple[str, ...] = ()  # the charity's: staff type them where a donor has none
    left_columns: frozenset[str] = frozenset()  # folded titles a person said to leave with their rows
    giver: str = ""  # who gave where explained rows name a person and an organization, as a person said
    month_year: int | None = None  # of columns called by months alone, as a person said of this file
    mappings: tuple[Mapping, ...] = ()  # saved column mappings a person explained


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
