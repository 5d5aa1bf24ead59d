"""What the columns of a file mean, as entered by a user. Pure, no database.

Files belong to the same mapping when their column titles are the same, in any order, case and spacing: their
`signature`. A **Mapping** gives a meaning to columns by title, and supplies what no column says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from typing import NamedTuple

from imports.cells import Row, Sheet, Workbook, folded
from imports.parsing.header_detection import Table, table_at, titled_columns
from imports.plans import GIFT, IN_KIND, MATCH, PLEDGE, PLEDGE_PAYMENT, SPONSORSHIP, TICKET

SEARCH_ROWS = 30
PEOPLE, GIFTS = "people", "gifts"
PREFIX = "mapped:"
#: What the rows of a file may be as a whole.
KINDS_OF_ROWS = (
    (GIFT, "Gifts received"),
    (PLEDGE, "Pledges: promised, not received"),
    (PLEDGE_PAYMENT, "Payments on pledges"),
    (TICKET, "Tickets"),
    (SPONSORSHIP, "Sponsorships"),
    (IN_KIND, "Gifts in kind"),
    (MATCH, "Employers' matching gifts"),
)

#: Currencies for amounts without a sign; other currencies must be stated in the cells.
CURRENCIES = ("USD", "GBP", "EUR", "CAD", "AUD", "NZD", "CHF", "PKR", "INR", "BDT", "AED", "SAR", "QAR", "KWD", "BHD",
              "OMR", "TRY", "MYR", "SGD", "HKD", "JPY", "SEK", "NOK", "DKK", "ZAR")  # fmt: skip


class Meaning(NamedTuple):
    """One meaning a column can have; `role` is its name in the code that reads tables."""

    slug: str
    label: str
    role: str
    many: bool = False  # several columns may have it


_GROUPS: dict[str, tuple[Meaning, ...]] = {
    "Who": (
        Meaning("name", "Full name, couple or organization", "name"),
        Meaning("first_name", "First name", "first_name"),
        Meaning("middle_name", "Middle name", "middle_name"),
        Meaning("last_name", "Last name", "last_name"),
        Meaning("title", "Title (Dr., Mrs.)", "title"),
        Meaning("suffix", "Suffix (Jr., III)", "suffix"),
        Meaning("spouse", "Spouse's name", "spouse"),
        Meaning("organization", "Organization", "organization"),
        Meaning("employer", "Employer (stays with the row)", "employer"),
        Meaning("donor_type", "Donor type (individual, organization)", "donor_type"),
        Meaning("person_id", "Donor number in the other system", "person_id"),
    ),
    "Contact details": (
        Meaning("email", "Email address", "email", many=True),
        Meaning("phone", "Phone number", "phone", many=True),
        Meaning("address", "Street", "address"),
        Meaning("address_2", "Street, second line", "address_2"),
        Meaning("city", "City", "city"),
        Meaning("state", "State or region", "state"),
        Meaning("zip", "ZIP or postal code", "zip"),
        Meaning("country", "Country", "country"),
        Meaning("email_ok", "May be emailed (yes or no)", "email_ok"),
        Meaning("email_bad", "Email bounces (yes or no)", "email_bad"),
        Meaning("email_no", "Opted out of email (yes, no or a date)", "email_no"),
        Meaning("mail_no", "Opted out of mail", "mail_no"),
        Meaning("phone_no", "Opted out of calls", "phone_no"),
        Meaning("text_no", "Opted out of texts", "text_no"),
        Meaning("contact_no", "Do not contact, or deceased", "contact_no"),
        Meaning("contact_status", "Contact status (subscribed, bounced, …)", "contact_status"),
    ),
    "The gift": (
        Meaning("amount", "Amount", "amount"),
        Meaning("month", "Month’s amount (a gift each month)", "month", many=True),
        Meaning("date", "Date of gift", "date"),
        Meaning("currency", "Currency", "currency"),
        Meaning("fund", "Fund or purpose", "fund"),
        Meaning("method", "Payment method", "method"),
        Meaning("check", "Check number", "check"),
        Meaning("kind", "Type (gift, pledge, ticket, in kind)", "type"),
        Meaning("status", "Payment status", "state_of_payment"),
        Meaning("external_id", "Gift number in the other system", "gift_id"),
        Meaning("soft_credit", "Soft credit to", "soft_credit"),
        Meaning("note", "Note", "notes"),
    ),
}
GROUPS = {name: tuple(meanings) for name, meanings in _GROUPS.items()}
MEANINGS = {meaning.slug: meaning for meanings in GROUPS.values() for meaning in meanings}
#: Further meanings of a column's values, besides kinds and payment methods, and the columns asked value by value.
SKIP, HOLD = "skip", "hold"
RECEIVED, PROMISED = "received", "promised"
#: Who gave where a row names both a person and an organization.
PERSON, ORGANIZATION = "person", "organization"
BOTH_NAMED = (
    (PERSON, "The person; the organization stays with the row"),
    (ORGANIZATION, "The organization; the person stays with the row"),
    (HOLD, "Review each row"),
)
VALUED = ("kind", "method", "status")
AMOUNTS = frozenset({"amount", "month"})
NAMES = frozenset({"name", "first_name", "last_name", "organization"})
REACHED = frozenset({"email", "phone", "address"})
MONEY = frozenset(meaning.slug for meaning in GROUPS["The gift"]) - {"note"}


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns` are meanings by folded title; the other fields supply what no column says.

    `fund` (a code), `method`, `kind`, the `currency` of amounts without one, the order of dates, the decimal sign, the
    `month_day` of gifts in month columns, and the `giver` of rows that name a person and an organization. `values` are
    meanings of values by folded title and folded value. `source` names the other system in references, and never
    changes.
    """

    key: str
    name: str
    signature: str
    columns: Dictionary[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    decimal_comma: bool | None = None
    fund: str = ""
    method: str = ""
    kind: str = ""
    currency: str = ""
    month_day: str = ""
    giver: str = ""
    values: Dictionary[str, Dictionary[str, str]] = field(default_factory=dict)
    source: str = ""

    @property
    def slug(self) -> str:
        """The slug under which its files name their format."""
        return f"{PREFIX}{self.key}"

    @property
    def lists(self) -> str:
        """Whether the file lists gifts or people."""
        return GIFTS if AMOUNTS & {*self.columns.values()} else PEOPLE

    def values_by_role(self) -> dict[str, Dictionary[str, str]]:
        """Meanings of values, by the role of their column."""
        told = {
            MEANINGS[slug].role: self.values.get(title, {}) for title, slug in self.columns.items() if slug in VALUED
        }
        return {role: values for role, values in told.items() if values}


def signature(titles: Iterable[str]) -> str:
    """A hash of column titles, independent of their order."""
    return hashlib.sha256("\n".join(sorted(map(folded, titles))).encode()).hexdigest()


def signature_of(row: Row) -> str:
    """The signature of a row as if it held titles; '' for an empty row."""
    titles = [column.title for column in titled_columns(row)]
    return signature(titles) if titles else ""


def tables_of(workbook: Workbook, mapping: Mapping) -> dict[str, Table]:
    """The tables of a file that match the mapping, by sheet name."""
    roles = {title: MEANINGS[slug].role for title, slug in mapping.columns.items()}
    found = {}
    for sheet in workbook.visible:
        header = next((row for row in top_of(sheet) if signature_of(row) == mapping.signature), None)
        if header is not None:
            found[sheet.name] = table_at(sheet, header, roles)
    return found


def top_of(sheet: Sheet) -> list[Row]:
    """The rows in which titles are searched."""
    return [row for row in sheet.rows[: 2 * SEARCH_ROWS] if not row.is_blank][:SEARCH_ROWS]
