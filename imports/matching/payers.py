"""Who paid a row whose party is only a guest: the buyer of an order of tickets, named in another row."""

from imports.plans import ACCEPT, REVIEW, PlannedRow


def name_payers(rows: list[PlannedRow]) -> None:
    """Set the payer of each row that names the row of its buyer; hold it while nobody knows who that is."""
    first = {(row.sheet, row.row): row for row in reversed(rows) if row.part == 1}
    for row in rows:
        if row.paid_in is None or row.kind is None:
            continue
        buyer = first.get((row.sheet, row.paid_in))
        if buyer is not None and buyer.organization:
            row.organization = buyer.organization
        elif buyer is not None and buyer.supporter:
            row.payer = buyer.supporter if buyer.supporter != row.supporter else None
        elif row.decision == ACCEPT:
            row.decision = REVIEW
            row.reason = f"The buyer of the order, in row {row.paid_in}, is not known yet."
