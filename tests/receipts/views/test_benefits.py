"""A sponsorship or a ticket without a value waits until what the donor received is entered."""

from decimal import Decimal

import pytest

from core.models import AuditEntry
from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.models import Benefit, GiftLine
from receipts.issuing.assessment import WITHOUT_VALUE, lines_without_value
from receipts.issuing.services import issue_receipts, preview
from tests.support.builders import TODAY, general_fund, make_gift

pytestmark = pytest.mark.usefixtures("organization")
KINDS = [GiftLine.Kind.TICKET, GiftLine.Kind.SPONSORSHIP, GiftLine.Kind.AUCTION, GiftLine.Kind.MEMBERSHIP]


def held(kind: str = "sponsorship", *, benefits=()):
    line = LineDraft(general_fund().pk, Decimal("500"), kind=kind, description="Gold sponsor", benefits=benefits)
    return make_gift(lines=(line,))


def page_of(gift) -> str:
    return f"/gifts/{gift.pk}/received/"


def problems(gift) -> tuple[str, ...]:
    return tuple(text for each in preview(gifts=[gift], issued_on=TODAY) for text in each.problems)


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_that_waits_for_a_value_has_a_page_to_enter_it(kind, client_as):
    gift, client = held(kind), client_as("finance")
    assert problems(gift)
    assert page_of(gift) in client.get(f"/gifts/{gift.pk}/").text

    answer = client.post(
        page_of(gift), {"line": gift.lines.get().pk, "received": "goods", "description": "dinner", "quantity": "2",
                        "value_each": "45"},
    )  # fmt: skip

    assert answer.status_code == 302, answer.context["form"].errors
    benefit = Benefit.objects.get()
    assert (benefit.description, benefit.quantity, benefit.value_each) == ("dinner", 2, Decimal("45"))
    assert AuditEntry.objects.filter(act="gift.benefit_described", object_id=gift.pk).count() == 1
    assert page_of(gift) not in client.get(f"/gifts/{gift.pk}/").text


@pytest.mark.parametrize("kind", sorted(set(GiftLine.Kind) - set(KINDS)))
def test_no_other_part_waits_for_one(kind):
    gift = held(kind)

    assert not lines_without_value(gift)
    assert WITHOUT_VALUE not in problems(gift)


@pytest.mark.parametrize("received", ["goods", "recognition", "nothing"])
def test_then_its_receipt_is_issued_and_says_it(received, client_as):
    gift = held("ticket")
    typed = {"received": received, "description": "dinner", "quantity": "1", "value_each": "60", "source": "The form"}

    client_as("finance").post(page_of(gift), {**typed, "line": gift.lines.get().pk})
    (receipt,) = issue_receipts(gifts=[gift], by=None, issued_on=TODAY).new

    line = receipt.lines.get()
    assert line.provided == (Decimal("60") if received == "goods" else 0)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"received": "goods", "description": "", "value_each": "5"}, "description"),
        ({"received": "goods", "description": "dinner", "value_each": "0"}, "value_each"),
        ({"received": "goods", "description": "dinner", "value_each": "12,50"}, "value_each"),
        ({"received": "nothing", "source": ""}, "source"),
        ({"received": ""}, "received"),
    ],
)
def test_too_little_is_refused_beside_its_field(typed, field, client_as):
    gift = held()

    answer = client_as("finance").post(page_of(gift), {"line": gift.lines.get().pk, "quantity": "1", **typed})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Benefit.objects.count() == 0


def test_a_gift_that_waits_for_nothing_has_no_such_page(client_as):
    client = client_as("finance")
    plain, told = make_gift(), held(benefits=(BenefitDraft("dinner", Decimal("45")),))
    done = held("ticket", benefits=(BenefitDraft("dinner", Decimal("45")),))
    issue_receipts(gifts=[done], by=None, issued_on=TODAY)

    assert [client.get(page_of(gift)).status_code for gift in (plain, told, done)] == [404, 404, 404]
