"""Events as the world records them, and the webhooks they become."""

import pytest

from sandbox.world import Manner
from tests.sandbox.support.worlds import make_world


def deliveries(world) -> list[str]:
    return [row["state"] for row in world.store.run("SELECT state FROM deliveries ORDER BY id")]


def test_an_event_names_the_request_that_caused_it():
    world = make_world()

    with world.caused_by("req_1", "key"):
        inside = world.emit("charge.updated", {"id": "ch_1"})
    outside = world.emit("charge.updated", {"id": "ch_1"}, previous={"paid": False})

    assert inside["request"] == {"id": "req_1", "idempotency_key": "key"}
    assert outside["request"] == {"id": None, "idempotency_key": None}
    assert (inside["data"], outside["data"]["previous_attributes"]) == ({"object": {"id": "ch_1"}}, {"paid": False})


@pytest.mark.parametrize(("mode", "state"), [("deliver", "pending"), ("hold", "held"), ("drop", "dropped")])
def test_webhooks_wait_as_the_control_plane_says(mode, state):
    world = make_world()
    world.controls.mode, world.controls.copies = mode, 2

    world.emit("charge.updated", {"id": "ch_1"}, manner=Manner(copies=2))

    assert deliveries(world) == [state] * 4


def test_time_moves_forward_alone_and_is_remembered():
    world = make_world()
    before = world.now

    world.advance(100)

    assert world.now - before in (100, 101)
    assert world.store.fact("clock_offset") == 100
    with pytest.raises(ValueError, match="forward"):
        world.advance(-1)


def test_a_reset_forgets_objects_time_and_faults():
    world = make_world()
    world.emit("charge.updated", {"id": "ch_1"})
    world.advance(100)
    world.controls.mode = "drop"

    world.reset()

    assert (deliveries(world), world.clock.offset, world.controls.mode) == ([], 0.0, "deliver")
