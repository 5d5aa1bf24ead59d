import pytest

from tests.sandbox.support.payments import settled_charge
from tests.sandbox.support.standin import ControlError

TWO_DAYS = 2 * 86400


def test_a_payout_ties_out_to_the_cent(standin, api):
    charges = [settled_charge(standin, api, cents) for cents in (5000, 5181, 30000)]
    api.v1.refunds.create({"charge": charges[0].id, "amount": 1500})
    standin.control("clock", advance=TWO_DAYS)

    payout = api.v1.payouts.retrieve(standin.control("payouts")["id"])

    rows = list(api.v1.balance_transactions.list({"payout": payout.id, "limit": 2}).auto_paging_iter())
    # Fees: 50.00 → 1.75; 51.81 → 1.80; 300.00 → 8.70 + 0.30 = 9.00.
    # 4825 + 5001 + 29100 - 1500 = 37426
    assert payout.amount == 37426
    assert [(row.type, row.net) for row in rows] == [
        ("payout", -37426),
        ("refund", -1500),
        ("charge", 29100),
        ("charge", 5001),
        ("charge", 4825),
    ]
    assert rows[0].id == payout.balance_transaction
    assert (payout.status, payout.automatic, payout.reconciliation_status) == ("paid", True, "completed")
    assert payout.trace_id.status == "supported"
    assert [event.type for event in api.v1.events.list({"type": "payout.*"}).data][::-1] == [
        "payout.created",
        "payout.updated",
        "payout.paid",
        "payout.reconciliation_completed",
    ]


def test_money_is_paid_out_once(standin, api):
    settled_charge(standin, api)
    standin.control("payouts", include_pending=True)

    with pytest.raises(ControlError, match="Nothing to pay out"):
        standin.control("payouts", include_pending=True)

    assert len(api.v1.payouts.list().data) == 1


def test_pending_money_waits(standin, api):
    charge = settled_charge(standin, api)

    with pytest.raises(ControlError, match="Nothing to pay out"):
        standin.control("payouts")
    pending = api.v1.balance_transactions.retrieve(charge.balance_transaction)
    standin.control("clock", advance=TWO_DAYS)
    available = api.v1.balance_transactions.retrieve(charge.balance_transaction)

    assert (pending.status, available.status) == ("pending", "available")
    assert pending.available_on == available.available_on
    assert standin.control("payouts")["amount"] == 4825


def test_more_refunded_than_taken_is_not_paid_out(standin, api):
    charge = settled_charge(standin, api)
    api.v1.refunds.create({"charge": charge.id})

    # 4825 - 5000 = -175
    with pytest.raises(ControlError, match="-175 cents"):
        standin.control("payouts", include_pending=True)

    assert api.v1.payouts.list().data == []


def test_a_payout_on_its_way_arrives_by_the_clock(standin, api):
    settled_charge(standin, api)
    sent = standin.control("payouts", include_pending=True, paid=False)

    on_its_way = api.v1.payouts.list({"status": "in_transit"}).data
    standin.control("clock", advance=86400)

    assert [payout.id for payout in on_its_way] == [sent["id"]]
    assert sent["reconciliation_status"] == "in_progress"
    assert [payout.id for payout in api.v1.payouts.list({"status": "paid"}).data] == [sent["id"]]


def test_rows_are_found_by_source_type_and_time(standin, api):
    charge = settled_charge(standin, api)
    refund = api.v1.refunds.create({"charge": charge.id, "amount": 100})
    rows = api.v1.balance_transactions

    assert [row.source for row in rows.list({"source": charge.id}).data] == [charge.id]
    assert [row.source for row in rows.list({"type": "refund"}).data] == [refund.id]
    assert rows.list({"created": {"gt": refund.created + 1}}).data == []
    assert len(rows.list({"created": {"gte": charge.created, "lte": refund.created + 1}}).data) == 2
