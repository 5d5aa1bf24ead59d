"""A donor's year: what is on the statement, what is left off."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from donations.deductibility import Donor, Facts, LedgerRow, decide
from donations.deductibility.vocabulary import WORDS
from donations.deductibility.wording import sentences as wording
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


GIFT = LedgerRow(date=date(2014, 3, 1), amount=Decimal("300.00"))


@pytest.mark.parametrize("donor", sorted(WORDS["donor.type"]))
def test_a_statement_is_of_the_money_of_its_donor(donor):
    decision = decide(Facts(org=RECOGNIZED, donor=Donor(type=donor, name="Example"), ledger=(GIFT,), year=2014))

    if donor in ("individual", "couple", "business"):
        assert (figures(decision), decision.cwa_required) == (("300.00", "300.00", "0.00"), True)
    elif donor in ("anonymous_unknown", "collector"):  # nobody's, or others'
        assert (decision.receipt_kind, decision.action, decision.recipient) == ("none", "ask_staff", None)
    else:  # the fund is the donor, and deducts nothing
        assert (figures(decision), decision.cwa_required) == (("300.00", "None", "None"), False)
        assert (decision.deductibility_status, decision.lines) == ("not_stated", ["2014-03-01 300.00"])
        assert "NO_GOODS_SERVICES" not in decision.must_say


#: What a row of a person's year is worth by the way it was paid: nothing where it is a fund's or an IRA's money.
NOT_THEIRS = {"daf_grant": "soft credit", "platform_daf": "soft credit", "ira_direct": "listed separately"}


@pytest.mark.parametrize("method", sorted(WORDS["method"]))
@pytest.mark.parametrize("kind", ["gift", "pledge_paid"])
def test_a_row_counts_by_the_way_it_was_paid(method, kind):
    rows = (LedgerRow(type=kind, date=date(2014, 2, 1), amount=Decimal("100.00"), method=method), GIFT)

    decision = decide(Facts(org=RECOGNIZED, ledger=rows, year=2014))

    if method in NOT_THEIRS:
        assert decision.lines == ["2014-03-01 300.00"]
        assert any(NOT_THEIRS[method] in rule for rule in decision.rules)
    elif method in ("stock_dtc", "stock_certificate_usps"):
        assert (decision.lines, figures(decision)[0]) == (["2014-02-01 stock", "2014-03-01 300.00"], "300.00")
        assert "PROPERTY_VALUE" in decision.must_not_say
    else:
        assert figures(decision) == ("400.00", "400.00", "0.00")


REVOKED = replace(
    RECOGNIZED, status="revoked", revocation_effective=date(2016, 5, 16), revocation_published=date(2016, 8, 8)
)
REACH = [
    (RECOGNIZED, 2012, [("2012-08-20", False), ("2012-08-21", True)]),
    (REVOKED, 2016, [("2016-05-15", True), ("2016-08-07", True), ("2016-08-08", False)]),
    (
        replace(RECOGNIZED, exemption_effective_date=date(2014, 12, 2)),
        2014,
        [("2014-12-01", False), ("2014-12-02", True)],
    ),
    (replace(PENDING, status="denied", denial_date=date(2013, 9, 1), as_of=None), 2012, [("2012-12-01", False)]),
]


@pytest.mark.parametrize(("org", "year", "days"), REACH)
def test_a_line_the_exemption_does_not_reach_says_so(org, year, days):
    rows = tuple(LedgerRow(date=date.fromisoformat(day), amount=Decimal("100.00")) for day, _ in days)

    facts = Facts(org=org, ledger=rows, year=year, issued=date(year + 5, 1, 10))
    decision = decide(facts)

    assert decision.lines == [f"{day} 100.00" + ("" if reached else ", not deductible") for day, reached in days]
    assert "NOT_DEDUCTIBLE" in decision.must_say
    assert decision.deductible_amount == Decimal(100) * sum(reached for _, reached in days)
    said = [sentence.text for sentence in wording.sentences(decision, facts) if sentence.code == "NOT_DEDUCTIBLE"]
    which = "The lines marked “not deductible”" if decision.deductible_amount else "These payments"
    assert said == [f"{which} are not deductible as charitable contributions."]
