"""Payroll giving: the document to keep with the pay stubs (receipt rules, 3; Reg. 1.170A-13(f)(11))."""

from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind


def compose(case: Case) -> Body:
    return Body(rows.thanks(case), rows.given(case), rows.total("Your contribution", rows.contribution(case)))


KIND = Kind(
    slug="payroll_pledge_document",
    label="Payroll giving document",
    permission="receipts.issue",
    prints=("payroll_pledge_document",),
    title="Your payroll\ngiving",
    compose=compose,
    date_label="Received",
)
