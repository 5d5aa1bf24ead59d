from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.amounts import LARGEST
from donations.ledger.drafts import EARLIEST, BadDraft, GiftDraft, LineDraft, check
from donations.models import Gift

TODAY = date(2026, 6, 15)
GOOD = GiftDraft(supporter_id=1, lines=(LineDraft(1, Decimal("50")),), method="check", gift_on=TODAY)


def line(amount: str, kind: str = "contribution") -> LineDraft:
    return LineDraft(fund_id=1, amount=Decimal(amount), kind=kind)


def test_a_draft_is_worth_its_lines():
    assert replace(GOOD, lines=(line("50"), line("0.01"), line("7.10"))).amount == Decimal("57.11")
    assert replace(GOOD, lines=()).amount == Decimal("0")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": ()}, "amount"),
        ({"lines": (line("0"),)}, "amount"),
        ({"lines": (line("60"), line("-10"))}, "amount"),
        ({"lines": (line("50", "bribe"),)}, "lines"),
        ({"lines": (line(str(LARGEST)), line("0.01"))}, "amount"),
        ({"gift_on": date(2026, 6, 16)}, "gift_on"),
        ({"gift_on": date(1899, 12, 31)}, "gift_on"),
        ({"method": "barter"}, "method"),
        ({"kind": "promise"}, "kind"),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused_and_named(change, field):
    with pytest.raises(BadDraft) as refused:
        check([GOOD, replace(GOOD, **change)], today=TODAY)

    assert (refused.value.field, refused.value.index) == (field, 1)


#: What can be given how: money by most ways, never by stock or in kind.
GIVEN = {
    "stock": {"publicly_traded_securities"},
    "in-kind": {"in_kind", "vehicle", "digital_asset", "services"},
    "other": set(Gift.Kind.values),
}


@pytest.mark.parametrize("method", Gift.Method.values)
@pytest.mark.parametrize("kind", Gift.Kind.values)
def test_money_is_not_given_in_stock_or_in_kind_and_nothing_else_as_money(kind, method):
    draft = replace(GOOD, kind=kind, method=method)
    if kind in GIVEN.get(method, {"cash"}):
        check([draft], today=TODAY)
        return

    with pytest.raises(BadDraft, match="can't be made by the payment method") as refused:
        check([draft], today=TODAY)
    assert refused.value.field == "kind"


@pytest.mark.parametrize("change", [{"gift_on": TODAY}, {"gift_on": EARLIEST}, {"lines": (line(str(LARGEST)),)}])
def test_the_edges_are_allowed(change):
    assert check([replace(GOOD, **change)], today=TODAY) is None


@pytest.mark.parametrize("amount", [Decimal("0.005"), Decimal("NaN"), Decimal("Infinity"), 0.5])
def test_an_amount_that_is_not_whole_cents_is_refused(amount):
    with pytest.raises(ValidationError):
        check([replace(GOOD, lines=(LineDraft(fund_id=1, amount=amount),))], today=TODAY)
