"""What the database itself refuses of rows about protected people, beyond what a CHECK can state."""

from __future__ import annotations

from core.db.frozen import Frozen
from core.db.row_rules import refuse
from core.extend import DbObject
from crm.models import Consent
from crm.models.typed import TypedRow

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


def under_owners_code(model: type[TypedRow]) -> list[DbObject]:
    """Triggers that refuse to write a row of a protected supporter as one that shows what was typed."""
    table, owner = model._meta.db_table, f"NEW.{model.owner}_id"
    protected = f"EXISTS (SELECT 1 FROM crm_supporter owner WHERE owner.id = {owner} AND owner.protected)"  # noqa: S608  ours
    return refuse(
        f"{table}_under_code",
        table,
        ("INSERT", "UPDATE OF hidden"),
        f"NOT NEW.hidden AND {protected}",
        "A record of a protected supporter is shown by a code.",
    )
