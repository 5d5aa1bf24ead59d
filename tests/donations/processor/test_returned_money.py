"""Money given back reaches everybody who counted it: a refund × what became of its gift × how much of it went back.

Each case goes the whole way: paid at the stand-in, refunded in its dashboard, told by notices in either order, and read
off every place that counts.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.clock import organization_today
from donations.ledger.current_entries import left_of
from donations.ledger.drafts import GiftDraft, LineDraft
from donations.ledger.giving_summary import giving_of
from donations.ledger.services import correct_gift, record_pledge
from donations.models import Gift, Movement, Pledge, Refund, UnmatchedPayment, UnmatchedRefund
from events.models import Guest, Order
from events.orders.payments import order_and_pay
from reports.figures import board_figures
from tests.donations.books import refund
from tests.donations.online.mishaps import charge_id, paid_gift, sent_back, settled
from tests.events.builders import draft_order, make_event, make_ticket
from tests.support.builders import draft_gift, make_gift, make_soft_credit, make_supporter
from tests.support.shop import Shop

FULL, PART, FAILED = "full", "part", "failed"
LEFT = {FULL: Decimal("0"), PART: Decimal("30"), FAILED: Decimal("50")}


@dataclass
class Case:
    """A payment of $50 at the processor, and `found`: the gift that counts it in the end, or None."""

    charge: str
    found: Callable[[], Gift | None]


def no_gift_yet(shop: Shop) -> Case:
    """The refund is told before anything else: its notice brings the gift as well."""
    shop.hold()
    intent = shop.give()
    session = shop.pay(intent)
    charge = shop.standin.client().v1.payment_intents.retrieve(session["payment_intent"]).latest_charge
    return Case(charge, lambda: Gift.objects.get(intent=intent))


def settled_later(shop: Shop) -> Case:
    charge = shop.standin.control("payments", amount=5000)["id"]
    return Case(charge, lambda: UnmatchedPayment.objects.get().gift)


def taken_back(shop: Shop) -> Case:
    gift = paid_gift(shop)
    correct_gift(gift=gift, draft=None, by=None, today=organization_today(), reason="Entered as a test")
    return Case(charge_id(gift), lambda: None)


def corrected(shop: Shop) -> Case:
    gift = paid_gift(shop)
    draft = GiftDraft(
        supporter_id=make_supporter("Bilal Sampleson").pk,
        lines=(LineDraft(shop.fund.pk, Decimal("50")),),
        method="card",
        gift_on=gift.gift_on,
        origin="online",
    )
    charge = charge_id(gift)
    now = correct_gift(gift=gift, draft=draft, by=None, today=organization_today(), reason="Another donor")
    return Case(charge, lambda: Gift.objects.get(pk=now.pk))


def standing(shop: Shop) -> Case:
    gift = paid_gift(shop)
    return Case(charge_id(gift), lambda: Gift.objects.get(pk=gift.pk))


def order(shop: Shop) -> Case:
    event = make_event(name="Dinner", starts_at=timezone.now() + timedelta(days=40))
    ticket = make_ticket(event, price=Decimal("50"), value_each=Decimal("20"))
    made = ordered(shop, event, ticket)
    shop.pay(made.intent)
    shop.settle()
    made.refresh_from_db()
    return Case(charge_id(made.gift), lambda: Gift.objects.get(pk=made.gift_id))


def ordered(shop: Shop, event, ticket) -> Order:
    made, _ = order_and_pay(event=event, draft=draft_order(ticket), at=timezone.now())
    return made


def pledge(shop: Shop) -> Case:
    gift = paid_gift(shop)
    promised = record_pledge(
        supporter_id=gift.supporter_id, amount=Decimal("80"), fund_id=shop.fund.pk, promised_on=gift.gift_on, by=None
    )
    draft = GiftDraft(
        supporter_id=gift.supporter_id,
        lines=(LineDraft(shop.fund.pk, Decimal("50")),),
        method="card",
        gift_on=gift.gift_on,
        origin="online",
        pledge_id=promised.pk,
    )
    charge = charge_id(gift)
    now = correct_gift(gift=gift, draft=draft, by=None, today=organization_today(), reason="It pays a pledge")
    return Case(charge, lambda: Gift.objects.get(pk=now.pk))


CASES = (no_gift_yet, settled_later, taken_back, corrected, standing, order, pledge)


def send_back(shop: Shop, case: Case, how: str) -> None:
    settled(shop, case.charge)
    made = sent_back(shop, case.charge, 2000 if how == PART else 5000)
    if how == FAILED:
        shop.settle()
        shop.standin.control(f"refunds/{made}/fail", reason="expired_or_canceled_card")
    shop.standin.control("webhooks/release", order="newest")
    shop.settle()


def settle_by_hand(shop: Shop, client_as) -> None:
    """A person says whose an unmatched payment is."""
    for payment in UnmatchedPayment.objects.filter(closed_at__isnull=True):
        donor = make_supporter("Bilal Sampleson")
        values = {"supporter": donor.spoken_number, "fund": shop.fund.pk}
        answer = client_as("finance").post(reverse("give:unmatched-settle", args=[payment.pk]), values)
        assert answer.status_code == 302
    shop.settle()


@pytest.mark.parametrize("how", [FULL, PART, FAILED])
@pytest.mark.parametrize("of", CASES, ids=lambda case: case.__name__)
def test_a_refund_reaches_everybody_who_counted(shop, client_as, of, how):
    case = of(shop)
    send_back(shop, case, how)
    settle_by_hand(shop, client_as)

    gift, left = case.found(), LEFT[how] if of is not taken_back else Decimal("0")
    today, staff = organization_today(), client_as("finance")
    span = board_figures.Span.at(today, first_month=1)
    assert shop.unfinished() == []
    assert Movement.objects.total() == left
    assert board_figures.raised(span).now == left
    assert board_figures.gift_count(span) == (1 if left else 0)
    assert board_figures.donor_counts(span).now == (1 if left else 0)
    if gift is None:
        assert UnmatchedRefund.objects.filter(closed_at__isnull=how == FAILED).count() <= 1
        return
    assert (gift.net_amount, left_of(gift)) == (left, left)
    told = giving_of(gift.supporter, user=staff.user, today=today)
    assert (told.lifetime, told.count, told.largest) == (left, 1 if left else 0, left)
    assert told.last_on == (gift.gift_on if left else None)
    assert staff.get(reverse("donations:gift-detail", args=[gift.pk])).status_code == 200
    assert Refund.objects.active().count() == (0 if how == FAILED else 1)
    if of is pledge:
        assert Pledge.objects.get().paid == left


@pytest.mark.parametrize("how", [FULL, PART, FAILED])
def test_soft_credits_lose_their_share(shop, how):
    case = standing(shop)
    gift, friend = case.found(), make_supporter("Bilal Sampleson")
    make_soft_credit(gift, supporter=friend, amount=Decimal("25"), role="match")
    send_back(shop, case, how)

    span = board_figures.Span.at(organization_today(), first_month=1)
    # $25 of $50, of which $30 are left: 15
    assert board_figures.beside(span)[0] == {FULL: 0, PART: 15, FAILED: 25}[how]


def test_whoever_got_last_years_gift_back_has_not_lapsed_and_whoever_gave_since_is_a_donor(shop, client_as):
    today = organization_today()
    before = date(today.year - 1, 6, 1)
    names = ("Amina Testperson", "Bilal Sampleson", "Chen Exampleson")
    returned, lapsed, both = (make_supporter(name) for name in names)
    gone = make_gift(Decimal("100"), supporter=returned, gift_on=before)
    make_gift(Decimal("100"), supporter=lapsed, gift_on=before)
    old = make_gift(Decimal("100"), supporter=both, gift_on=before)
    make_gift(Decimal("60"), supporter=both, gift_on=today)
    refund(gone, "100", refunded_on=today, posted_on=today)
    refund(old, "80", refunded_on=today, posted_on=today)
    span = board_figures.Span.at(today, first_month=1)

    def people(rows) -> set[int]:
        return set(rows.values_list("supporter", flat=True))

    assert people(board_figures.lapsed_donors(span)) == {lapsed.pk}
    assert people(board_figures.returned_donors(span)) == {both.pk}
    assert people(board_figures.donors(span.to_date)) == {both.pk}
    page = client_as("finance").get(reverse("reports:donors"), {"who": "lapsed"}).content.decode()
    assert [name for name in names if name in page] == ["Bilal Sampleson"]


@pytest.mark.parametrize("how", [FULL, PART, FAILED])
def test_the_donors_page_and_the_receipt_say_so(shop, how):
    intent = shop.give()
    shop.pay(intent)
    shop.settle()
    gift = Gift.objects.get()
    address = f"/give/thanks/{intent.public_id}/"
    link = shop.client.get(address).context["document"].url
    before = PdfReader(BytesIO(shop.client.get(link).content)).pages[0].extract_text()
    send_back(shop, Case(charge_id(gift), lambda: gift), how)

    page = shop.client.get(address)
    after = PdfReader(BytesIO(shop.client.get(link).content)).pages[0].extract_text()
    urdu = shop.client.get(address, {"lang": "ur"}).content.decode()

    assert page.context["stage"] == {FULL: "returned", PART: "paid", FAILED: "paid"}[how]
    assert "REFUNDED" not in before
    assert ("REFUNDED" in after) == (how != FAILED)
    assert ("was refunded after this receipt was issued" in page.content.decode()) == (how != FAILED)
    assert ("واپس کر دیے گئے" in urdu) == (how != FAILED)
    if how == PART:
        assert "$20.00 of $50.00 was refunded" in after


@pytest.mark.parametrize("how", [FULL, PART, FAILED])
def test_the_order_the_guest_list_and_the_door_say_so(shop, client_as, how):
    case = order(shop)
    send_back(shop, case, how)
    made, staff = Order.objects.get(), client_as("events")
    event = made.event

    detail = staff.get(reverse("events:order-detail", args=[event.slug, made.number])).content.decode()
    orders = staff.get(reverse("events:order-list", args=[event.slug])).content.decode()
    guests = staff.get(reverse("events:guest-list", args=[event.slug])).content.decode()
    only = staff.get(reverse("events:guest-list", args=[event.slug]), {"which": "refunded"}).content.decode()
    overview = staff.get(reverse("events:event-detail", args=[event.slug])).content.decode()
    door = staff.get(reverse("events:door-code", args=[event.slug, made.guests.first().secret])).content.decode()
    theirs = shop.client.get(reverse("events:order", args=[made.token])).content.decode()

    gone = how == FULL
    assert made.state == Order.State.PAID  # it holds its seats until somebody releases them
    assert ("still holds its seats" in detail) == gone
    assert ("Part of the payment was refunded" in detail) == (how == PART)
    assert ("still holds seats" in orders) == gone
    assert len(re.findall(r">\s*Refunded\s*<", guests)) == (2 if gone else 1)  # the filter offers the word as well
    assert (made.spoken_number in only) == gone
    assert ("release the seats or contact the buyers" in " ".join(overview.split())) == gone
    assert ("Refunded. Send the party to the desk." in door) == gone
    assert ("Your payment was refunded." in theirs) == gone
    assert ("Door codes" in theirs) != gone


def test_the_seats_of_a_refunded_order_are_released_by_one_act(shop, client_as):
    case = order(shop)
    send_back(shop, case, FULL)
    made, staff = Order.objects.get(), client_as("events")
    taken = made.event.taken

    answer = staff.post(
        reverse("events:order-cancel", args=[made.event.slug, made.number]), {"reason": "Refunded at the processor"}
    )

    made.refresh_from_db()
    made.event.refresh_from_db()
    assert (answer.status_code, made.state, taken, made.event.taken) == (302, "cancelled", 1, 0)
    assert set(made.gift.lines.values_list("benefits__status", flat=True)) == {"cancelled_refunded"}


def test_an_order_refunded_before_it_was_confirmed_takes_no_seat(shop):
    event = make_event(name="Dinner", starts_at=timezone.now() + timedelta(days=40))
    ticket = make_ticket(event, price=Decimal("50"), value_each=Decimal("20"))
    shop.hold()
    made = ordered(shop, event, ticket)
    session = shop.pay(made.intent)
    charge = shop.standin.client().v1.payment_intents.retrieve(session["payment_intent"]).latest_charge
    send_back(shop, Case(charge, lambda: None), FULL)

    made.refresh_from_db()
    event.refresh_from_db()
    assert (made.state, made.gift.net_amount, event.taken) == ("cancelled", 0, 0)
    assert not Guest.objects.expected().exists()


def test_a_refund_told_before_the_day_its_gift_was_posted_is_booked_with_it(shop):
    """The day is counted in the organization's time zone, which is a setting."""
    gift, tomorrow = paid_gift(shop), organization_today() + timedelta(days=1)
    draft = draft_gift(Decimal("50"), supporter=gift.supporter, gift_on=gift.gift_on)
    now = correct_gift(gift=gift, draft=draft, by=None, today=tomorrow, reason="Another fund")

    made = sent_back(shop, charge_id(now))
    shop.settle()
    shop.standin.control(f"refunds/{made}/fail")
    shop.settle()

    back = Refund.objects.get()
    assert (back.posted_on, back.failure.posted_on) == (tomorrow, tomorrow)
    assert not UnmatchedRefund.objects.exists()
