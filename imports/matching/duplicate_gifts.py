"""Gifts that appear more than once: rows pasted twice, gifts on record, and refunds with the gifts they are of."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from crm.names.text import name_key
from imports import questions
from imports.cells import folded
from imports.matching.evidence import CHECK_DAYS
from imports.matching.known_records import Known, KnownGift, Namesakes
from imports.parsing.statements import unquoted
from imports.plans import (
    ACCEPT,
    DUPLICATE,
    GIFT,
    NEGATIVE,
    PLEDGE_PAYMENT,
    REVIEW,
    SPONSORSHIP,
    TICKET,
    PlannedRow,
    Reference,
)

NEAR_DAYS = 7  # a web form is retyped into the log within the week
REFUND_DAYS = 3 * 366


def mark_pasted(rows: list[PlannedRow]) -> None:
    """Mark rows that repeat an earlier one cell for cell: rows with a number of their own, or directly below it."""
    last: PlannedRow | None = None
    seen: dict[tuple, PlannedRow] = {}
    for row in rows:
        if row.decision != ACCEPT or row.kind is None:
            last = row if row.decision != DUPLICATE else last
            continue
        told = (row.sheet, row.part, tuple(sorted(row.raw.items())))
        first = seen.get(told)
        if first is None or row.answer is not None:
            seen[told] = last = row
        elif _is_numbered(row) or last is first:
            row.decision, row.reason = DUPLICATE, f"The same as row {first.row}: {questions.DUPLICATE_ROW}"
            row.gift = first.gift
        else:
            row.decision = REVIEW
            row.reason = f"The same as row {first.row} in every cell: {questions.ENTERED_TWICE}"


def review_repeated_sheets(rows: list[PlannedRow]) -> None:
    """Hold gifts that another sheet of the file has, too: a copy of a sheet, a month beside the whole year.

    Such a row has the same donor, date, amount, fund, method and numbers as one of an earlier sheet.
    """
    first: dict[tuple, str] = {}
    for row in rows:
        name = name_key(row.party.written)
        if row.decision not in (ACCEPT, REVIEW) or row.amount is None or row.date is None or not name:
            continue
        fund = folded(row.fund_text or "")
        told = (row.part, row.kind, row.date, row.amount, row.currency, name, fund, row.method, row.references)
        sheet = first.setdefault(told, row.sheet)
        if sheet != row.sheet:
            asked = f"“{unquoted(row.sheet)}” repeats rows of “{unquoted(sheet)}”: {questions.SAME_GIFTS}"
            row.decision, row.reason = REVIEW, f"{row.reason} {asked}".strip()


def review_same_checks(rows: list[PlannedRow]) -> None:
    """Hold a row that repeats the check number, amount and donor of an earlier row of the file."""
    seen: dict[tuple, PlannedRow] = {}
    for row in rows:
        if row.decision != ACCEPT or row.kind in NEGATIVE or row.part != 1 or row.answer is not None:
            continue
        for reference in row.references:
            told = (reference, row.amount, row.currency, row.supporter or row.organization or row.party.written)
            first = seen.setdefault(told, row)
            if first is not row and _near(first.date, row.date, CHECK_DAYS):
                row.decision = REVIEW
                what = "check" if reference.system == "check" else "number"
                row.reason = f"Row {first.row} has the same {what} {reference.value} and amount: {questions.ONE_OR_TWO}"


def find_known_gifts(rows: list[PlannedRow], known: Known, namesakes: Namesakes) -> None:
    """Set the `gift` of rows that repeat a gift on record, or `same_as` where they may.

    `namesakes` are the keys of other people with the donor's name: their gifts of the same amount on the same days also
    count as possible repeats.
    """
    gifts = list(known.gifts)
    by_reference: dict[Reference, list[KnownGift]] = defaultdict(list)
    by_giver: dict[tuple, list[KnownGift]] = defaultdict(list)
    for gift in gifts:
        for reference in gift.references:
            by_reference[reference].append(gift)
        by_giver[_giver(gift.supporter, gift.organization), gift.amount, gift.currency].append(gift)
    taken = {(row.gift, row.kind) for row in rows if row.told_before and row.gift and row.kind}
    told = [row for row in rows if _gives(row)]
    for row in told:
        if not row.told_before:
            _find_by_reference(row, by_reference, taken)
    for days in range(NEAR_DAYS + 1):  # the nearest first, whatever the order of rows
        for row in told:
            if row.decision == ACCEPT and row.gift is None:
                _find_by_giver(row, by_giver, taken, namesakes, days)


def _gives(row: PlannedRow) -> bool:
    """Whether a row tells of money that came in."""
    return row.decision == ACCEPT and row.amount is not None and bool(row.kind) and row.kind not in NEGATIVE


def find_refunded(rows: list[PlannedRow], known: Known) -> None:
    """Set the gift each refund is of; hold it when none, or more than one, is possible."""
    gifts: dict[tuple, list[tuple[date | None, str, Decimal, str | None]]] = defaultdict(list)
    for gift in known.gifts:
        if gift.kind not in NEGATIVE:
            place = _giver(gift.supporter, gift.organization), gift.currency
            gifts[place].append((gift.date, gift.key, gift.amount, gift.fund))
    for row in rows:
        if row.decision == ACCEPT and row.gift and row.amount is not None and row.amount > 0:
            gifts[_giver(row.supporter, row.organization), row.currency].append(
                (row.date, row.gift, row.amount, row.fund)
            )
    beside = {(row.sheet, row.row): row for row in rows if row.part == 1}
    taken: set[str] = set()
    for row in rows:
        if row.decision == ACCEPT and row.kind in NEGATIVE and row.gift is None and row.amount is not None:
            if row.part > 1 and (first := beside.get((row.sheet, row.row))):
                _take_back(row, first)
                continue
            above = beside.get((row.sheet, row.row - 1))
            theirs = gifts[_giver(row.supporter, row.organization), row.currency]
            _attach(row, [gift for gift in theirs if gift[1] not in taken], above)
            taken.update(filter(None, [row.gift]))


def _take_back(row: PlannedRow, first: PlannedRow) -> None:
    """A refund in the row of its gift is of that gift, whatever was matched."""
    if first.decision == ACCEPT:
        row.gift, row.same_as = first.gift, first.same_as
    else:
        row.decision, row.reason = first.decision, first.reason


def _attach(
    row: PlannedRow, gifts: list[tuple[date | None, str, Decimal, str | None]], above: PlannedRow | None
) -> None:
    """Set the only gift of the same amount, or the only larger one if it is directly above. Anything else becomes a
    question, as a refund of the wrong gift would go unnoticed."""
    assert row.amount is not None
    fits = [gift for gift in gifts if gift[2] >= -row.amount and _may_take_from(row, gift)]
    equal = {gift[1]: gift[0] for gift in fits if gift[2] == -row.amount}
    if len(equal) == 1:
        ((row.gift, day),) = equal.items()
        row.note = row.note or (f"Refund of this donor's gift of {day:%Y-%m-%d}." if day else "")
        return
    if above is not None and above.gift and {gift[1] for gift in fits} == {above.gift}:
        row.gift, row.note = above.gift, row.note or "Refund of the gift in the row above."
        return
    row.decision = REVIEW
    row.reason = (
        "Refund: more than one gift of that amount matches. Choose the refunded gift."
        if equal
        else "Refund: no gift of that amount from this donor is on record. Choose the refunded gift."
    )


def _may_take_from(row: PlannedRow, gift: tuple[date | None, str, Decimal, str | None]) -> bool:
    """Whether fund and date do not contradict."""
    day, _, _, fund = gift
    if row.fund and fund and fund != row.fund:
        return False
    return not (day and row.date) or 0 <= (row.date - day).days <= REFUND_DAYS


def _find_by_reference(row: PlannedRow, by_reference: dict, taken: set[tuple[str, str]]) -> None:
    for reference in row.references:
        for gift in by_reference.get(reference, ()):
            if gift.key in (row.answer or {}).get("another", ()):
                continue
            if (gift.key, gift.kind) in taken or gift.currency != row.currency or not _kinds_agree(row, gift):
                continue
            if reference.system == "check" and not _same_check(row, gift):
                continue
            row.gift, row.kind = gift.key, gift.kind
            taken.add((gift.key, gift.kind))
            return


def _kinds_agree(row: PlannedRow, gift: KnownGift) -> bool:
    """Whether the kinds agree. A list of deposits calls everything a gift; an earlier source may know that it pays a
    pledge."""
    return gift.kind == row.kind or {gift.kind, row.kind} <= {GIFT, PLEDGE_PAYMENT, SPONSORSHIP, TICKET}


def _same_check(row: PlannedRow, gift: KnownGift) -> bool:
    """Whether both are the same check. Number 1001 exists in many checkbooks, so amount, date and donor must agree as
    well."""
    if gift.amount != row.amount or not _near(gift.date, row.date, CHECK_DAYS):
        return False
    theirs, ours = _giver(gift.supporter, gift.organization), _giver(row.supporter, row.organization)
    return theirs is None or ours is None or theirs[0] == ours[0]  # a person's check is not a company's


def _find_by_giver(
    row: PlannedRow, by_giver: dict, taken: set[tuple[str, str]], namesakes: Namesakes, days: int
) -> None:
    """Name the gift within `days` that a row may repeat, the donor's own before a namesake's."""
    giver = _giver(row.supporter, row.organization)
    if giver is None or row.same_as:
        return
    others = () if row.organization else sorted(namesakes.get(row.supporter or "", ()))
    for who in (giver, *(("person", key) for key in others)):
        for gift in by_giver.get((who, row.amount, row.currency), ()):
            fresh = (gift.key, row.kind or "") not in taken and gift.kind == row.kind
            if gift.key in (row.answer or {}).get("another", ()):
                continue
            if fresh and _near(gift.date, row.date, days) and not _checks_differ(row, gift):
                row.same_as = gift.key
                taken.add((gift.key, row.kind or ""))
                return


def _checks_differ(row: PlannedRow, gift: KnownGift) -> bool:
    checks = {ref.value for ref in row.references if ref.system == "check"}
    others = {ref.value for ref in gift.references if ref.system == "check"}
    return bool(checks and others and not checks & others)


def _giver(supporter: str | None, organization: str | None) -> tuple[str, str] | None:
    if organization:
        return ("organization", organization)
    return ("person", supporter) if supporter else None


def _near(a: date | None, b: date | None, days: int) -> bool:
    return a is not None and b is not None and abs((a - b).days) <= days


def _is_numbered(row: PlannedRow) -> bool:
    """Whether the row has a number of its own (of a check or a charge), which two gifts would not share."""
    return bool(row.references)
