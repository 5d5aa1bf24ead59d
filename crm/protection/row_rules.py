"""Database triggers about protected people, for rules that a CHECK constraint can't state."""

from __future__ import annotations

from collections.abc import Sequence

from core.db.frozen import Frozen, trigger
from core.db.row_rules import on_sqlite, refuse
from core.extend import DbObject
from crm.models import Consent
from crm.models.typed import TypedRow


def follow(name: str, events: Sequence[str], statement: str) -> list[DbObject]:
    """Triggers that run a statement after a supporter is written, the same on both databases."""
    sqlite = [
        on_sqlite(
            f"{name}_{number}",
            f"CREATE TRIGGER {name}_{number} AFTER {event} ON crm_supporter BEGIN {statement} END",
        )
        for number, event in enumerate(events, 1)
    ]
    body = f"{statement} RETURN NULL;"
    return [*sqlite, trigger(name, "crm_supporter", f"AFTER {' OR '.join(events)}", sqlite="", body=body)]


CONSENTS = Frozen(
    Consent,
    "A consent record can't be changed. Record a new one.",
    "A consent record can't be deleted. Record a new one.",
)
HOUSEHOLDS = refuse(
    "crm_household_under_code",
    "crm_household",
    ("INSERT", "UPDATE OF shown_name, code"),
    "NEW.shown_name <> NEW.code AND EXISTS (SELECT 1 FROM crm_supporter member"
    " WHERE member.household_id = NEW.id AND member.protected)",
    "A household with a protected member is shown by a code.",
)
_HIDE_HOUSEHOLD = (
    "UPDATE crm_household SET shown_name = code WHERE id = NEW.household_id AND shown_name <> code AND NEW.protected;"
)
#: When a member becomes protected or a protected person joins, the household is hidden, whatever wrote the row.
HOUSEHOLD_FOLLOWS = follow("crm_household_follows", ("INSERT", "UPDATE OF protected, household_id"), _HIDE_HOUSEHOLD)
#: A code never changes: it is printed, said on the phone and noted beside gifts.
CODES_STAY = [
    rule
    for table in ("crm_supporter", "crm_household")
    for rule in refuse(
        f"{table}_code_stays", table, ("UPDATE OF code",), "NEW.code <> OLD.code", "A code never changes."
    )
]


def under_owners_code(model: type[TypedRow]) -> list[DbObject]:
    """Triggers that refuse a row of a protected supporter that shows what was typed, and that hide the rows of a
    supporter who becomes protected."""
    table, owner = model._meta.db_table, f"NEW.{model.owner}_id"
    protected = f"EXISTS (SELECT 1 FROM crm_supporter owner WHERE owner.id = {owner} AND owner.protected)"  # noqa: S608  ours
    refused = refuse(
        f"{table}_under_code",
        table,
        ("INSERT", f"UPDATE OF hidden, {model.owner}_id"),
        f"NOT NEW.hidden AND {protected}",
        "A record of a protected supporter is shown by a code.",
    )
    first, *others = model.typed
    shown = [f"{first.shown} = NEW.code"]
    shown += [f"{one.shown} = CASE WHEN {one.shown} = {one.name} THEN {one.name} ELSE NEW.code END" for one in others]
    hide = (
        f"UPDATE {table} SET hidden = TRUE, code = NEW.code, {', '.join(shown)}"  # noqa: S608  ours
        f" WHERE {model.owner}_id = NEW.id AND NEW.protected AND NOT OLD.protected;"
    )
    return [*refused, *follow(f"{table}_follows_owner", ("UPDATE OF protected",), hide)]
