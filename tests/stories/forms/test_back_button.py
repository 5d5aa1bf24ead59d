"""The back button in a browser that keeps pages alive: fresh forms, nobody else's name, and never two pages to pay."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import BrowserType, expect

from donations.models import Gift, GiftIntent, Refund
from tests.support.browser import Site
from tests.support.builders import make_gift, make_organization
from tests.support.shop import shop, shop_standin

__all__ = ["shop", "shop_standin"]
pytestmark = pytest.mark.browser
KEY = "form:has([name=reason]) [name=form_key]"


@pytest.fixture
def alive(
    live_app: str, browser_type: BrowserType, browser_type_launch_args: dict, browser_context_args: dict
) -> Iterator[Site]:
    """The application in a browser whose back button brings pages back as they were left, as people's browsers do."""
    browser = browser_type.launch(ignore_default_args=["--disable-back-forward-cache"], **browser_type_launch_args)
    yield Site(page=browser.new_context(**browser_context_args).new_page(), url=live_app)
    browser.close()


def refund(site: Site, amount: str, said: str) -> None:
    """Fill in the refund as it stands and send it, until the page after it says what was given back."""
    site.page.get_by_label("Refund amount").fill(amount)
    site.page.get_by_label("Reason").fill("Asked for")
    site.page.get_by_role("button", name="Refund").click()
    expect(site.page.get_by_text(said)).to_be_visible()


def test_a_second_refund_after_back_is_a_form_of_its_own_and_says_what_was_given(alive):
    make_organization()
    alive.sign_in("finance")
    gift = make_gift(Decimal("100"))
    alive.open(f"/gifts/{gift.pk}/refund/")
    first = alive.page.locator(KEY).get_attribute("value")
    refund(alive, "30", f"$30.00 of {gift.spoken_number} refunded")

    alive.page.go_back()
    expect(alive.page.locator(KEY)).not_to_have_value(first)  # the page kept alive is asked for anew
    refund(alive, "20", f"$20.00 of {gift.spoken_number} refunded")

    expect(alive.page.get_by_text("$30.00 of")).to_have_count(0)
    assert sorted(row.amount for row in Refund.objects.all()) == [Decimal("20"), Decimal("30")]


def test_back_to_a_form_that_had_errors_shows_the_form_and_offers_to_send_nothing_twice(alive):
    make_organization()
    alive.sign_in("finance")
    gift = make_gift(Decimal("100"))
    alive.open(f"/gifts/{gift.pk}/refund/")
    alive.page.get_by_label("Refund amount").fill("500")
    alive.page.get_by_role("button", name="Refund").click()
    alive.page.locator("[data-focus]").wait_for()
    refund(alive, "30", f"$30.00 of {gift.spoken_number} refunded")

    alive.page.go_back()

    expect(alive.page.get_by_label("Refund amount")).to_have_value("70.00")  # what is left of the gift
    assert [row.amount for row in Refund.objects.all()] == [Decimal("30")]


def give(shop, site: Site, name: str, amount: str = "") -> None:
    """Fill in the giving page as it stands and go to the payment page."""
    site.page.fill("#full_name", name)
    site.page.fill("#email", "donor@example.org")
    if amount:
        site.page.locator(f"label:has([name=amount][value='{amount}'])").click()
    site.page.get_by_role("button", name="Continue to payment").last.click()
    site.page.wait_for_url(re.compile(re.escape(shop.standin.url)))


def test_five_hundred_after_back_asks_five_hundred_and_leaves_one_page_to_pay(shop, alive):
    alive.open("/give/")
    give(shop, alive, "Amina Testperson")

    alive.page.go_back()
    expect(alive.page.locator("#full_name")).to_have_value("")  # the page kept alive is asked for anew
    give(shop, alive, "Amina Testperson", amount="500")

    first, second = GiftIntent.objects.order_by("pk")
    assert (first.state, second.state) == ("expired", "open")
    assert second.amount == Decimal("500.00")
    expect(alive.page.get_by_text("$500.00").first).to_be_visible()


def test_the_next_person_at_the_tablet_finds_a_fresh_form(shop, alive):
    alive.open("/give/")
    give(shop, alive, "Amina Testperson")
    alive.page.get_by_role("button", name="Pay, succeed at once").click()
    alive.page.get_by_role("heading", name="Thank you, Amina Testperson.").wait_for()

    # Past the payment page, which leads on to the thanks by itself, to the form; before it stands the empty window.
    alive.page.evaluate("() => history.go(2 - history.length)")
    alive.page.wait_for_url(f"{alive.url}/give/")
    expect(alive.page.locator("#full_name")).to_have_value("")
    expect(alive.page.locator("#email")).to_have_value("")
    give(shop, alive, "Bilal Testperson")
    alive.page.get_by_role("button", name="Pay, succeed at once").click()
    alive.page.get_by_role("heading", name="Thank you, Bilal Testperson.").wait_for()

    expect(alive.page.get_by_text("Amina")).to_have_count(0)
    assert Gift.objects.count() == 2
