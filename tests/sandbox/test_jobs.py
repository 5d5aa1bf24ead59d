"""What falls due by itself, each thing at its own moment."""

from sandbox import jobs
from sandbox.objects import balance_transactions
from tests.sandbox.support.worlds import make_world


def waiting_row(world, identifier: str, due: float) -> dict:
    row = {"id": identifier, "created": world.now, "status": "pending", "available_on": int(due)}
    return world.store.insert("balance_transaction", row, due=due)


def test_time_does_what_falls_due_on_the_way_and_leaves_the_rest():
    world = make_world()
    start = world.clock.exact()
    for identifier, seconds in (("txn_1", 50), ("txn_2", 100), ("txn_3", 500)):
        waiting_row(world, identifier, start + seconds)

    done = jobs.pass_time(world, 200)

    statuses = {row["id"]: row["status"] for row in world.store.select("balance_transaction")}
    assert (done, statuses) == (2, {"txn_1": "available", "txn_2": "available", "txn_3": "pending"})
    assert (world.clock.offset, jobs.waiting(world)) == (200, 0)


def test_money_is_available_from_its_own_moment():
    world = make_world()
    row = waiting_row(world, "txn_1", world.now + 1000)

    made = balance_transactions.make_available(world, row)

    assert made["available_on"] <= world.now
