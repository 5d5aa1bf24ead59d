"""Money back from our side, deposits, catching up, and payments nobody asked for."""

import uuid
from decimal import Decimal

from django.urls import reverse

from crm.models import Supporter
from donations.models import DonorReview, Gift, Refund, RefundRequest, UnmatchedPayment
from tests.sandbox.support.payments import paid_charge
from tests.support.builders import make_supporter


def paid_gift(shop) -> Gift:
    intent = shop.give()
    shop.pay(intent)
    shop.settle()
    return Gift.objects.get(intent=intent)


def test_staff_send_money_back_once_through_the_processor(shop, client_as):
    gift, staff, nonce = paid_gift(shop), client_as("finance"), str(uuid.uuid4())
    address = reverse("give:gift-refund", args=[gift.pk])

    assert staff.get(reverse("donations:gift-refund", args=[gift.pk])).url == address
    for _ in range(2):
        answer = staff.post(address, {"amount": "20", "reason": "Asked for it", "nonce": nonce})
        assert answer.status_code == 302
    shop.settle()

    gift.refresh_from_db()
    refund, wish = Refund.objects.get(), RefundRequest.objects.get()
    assert gift.refunded == Decimal("20.00")
    assert (refund.amount, refund.by, refund.reason) == (Decimal("20.00"), staff.user, "Asked for it")
    assert (wish.state, wish.external_id) == ("accepted", refund.reference)


def test_a_payment_nobody_asked_for_waits_for_a_person(shop, client_as):
    charge = paid_charge(shop.standin, shop.standin.client())
    shop.settle()
    payment, donor = UnmatchedPayment.objects.get(), make_supporter("Bilal Testperson")

    answer = client_as("finance").post(
        reverse("give:unmatched-settle", args=[payment.pk]),
        {"supporter": donor.spoken_number, "fund": shop.fund.pk},
    )

    payment.refresh_from_db()
    assert answer.status_code == 302
    assert (payment.gift.supporter, payment.gift.amount, payment.charge_id) == (donor, Decimal("50.00"), charge.id)


def test_a_donor_on_record_is_found_and_never_overwritten(shop):
    known = make_supporter("Amina Testperson", emails=("amina@example.org",), note="Keep this")

    gift = paid_gift(shop)

    known.refresh_from_db()
    assert (gift.supporter, known.note, known.version, DonorReview.objects.count()) == (known, "Keep this", 1, 0)


def test_another_name_at_a_known_address_is_a_question(shop):
    spouse = make_supporter("Bilal Sampleson", emails=("amina@example.org",))

    gift = paid_gift(shop)

    assert gift.supporter != spouse
    assert list(DonorReview.objects.values_list("supporter", "candidate")) == [(gift.supporter_id, spouse.pk)]


def test_attempts_create_nobody(shop):
    people = Supporter.objects.count()

    intent = shop.give()
    shop.pay(intent, "decline")
    shop.pay(intent, "expire")
    shop.settle()

    intent.refresh_from_db()
    assert (Supporter.objects.count(), Gift.objects.count(), intent.state) == (people, 0, "expired")
