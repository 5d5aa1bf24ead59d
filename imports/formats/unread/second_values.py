"""Two columns of one meaning: where they say different things of a row, it is asked which of them counts.

A record takes the first of them that is filled. Another one that says the same, or nothing, changes nothing; columns of
email addresses, phone numbers, notes and consent are all read.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from crm.names.comparison import SAME, compare
from crm.names.organizations import compare_organizations, is_organization
from crm.names.people import clean, is_nobody
from crm.names.text import name_key
from imports.cells import Cell, Row, Workbook, folded
from imports.contexts import Context
from imports.formats.givers import is_employer
from imports.formats.habits import Habits
from imports.formats.parties import party_named, read_country
from imports.formats.records import day_in
from imports.formats.unread import titles
from imports.formats.words import is_known_type, kind_said, method_named, read_means
from imports.parsing.amounts import AmountError, currency_code, parse_amount
from imports.parsing.column_roles import Column, is_effort, is_name_title
from imports.parsing.header_detection import Table

#: Columns that mean one thing of a row: each pair of them with different values is a question.
PARTS_OF_NAMES = ("first_name", "middle_name", "last_name", "suffix", "spouse", "spouse_last")
CREDITED = ("adviser", "soft_credit")
PLACES = ("address", "city", "place", "state", "zip", "country")
OF_GIFTS = ("date", "deposit_date", "check_date", "currency", "fund", "type", "method", "check", *CREDITED)
SINGLE = (*OF_GIFTS, "name", "organization", *PARTS_OF_NAMES, *PLACES)
#: Amounts of a platform's file, where two columns of one title are compared.
AMOUNTS = ("amount", "amount_in_cents", "amount_refunded", "refunded_amount")
#: Of forms of address the first counts; no gift depends on it.
TITLE = "title"
#: What stands where there is nothing to say.
_NOTHING = re.compile(r"\W*|n\.?/?a\.?|none|same( as .*)?|see .*|ditto|0/0/0+|unknown", re.I)
#: Days beside the day of the gift on which something else happened, and numbers beside a check's.
_ANOTHER_DAY = re.compile(r"receipt|letter|pledge", re.I)
_OF_CHECKS = re.compile(r"\b(check|cheque|chk|cheq|ck)s?\b", re.I)
_CONTACT = re.compile(r"contact|attn|attention", re.I)
_ANY_PLACE = re.compile(r"location|residence|place", re.I)
Value = tuple[Column, Cell]
Pair = tuple[Column, Column, str]


def second_values(table: Table, row: Row, habits: Habits, context: Context) -> list[Pair]:
    """Pairs of columns of one meaning that say different things of a row, with the question which of them counts."""
    if table.explained:
        return []
    return disagreements(table, row, repeated_roles(table), habits, context)


def disagreements(table: Table, row: Row, roles: Iterable[str], habits: Habits, context: Context) -> list[Pair]:
    """The pairs of a row among columns of these meanings, each of which several columns have."""
    found: list[Pair] = []
    for role in roles:
        asked = role in PLACES and any(one.role in PLACES for one, _, _ in found)  # one address, asked about once
        if not asked and len(values := _values(table, row, role, context)) > 1:
            found += _different(values, _same_of(role, habits, context))
    return [*found, *_whole_name_and_parts(table, row, context), *_adviser_and_credited(table, row, context)]


def repeated_roles(table: Table) -> list[str]:
    """Meanings of more than one column of a table, of which a record takes one; what is said of money only where there
    is some."""
    times = Counter(column.role for column in table.columns)
    several = [role for role in SINGLE if times[role] > 1]
    return several if times["amount"] else [role for role in several if role not in OF_GIFTS]


def warn_of_second_values(workbook: Workbook, table: Table, pairs: Iterable[Pair]) -> None:
    """Name the columns of a table that contradict each other in some row."""
    place = f"Sheet “{table.sheet.name}”: " if table.sheet.name else ""
    for one, other in dict.fromkeys((one, other) for one, other, _ in pairs):
        workbook.asked += [column.title for column in (one, other) if column.title not in workbook.asked]
        workbook.warnings.append(
            f"{place}The columns “{one.title}” and “{other.title}” mean the same but disagree in some rows: "
            "choose what they mean. Until then, these rows need review."
        )


def set_aside(table: Table, records: Iterable[Row], context: Context) -> list[str]:
    """Titles of columns that no record takes anything from, as another one of the same meaning counts more."""
    if table.explained:
        return []
    roles = [*repeated_roles(table), *([TITLE] if len(table.columns_of(TITLE)) > 1 else [])]
    aside: dict[str, None] = {}
    for row in records if roles else ():
        for role in roles:
            used = {column for column, _ in _values(table, row, role, context)}
            filled = (one for one in table.columns_of(role) if table.value(row, one).text.strip())
            aside |= dict.fromkeys(one.title for one in filled if one not in used)
    return list(aside)


def _values(table: Table, row: Row, role: str, context: Context) -> list[Value]:
    """The filled columns of a role, without those that mean something else beside another of it."""
    left = (one for one in table.columns_of(role) if folded(one.title) not in context.left_columns)
    filled = [(one, cell) for one in left if not _NOTHING.fullmatch((cell := table.value(row, one)).text.strip())]
    if role == TITLE:
        return filled[:1]
    chosen = [pair for pair in filled if not _is_aside(role, pair[0], pair[1], context)]
    return chosen if chosen else filled[:1]


def _is_aside(role: str, column: Column, cell: Cell, context: Context) -> bool:
    """Whether a column says something else as soon as there is another one of its role."""
    title = column.title.replace("_", " ")
    if role == "date":
        return bool(_ANOTHER_DAY.search(title))
    if role == "check":
        return not _OF_CHECKS.search(title)
    if role == "fund":
        return is_effort(title) and context.funds.code_for(cell.text) is None
    if role == "name":
        return bool(_CONTACT.search(title) or titles.FLAG.fullmatch(cell.text.strip()))
    return role == "place" and bool(_ANY_PLACE.search(title))


def _different(values: list[Value], same: Callable[[Value, Value], bool]) -> list[Pair]:
    first, *others = values
    other = next((other for other in others if not same(first, other)), None)
    return [(first[0], other[0], _question(first, other))] if other else []


def _question(first: Value, other: Value) -> str:
    (one, cell), (two, second) = first, other
    return (
        f"“{one.title}” says “{_short(cell.text)}” and “{two.title}” says “{_short(second.text)}”: "
        "choose which of them counts."
    )


def _short(text: str) -> str:
    return " ".join(text.split())[:60]


def _same_of(role: str, habits: Habits, context: Context) -> Callable[[Value, Value], bool]:
    """How values of a role are compared, where they are not written alike."""

    def alike(same: Callable[[Value, Value], object]) -> Callable[[Value, Value], bool]:
        return lambda one, two: _plain(one) == _plain(two) or bool(same(one, two))

    ways: dict[str, Callable[[Value, Value], object]] = {
        **dict.fromkeys(("date", "deposit_date", "check_date"), lambda one, two: _same_day(one, two, habits, context)),
        "currency": lambda one, two: currency_code(one[1].text) and _both(currency_code, one, two),
        "fund": lambda one, two: context.funds.code_for(one[1].text) and _both(context.funds.code_for, one, two),
        "type": _same_type,
        "method": _same_means,
        "name": _same_name,
        "organization": _same_organization,
        **dict.fromkeys(CREDITED, lambda one, two: same_giver(one[1].text, two[1].text)),
        "check": lambda one, two: _both(_digits, one, two),
        **dict.fromkeys(AMOUNTS, lambda one, two: _both(_number, one, two)),
        "zip": lambda one, two: _both(lambda text: _digits(text)[:5], one, two),
        "country": lambda one, two: read_country(one[1].text) and _both(read_country, one, two),
        "middle_name": lambda one, two: _both(lambda text: text.strip()[:1].casefold(), one, two),
    }  # fmt: skip
    return alike(ways.get(role, lambda one, two: False))


def _plain(value: Value) -> str:
    return re.sub(r"[\W_]+", " ", value[1].text.casefold()).strip()


def _both(read: Callable[[str], object], one: Value, two: Value) -> bool:
    return read(one[1].text) == read(two[1].text)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", re.sub(r"\.0+$", "", text.strip())).lstrip("0")


def _number(text: str) -> Decimal | str:
    try:
        return parse_amount(text).amount
    except AmountError:
        return text


def _same_day(one: Value, two: Value, habits: Habits, context: Context) -> bool:
    first, second = (day_in(column, cell, habits, context) for column, cell in (one, two))
    return isinstance(first, date) and first == second


def _same_type(one: Value, two: Value) -> bool:
    """Whether both say the same kind, or neither says one; “Individual” and “Monthly” do not contradict each other."""
    if not (is_known_type(one[1].text) and is_known_type(two[1].text)):
        return False
    first, second = (kind_said(cell.text, None, "") or "gift" for _, cell in (one, two))
    return first == second


def _same_means(one: Value, two: Value) -> bool:
    """Whether both name the same means, or one only says something else, such as how often."""
    first, second = (read_means(cell.text) for _, cell in (one, two))
    if any(is_known_type(cell.text) and not method_named(cell.text) for _, cell in (one, two)):
        return True
    return first.method == second.method and (not first.check or not second.check or first.check == second.check)


def same_giver(one: str, two: str) -> bool:
    """Whether two cells name the same giver, or the second names nobody."""
    if name_key(one) == name_key(two) or is_nobody(two):
        return True
    first, second = party_named(one), party_named(two)
    if first.organization and second.organization:
        return compare_organizations(first.organization, second.organization) == SAME
    people = bool(first.people and second.people) and len(first.people) == len(second.people)
    return people and all(
        compare(mine, yours).verdict == SAME for mine, yours in zip(first.people, second.people, strict=True)
    )


def _same_name(one: Value, two: Value) -> bool:
    """Whether two columns of names name the same; of two that are called names `givers` asks by itself."""
    return all(is_name_title(column.title) for column, _ in (one, two)) or same_giver(one[1].text, two[1].text)


def _same_organization(one: Value, two: Value) -> bool:
    if not all(is_employer(clean(cell.text)) for _, cell in (one, two)):
        return True
    return compare_organizations(clean(one[1].text), clean(two[1].text)) == SAME


def _whole_name_and_parts(table: Table, row: Row, context: Context) -> Iterable[Pair]:
    """The question which name counts where a whole name and its parts in columns of their own name two people."""
    wholes = _values(table, row, "name", context)
    parts = [pair for role in ("first_name", "last_name") for pair in _values(table, row, role, context)[:1]]
    if not wholes or not parts or is_nobody(wholes[0][1].text):
        return
    written = " ".join(cell.text for _, cell in parts)
    words = set(name_key(wholes[0][1].text).split())
    if is_nobody(written) or set(name_key(written).split()) <= words or same_giver(wholes[0][1].text, written):
        return
    if is_organization(wholes[0][1].text) and table.has("organization"):
        return
    for column, cell in parts:
        if not set(name_key(cell.text).split()) <= words:
            yield wholes[0][0], column, _question(wholes[0], (column, cell))
            return


def _adviser_and_credited(table: Table, row: Row, context: Context) -> Iterable[Pair]:
    """The question who is thanked where an adviser and a soft credit name two."""
    values = [pair for role in CREDITED for pair in _values(table, row, role, context)[:1]]
    if len(values) > 1:
        yield from _different(values, lambda one, two: same_giver(one[1].text, two[1].text))
