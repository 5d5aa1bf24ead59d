"""Events as the API lists them: 30 days back, by type, by whether their webhooks arrived."""

from sandbox.clock import DAY
from sandbox.errors import invalid
from sandbox.objects.lists import page, retrieve

KEPT_DAYS = 30
_WAITING = "EXISTS (SELECT 1 FROM deliveries d WHERE d.event = objects.id AND d.state <> 'delivered')"


def get(world, call) -> dict:
    return current(world, retrieve(world, "event", call.ids["id"]))


def index(world, call) -> dict:
    params = call.params
    if "type" in params and "types" in params:
        raise invalid("You may only specify one of these parameters: type, types.", "types")
    if len(params.get("types", [])) > 20:
        raise invalid("You may pass up to 20 event types.", "types")
    more = [("created > ?", [world.now - KEPT_DAYS * DAY]), *_types(params)]
    if "delivery_success" in params:
        more.append((f"NOT {_WAITING}" if params["delivery_success"] else _WAITING, []))
    found = page(world, "event", "/v1/events", params, {"created": "$.created"}, more)
    found["data"] = [current(world, event) for event in found["data"]]
    return found


def current(world, event: dict) -> dict:
    """The event with the number of webhooks that have not been answered yet."""
    sql = "SELECT count(*) AS n FROM deliveries WHERE event = ? AND state <> 'delivered'"
    rows = world.store.run(sql, (event["id"],))
    return event | {"pending_webhooks": rows[0]["n"]}


def _types(params: dict):
    wanted = params.get("types") or ([params["type"]] if "type" in params else [])
    if wanted:
        clauses = " OR ".join("json_extract(body, '$.type') GLOB ?" for _ in wanted)
        yield f"({clauses})", wanted
