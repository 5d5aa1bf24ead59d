"""Worked cases: facts as a case file holds them, decided by `tax_case` itself, compared with what the rules say."""

import json
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

ORG = {
    "legal_name": "Example Relief, Inc.",
    "formation_date": "2012-08-21",
    "state_of_incorporation": "NY",
    "status": "recognized",
    "application_filed": "2012-12-03",
    "determination_letter_date": "2013-07-15",
    "exemption_effective_date": "2012-08-21",
}
PENDING = ORG | {"status": "pending", "determination_letter_date": None, "exemption_effective_date": None}
ANYBODY = {"type": "individual", "state": "IN"}


def paid(amount="300.00", on="2014-03-01", **fields) -> dict[str, Any]:
    return {"date": on, "amount": amount, "currency": "USD"} | fields


def got(value="45.00", qty=1, **fields) -> dict[str, Any]:
    """A benefit in return."""
    plain = {"description": "dinner", "qty": qty, "fmv_each": value, "kind": "goods_services", "status": "accepted"}
    return plain | fields


def facts(*payments, org=ORG, donor=ANYBODY, gift_kind="cash", method="stripe_card", **fields) -> dict[str, Any]:
    """One card gift of $300 in 2014 to a recognized charity; a field given as None is left out."""
    money = list(payments) or [paid()]
    found = {"org": org, "donor": donor, "gift_kind": gift_kind, "method": method, "payments": money} | fields
    return {key: value for key, value in found.items() if value is not None}


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """What the command says of one case: its decision, with the codes alone of what must be said, or its error."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "case.json", StringIO()
        path.write_text(json.dumps({"id": "case", "facts": case}))
        call_command("tax_case", str(path), stdout=out, stderr=StringIO())
    said = json.loads(out.getvalue())[0]
    decision = said.get("decision", said)
    for key in ("must_say", "must_not_say"):
        decision[key] = {text.split(":")[0] for text in decision.get(key, ())}
    return decision


def agrees(case: dict[str, Any], expected: dict[str, Any]) -> None:
    """Compare a case with what is expected: `says`, `never`, `unsaid` (not among what is said), `warns`; else equal."""
    decision, exact = answer(case), dict(expected)
    assert "error" not in decision or "error" in exact, decision.get("error")
    assert exact.pop("says", set()) <= decision["must_say"]
    assert exact.pop("never", set()) <= decision["must_not_say"]
    assert not exact.pop("unsaid", set()) & decision["must_say"]
    assert exact.pop("warns", set()) <= set(decision.get("warnings", ()))
    assert not exact.pop("silent", set()) & set(decision.get("warnings", ()))
    if "amounts" in exact:
        names = ("payment_amount", "deductible_amount", "non_deductible_amount")
        assert [decision[name] for name in names] == list(exact.pop("amounts"))
    assert {key: decision.get(key) for key in exact} == exact
