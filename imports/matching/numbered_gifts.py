"""Rows that name a gift and not its donor, as reconciliations and banks do: the gift on record says the rest. Pure."""

from collections.abc import Iterable

from crm.names.comparison import SAME, compare
from crm.names.organizations import compare_organizations
from imports.matching.known_records import Known, KnownGift
from imports.plans import ACCEPT, IGNORE, NEGATIVE, REVIEW, PlannedRow

#: Money reaches the bank within so many days of its gift.
BANK_DAYS = 7
NO_GIFT = "The row names no donor, and no gift on record has its number: import the payments first, or enter the donor."
OTHER_AMOUNT = "The gift on record with this number has another amount: choose what happened."


def take_from_gifts(rows: Iterable[PlannedRow], known: Known) -> None:
    """Give accepted rows without a donor the gift with their number, its donor and fund; hold those without such a
    gift."""
    bare = [row for row in rows if _names_only_a_number(row)]
    by_reference = {
        reference: gift for gift in known.gifts if bare and gift.kind not in NEGATIVE
        for reference in gift.references if reference.system != "check"
    }  # fmt: skip
    for row in bare:
        gift = next((found for one in row.references if (found := by_reference.get(one))), None)
        if gift is None or not (gift.supporter or gift.organization):
            row.decision, row.reason = REVIEW, NO_GIFT
        elif not _agree(row, gift):
            row.decision, row.reason = REVIEW, OTHER_AMOUNT
        else:
            _take(row, gift)


def explain_bank_lines(rows: Iterable[PlannedRow], known: Known) -> None:
    """Leave out lines of a bank whose payer, amount and day are those of a gift on record; each gift explains one."""
    lines = [row for row in rows if row.is_bank_line and row.decision == REVIEW and row.amount is not None]
    people = {one.key: one for one in known.people} if lines else {}
    firms = {one.key: one for one in known.organizations} if lines else {}
    gifts = [gift for gift in known.gifts if lines and gift.kind not in NEGATIVE]
    taken: set[str] = set()
    for row in lines:
        for gift in gifts:
            if gift.key not in taken and _is_line_of(row, gift) and _is_giver(row, gift, people, firms):
                taken.add(gift.key)
                row.decision, row.reason = IGNORE, f"The bank's line of a gift on record, of {gift.date:%Y-%m-%d}."
                break


def _names_only_a_number(row: PlannedRow) -> bool:
    chosen = row.supporter or row.organization or row.household
    return row.is_of_gift and not chosen and row.decision == ACCEPT


def _agree(row: PlannedRow, gift: KnownGift) -> bool:
    """Whether the amounts do not contradict. A payout may be in another currency than the gift."""
    if row.amount is None or row.currency != gift.currency:
        return True
    return -row.amount <= gift.amount if row.kind in NEGATIVE else row.amount == gift.amount


def _take(row: PlannedRow, gift: KnownGift) -> None:
    row.gift, row.supporter, row.organization = gift.key, gift.supporter, gift.organization
    row.fund, row.method = row.fund or gift.fund, gift.method or row.method
    if row.kind not in NEGATIVE:
        row.kind = gift.kind


def _is_line_of(row: PlannedRow, gift: KnownGift) -> bool:
    near = row.date and gift.date and abs((row.date - gift.date).days) <= BANK_DAYS
    return bool(near) and (gift.amount, gift.currency) == (row.amount, row.currency)


def _is_giver(row: PlannedRow, gift: KnownGift, people, firms) -> bool:
    """Whether the payer has the donor's name, in any spelling on record."""
    if firm := firms.get(gift.organization):
        names = (firm.name, *firm.written)
        return bool(row.party.organization) and any(
            compare_organizations(name, row.party.organization) == SAME for name in names
        )
    person = people.get(gift.supporter)
    return person is not None and any(compare(person.name, one).verdict == SAME for one in row.party.people)
