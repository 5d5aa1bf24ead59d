"""A guest comes to dinner, on a phone, in each language: a table of four with one dinner given back, paid online, then
the party at the door. Followed by the gift, its receipt, the board's page and the books."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from donations.models import Benefit, Gift, Movement
from events.models import CheckIn, Meal, Order
from receipts.models import Receipt
from tests.events.builders import make_event, make_ticket, taken, zone_by_day
from tests.support import ledger
from tests.support.browser import PHONE
from tests.support.shop import shop, shop_standin

__all__ = ["shop", "shop_standin"]
WORDS = {
    "en": {"go": "Continue", "order": "Order seats", "booked": "Your seats are booked."},
    "ur": {"go": "آگے بڑھیں", "order": "نشستیں بک کریں", "booked": "آپ کی نشستیں بک ہو گئیں۔"},
}


@pytest.fixture
def seat(shop):
    event = make_event(
        slug="tonight",
        name="Indiana dinner",
        name_ur="انڈیانا کا عشائیہ",
        starts_at=timezone.now() + timedelta(hours=1),
        time_zone=zone_by_day(),
        fund=shop.fund,
    )
    Meal.objects.create(event=event, name="Lamb karahi", name_ur="مٹن کڑاہی")
    return make_ticket(event, name="Seat", name_ur="ایک نشست")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_table_of_four_with_a_dinner_given_back_comes_to_dinner(shop, site, seat, language):
    words, page = WORDS[language], site.page
    site.resize(PHONE)
    site.open(f"/e/tonight/?lang={language}")
    looks = [look(site)]

    page.select_option(f"#id_q_{seat.pk}", "4")
    page.locator("input[name=extra][value='100']").check()
    page.get_by_role("button", name=words["go"]).click()
    page.wait_for_url(re.compile("/e/tonight/order/"))
    page.fill("#id_name", "Amina Testperson")
    page.fill("#id_email", "amina@example.org")
    page.fill("#id_name_2", "Yusuf Testperson")
    page.locator("#id_back_4").check()
    looks.append(look(site))
    page.get_by_role("button", name=words["order"]).click()
    page.wait_for_url(re.compile(re.escape(shop.standin.url)))
    page.get_by_role("button", name="Pay, succeed at once").click()
    page.wait_for_url(re.compile("/e/order/"))
    page.get_by_role("heading", name=words["booked"]).wait_for()
    looks.append(look(site))
    shop.settle()

    order, gift, receipt = Order.objects.get(), Gift.objects.get(), Receipt.objects.get()
    assert looks == [(False, [])] * 3
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ur" else "ltr")
    assert (order.state, order.language, order.gift, gift.amount) == ("paid", language, gift, Decimal("700.00"))
    assert list(Benefit.objects.order_by("pk").values_list("quantity", "status")) == [(3, "accepted"), (1, "declined")]
    # 4 × 150 + 100 = 700; three dinners of 60 were provided: 700 − 180 = 520
    assert "$520.00" in printed(receipt)
    assert taken(seat) == (3, 3)

    site.sign_in("door")
    site.open(f"/check-in/tonight/{order.guests.first().secret}/")
    at_the_door = look(site)
    page.get_by_role("button", name="Check in selected").click()
    page.get_by_role("heading", name="Welcome").wait_for()

    assert (at_the_door, look(site)) == ((False, []), (False, []))
    assert CheckIn.objects.filter(active=True).count() == 3
    site.page.context.clear_cookies()
    site.sign_in("board")
    site.open("/board/")
    expect(page.locator("#dinners").locator("..").locator("..")).to_contain_text("$700.00")
    assert Movement.objects.raised().total() == Decimal("700.00")
    assert ledger.broken() == []


def look(site) -> tuple[bool, list[str]]:
    """Whether the page scrolls sideways, and what axe finds."""
    return site.overflows(), site.accessibility_problems()


def printed(receipt: Receipt) -> str:
    """The receipt as it reads on paper."""
    return PdfReader(io.BytesIO(bytes(receipt.pdf.content))).pages[0].extract_text()
