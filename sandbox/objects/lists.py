"""Lists: newest first, cursor by identifier, ``has_more``; and single objects by identifier."""

from sandbox.errors import invalid, no_such

_COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def retrieve(world, kind: str, identifier: str) -> dict:
    """The object; raises ``ApiError`` 404 ``resource_missing``."""
    try:
        return world.store.get(identifier, kind)
    except KeyError:
        raise no_such(kind, identifier) from None


def named(world, kind: str, identifier: str, param: str) -> dict:
    """The object that parameter ``param`` names; raises ``ApiError`` 400 ``resource_missing``."""
    try:
        return world.store.get(identifier, kind)
    except KeyError:
        raise no_such(kind, identifier, param, 400) from None


def page(world, kind: str, url: str, params: dict, filters: dict[str, str], more=()) -> dict:
    """A list object. ``filters`` maps a parameter to the JSON path it must equal; moments may be ranges.

    ``more`` holds further (SQL, values) conditions. Raises ``ApiError`` for bad limits and unknown cursors.
    """
    conditions = [*_filters(params, filters), *more]
    limit = _limit(params)
    backwards = "ending_before" in params
    cursor = _cursor(world, kind, params)
    if cursor:
        sign = ">" if backwards else "<"
        conditions.append((f"(created, seq) {sign} (?, ?)", cursor))
    where = " AND ".join(sql for sql, _ in conditions) or "1"
    values = [value for _, given in conditions for value in given]
    order = "created, seq" if backwards else "created DESC, seq DESC"
    rows = world.store.select(kind, where, values, order, limit + 1)
    found = rows[:limit]
    return as_list(url, found[::-1] if backwards else found, has_more=len(rows) > limit)


def as_list(url: str, rows: list[dict], has_more: bool = False) -> dict:
    return {"object": "list", "data": rows, "has_more": has_more, "url": url}


def slice_of(rows: list[dict], params: dict, url: str) -> dict:
    """A page of rows that live inside another object (line items), oldest first as Stripe lists them."""
    limit, start = _limit(params), 0
    ids = [row["id"] for row in rows]
    if "starting_after" in params:
        if params["starting_after"] not in ids:
            raise no_such("item", params["starting_after"], "starting_after", 400)
        start = ids.index(params["starting_after"]) + 1
    return as_list(url, rows[start : start + limit], has_more=len(rows) > start + limit)


def _limit(params: dict) -> int:
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise invalid(
            f"This value must be between 1 and 100 (inclusive): {limit}", "limit", "parameter_invalid_integer"
        )
    return limit


def _cursor(world, kind: str, params: dict):
    given = [name for name in ("starting_after", "ending_before") if name in params]
    if len(given) == 2:
        raise invalid("You may only specify one of these parameters: starting_after, ending_before.", "starting_after")
    if not given:
        return None
    try:
        return world.store.position(params[given[0]], kind)
    except KeyError:
        raise no_such(kind, params[given[0]], given[0], 400) from None


def _filters(params: dict, filters: dict[str, str]):
    for name, path in filters.items():
        if name not in params:
            continue
        value, column = params[name], f"json_extract(body, '{path}')"
        if isinstance(value, dict):
            yield from ((f"{column} {_COMPARISONS[key]} ?", [bound]) for key, bound in value.items())
        else:
            yield f"{column} = ?", [value]
