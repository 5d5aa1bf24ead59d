"""Receipts of gifts made online say what was typed with the gift, and nothing from anybody's record."""

from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import StateRegistration
from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from donations.models import Gift, GiftIntent, IntentLine
from receipts.issuing import services
from tests.support.builders import TODAY, draft_gift, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
#: What only the record says.
CANARIES = ("Recordstreet", "Recordtown", "46032", "Begum Recordtitle", "Sahibzadi", "Recordspelling", "زنجیر")


def make_record(name: str = "Sahibzadi Amina Recordspelling", **override):
    return make_supporter(
        name,
        native_name="آمنہ زنجیر",
        salutation="Begum Recordtitle",
        addresses=({"street": "1 Recordstreet", "city": "Recordtown", "region": "IN", "postal_code": "46032"},),
        **override,
    )


def make_online(supporter, **typed) -> Gift:
    """A gift of somebody on record, paid by an intent that says what they typed."""
    gift = make_gift(Decimal("50"), supporter=supporter, method=Gift.Method.CARD, origin=Gift.Origin.ONLINE)
    values = {
        "full_name": "Amina Typed",
        "email": "amina@example.org",
        "country": "US",
        "postal_code": "33101",
        **typed,
    }
    intent = GiftIntent.objects.create(
        nonce=f"n{gift.pk}", livemode=False, amount=gift.amount, title="Gift", return_path="/", cancel_path="/",
        state=GiftIntent.State.PAID, gift=gift, paid_at=timezone.now(), **values,
    )  # fmt: skip
    IntentLine.objects.create(intent=intent, fund=gift.lines.get().fund, amount=gift.amount)
    return Gift.objects.get(pk=gift.pk)


def issue(gift: Gift):
    (receipt,) = services.issue_receipts(gifts=[gift], by=None, issued_on=TODAY).new
    return receipt


def canaries_in(receipt) -> list[str]:
    return [word for word in CANARIES if word in str(receipt.snapshot)]


@pytest.mark.parametrize("protected", [True, False])
def test_the_donor_is_named_as_typed(protected):
    receipt = issue(make_online(make_record(protected=protected)))

    letter = receipt.letter
    assert (letter["recipient"], letter["salutation"]) == (["Amina Typed"], "Dear Amina Typed,")
    assert canaries_in(receipt) == []
    assert receipt.snapshot["as_typed"] is True


def test_a_record_of_a_couple_adds_no_second_name():
    receipt = issue(make_online(make_record("Ali and Sahibzadi Recordspelling", donor_type="couple")))

    assert receipt.letter["recipient"] == ["Amina Typed"]


@pytest.mark.parametrize("protected", [True, False])
def test_what_takes_the_place_of_a_receipt_says_the_same(protected):
    gift = make_online(make_record(protected=protected))
    old = issue(gift)
    refund_gift(
        gift=gift, amount=Decimal("20"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Called from Recordtown"
    )

    new = services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="Refund")

    assert (new.letter["recipient"], new.snapshot["as_typed"]) == (["Amina Typed"], True)
    assert "$20.00 was refunded" in str(new.letter)
    assert canaries_in(new) == []


def test_a_corrected_gift_keeps_what_was_typed_as_long_as_the_donor_is_the_same():
    record = make_record()
    gift = make_online(record)
    old = issue(gift)
    correct_gift(gift=gift, draft=draft_gift(Decimal("40"), supporter=record), by=None, today=TODAY, reason="Less")

    new = services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="Corrected")

    assert (new.letter["recipient"], new.snapshot["as_typed"], canaries_in(new)) == (["Amina Typed"], True, [])


def test_once_staff_corrected_who_gave_the_receipt_names_the_legal_donor_and_no_link_opens_it(client):
    gift = make_online(make_record())
    old = issue(gift)
    donor = make_supporter(
        "Legal Donor",
        addresses=({"street": "9 Other Street", "city": "Carmel", "region": "IN", "postal_code": "46033"},),
    )
    correct_gift(gift=gift, draft=draft_gift(supporter=donor), by=None, today=TODAY, reason="Another donor")

    new = services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="Corrected")
    link = f"/give/thanks/{gift.intent.public_id}/"

    assert (new.letter["recipient"][:2], new.snapshot["as_typed"]) == (["Legal Donor", "9 Other Street"], False)
    assert client.get(f"{link}receipt.pdf").status_code == 404
    assert [word for word in ("Legal", "Other Street", new.number) if word in client.get(link).text] == []


def test_the_words_of_a_state_follow_the_zip_code_typed():
    StateRegistration.objects.create(state="FL", number="CH12345", starts_on=TODAY)
    StateRegistration.objects.create(state="IN", number="XX", starts_on=TODAY)

    receipt = issue(make_online(make_record()))

    assert ["CH12345" in legend["text"] for legend in receipt.letter["legends"]] == [True]


def test_an_organization_stays_what_the_law_sees_in_it():
    fund = make_supporter("Example Giving Fund", kind="organization", donor_type="daf_sponsor")

    receipt = issue(make_online(fund, full_name="Example Giving Fund"))

    assert receipt.kind == "institutional_acknowledgment"


def test_a_receipt_that_staff_enter_is_made_from_the_record():
    receipt = issue(make_gift(supporter=make_record()))

    assert receipt.letter["recipient"][1] == "1 Recordstreet"
    assert receipt.snapshot["as_typed"] is False
