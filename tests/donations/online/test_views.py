"""The thank-you page is right whatever came first, and tells a stranger nothing."""

import pytest

from donations.models import Gift
from donations.online.views import masked


def stage(shop, intent) -> str:
    return shop.client.get(f"/give/thanks/{intent.public_id}/").context["stage"]


def test_it_is_right_before_any_notice_came(shop):
    shop.hold()
    intent = shop.give()
    before = stage(shop, intent)
    shop.pay(intent, "decline")
    declined = stage(shop, intent)
    shop.pay(intent)

    assert (before, declined, stage(shop, intent), stage(shop, intent)) == ("open", "declined", "paid", "paid")
    assert Gift.objects.count() == 1


def test_it_says_that_the_payment_page_has_closed(shop):
    shop.hold()
    intent = shop.give()
    shop.pay(intent, "expire")

    assert stage(shop, intent) == "over"


def test_a_form_sent_again_after_paying_leads_back_here(shop):
    token = shop.token()
    intent = shop.give(token=token)
    shop.pay(intent)
    shop.settle()

    assert shop.post(token=token).url == f"{shop.url}/give/thanks/{intent.public_id}/?lang=en"


@pytest.mark.parametrize(
    ("address", "shown"), [("amina@example.org", "am•••@example.org"), ("a@example.org", "•••@example.org")]
)
def test_an_address_is_masked(address, shown):
    assert masked(address) == shown


def test_a_guessed_address_finds_nothing(shop):
    assert shop.client.get("/give/thanks/guess/").status_code == 404
    assert shop.client.get("/give/thanks/guess/receipt.pdf").status_code == 404
