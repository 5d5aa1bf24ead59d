"""The state of the stand-in: objects by kind, what only it knows, and transactions that nest."""

import pytest

from sandbox.store import Store


@pytest.fixture
def store():
    opened = Store()
    yield opened
    opened.close()


def body(identifier: str, **more) -> dict:
    return {"id": identifier, "created": 1} | more


def test_an_object_comes_back_as_it_was_written(store):
    store.insert("charge", body("ch_1", amount=5))

    assert store.get("ch_1", "charge") == body("ch_1", amount=5)
    for kind, identifier in (("refund", "ch_1"), ("charge", "ch_2")):
        with pytest.raises(KeyError):
            store.get(identifier, kind)


def test_saving_adds_to_what_only_the_stand_in_knows(store):
    store.insert("charge", body("ch_1"), {"rate": 2})

    store.save(body("ch_1", paid=True), {"fee": 3})

    assert (store.get("ch_1")["paid"], store.private("ch_1")) == (True, {"rate": 2, "fee": 3})


def test_an_appointment_is_kept_until_it_is_cleared(store):
    store.insert("charge", body("ch_1"), due=7.0)
    store.save(body("ch_1"))
    kept = store.run("SELECT due FROM objects")[0]["due"]

    store.save(body("ch_1"), due=None)

    assert (kept, store.run("SELECT due FROM objects")[0]["due"]) == (7.0, None)


def test_an_inner_failure_undoes_the_inner_part_alone(store):
    def fail() -> None:
        with store.transaction():
            store.insert("charge", body("ch_2"))
            raise ValueError

    with store.transaction():
        store.insert("charge", body("ch_1"))
        with pytest.raises(ValueError):  # noqa: PT011
            fail()

    assert [row["id"] for row in store.select("charge")] == ["ch_1"]


def test_objects_stand_in_order_of_arrival(store):
    for identifier in ("ch_2", "ch_1"):
        store.insert("charge", body(identifier, amount=len(identifier)))

    assert store.position("ch_2", "charge") < store.position("ch_1", "charge")
    assert [row["id"] for row in store.select("charge", order="seq DESC", limit=1)] == ["ch_1"]
    assert store.select("charge", "json_extract(body, '$.amount') > ?", [4]) == []


def test_facts_are_kept_until_everything_is_forgotten(store):
    store.set_fact("offset", 3.5)
    kept = store.fact("offset")

    store.clear()

    assert (kept, store.fact("offset"), store.fact("offset", 0)) == (3.5, None, 0)
