"""Rows of the journal: amounts in the account's currency, fees, and when the money is available."""

from sandbox.clock import DAY
from sandbox.objects import balance_transactions
from tests.sandbox.support.worlds import make_world


def charge(world, **private) -> dict:
    body = {"id": "ch_1", "object": "charge", "created": world.now, "description": "Gift"}
    return world.store.insert("charge", body, private)


def test_a_fee_is_a_share_rounded_half_up_and_a_fixed_part():
    world = make_world()

    # 2.9% of 51.81 is 1.50249, rounded 1.50, and 0.30; 2.9% of 50.00 is 1.45, and 0.30
    assert [balance_transactions.fee_on(world, cents) for cents in (5181, 5000, 20)] == [180, 175, 20]


def test_another_currency_is_converted_by_the_rate_of_the_payment():
    world = make_world()
    paid = charge(world, rate=1.25)

    row = balance_transactions.make(world, "charge", 1001, paid, fee=31)

    assert (row["amount"], row["fee"], row["net"], row["currency"], row["exchange_rate"]) == (
        1251,
        31,
        1220,
        "usd",
        1.25,
    )


def test_a_refund_goes_back_by_the_rate_of_its_charge():
    world = make_world()
    charge(world, rate=2)
    refund = {"id": "re_1", "object": "refund", "charge": "ch_1"}

    assert balance_transactions.make(world, "refund", -500, refund)["amount"] == -1000


def test_money_is_pending_until_it_settles():
    world = make_world(settle_days=2)

    later = balance_transactions.make(world, "charge", 100, charge(world))
    now = balance_transactions.make(world, "adjustment", 100, {"id": "x", "object": "x"}, available_on=world.now)

    assert (later["status"], later["available_on"] % DAY, later["exchange_rate"]) == ("pending", 0, None)
    assert DAY < later["available_on"] - world.now <= 2 * DAY
    assert (now["status"], now["reporting_category"], now["fee_details"]) == ("available", "other_adjustment", [])
