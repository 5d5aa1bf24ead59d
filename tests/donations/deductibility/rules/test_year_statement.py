"""A donor's year: what is on the statement, what is left off."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from donations.deductibility import Facts, LedgerRow, decide
from tests.donations.deductibility.builders import PENDING, RECOGNIZED, figures

YEAR = (
    LedgerRow(date=date(2013, 12, 31), amount=Decimal("300.00"), received=date(2014, 1, 6)),
    LedgerRow(date=date(2014, 1, 1), amount=Decimal("75.00")),
    LedgerRow(date=date(2014, 4, 12), type="gala_ticket", amount=Decimal("150.00"), value=Decimal("45.00")),
    LedgerRow(date=date(2014, 5, 1), type="daf_soft_credit", amount=Decimal("500.00")),
    LedgerRow(date=date(2014, 5, 2), type="pledge_unpaid", amount=Decimal("900.00")),
    LedgerRow(date=date(2014, 5, 3), type="raffle", amount=Decimal("20.00")),
    LedgerRow(date=date(2014, 5, 4), type="qcd", amount=Decimal("2000.00")),
    LedgerRow(date=date(2014, 5, 5), amount=Decimal("80.00"), refunded=Decimal("80.00")),
    LedgerRow(date=date(2014, 6, 1), type="in_kind", description="three laptops"),
    LedgerRow(date=date(2015, 1, 1), amount=Decimal("60.00")),
)


def test_statement_lists_the_contributions_of_its_year_only():
    decision = decide(Facts(org=RECOGNIZED, ledger=YEAR, year=2014))

    # 75.00 + 150.00 paid; 75.00 + (150.00 - 45.00) given
    assert figures(decision) == ("225.00", "180.00", "45.00")
    assert decision.lines == [
        "2014-01-01 75.00",
        "2014-04-12 150.00 less benefit 45.00 = 105.00",
        "2014-06-01 three laptops",
    ]
    assert (decision.due_by, decision.cwa_required) == (date(2015, 1, 31), False)
    assert "NO_GOODS_SERVICES" not in decision.must_say


def test_statement_issued_in_january_is_of_the_year_before():
    decision = decide(Facts(org=RECOGNIZED, ledger=YEAR, issued=date(2014, 1, 20)))

    assert (decision.tax_year, decision.lines, decision.cwa_required) == (2013, ["2013-12-31 300.00"], True)


def test_refund_reduces_the_gift_it_names():
    refund = LedgerRow(type="refund", date=date(2014, 2, 1), amount=Decimal("25.00"), refunds="2014-01-01")

    decision = decide(Facts(org=RECOGNIZED, ledger=(*YEAR[1:2], refund), year=2014))

    assert decision.lines == ["2014-01-01 50.00"]


def test_statement_follows_the_status_on_the_issue_date():
    rows = (LedgerRow(date=date(2012, 11, 1), amount=Decimal("250.00")),)

    pending = decide(Facts(org=PENDING, ledger=rows, issued=date(2013, 1, 25)))
    later = decide(Facts(org=replace(RECOGNIZED, as_of=date(2013, 8, 1)), ledger=rows))

    assert (pending.deductibility_status, "STATUS_PENDING" in pending.must_say) == ("conditional", True)
    assert (later.deductibility_status, "STATUS_RECOGNIZED" in later.must_say) == ("deductible", True)
