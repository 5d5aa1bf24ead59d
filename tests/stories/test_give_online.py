"""A newcomer gives $50 on a phone, in each language: page, payment page, thank-you, gift, receipt, letter, books."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from core.models import Message
from donations.models import Gift, Movement
from receipts.models import Receipt
from tests.support import ledger
from tests.support.browser import PHONE
from tests.support.shop import shop, shop_standin

__all__ = ["shop", "shop_standin"]
WORDS = {
    "en": {
        "pay": "Continue to payment",
        "thanks": "Thank you, Amina Testperson.",
        "download": "Download receipt (PDF)",
    },
    "ur": {"pay": "ادائیگی کی طرف بڑھیں", "thanks": "شکریہ، Amina Testperson۔", "download": "رسید ڈاؤن لوڈ کریں (PDF)"},
}


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_newcomer_gives_on_a_phone(shop, site, language):
    words, page = WORDS[language], site.page
    site.resize(PHONE)
    site.open(f"/give/?lang={language}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ur" else "ltr")
    sideways, problems = site.overflows(), site.accessibility_problems()

    page.fill("#full_name", "Amina Testperson")
    page.fill("#email", "amina@example.org")
    page.get_by_role("button", name=words["pay"]).last.click()
    page.wait_for_url(re.compile(re.escape(shop.standin.url)))
    page.get_by_role("button", name="Pay, succeed at once").click()
    page.wait_for_url(re.compile("/give/thanks/"))
    page.get_by_role("heading", name=words["thanks"]).wait_for()
    after = site.accessibility_problems()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=words["download"]).click()
    shop.settle()

    gift, receipt, message = Gift.objects.get(), Receipt.objects.get(), Message.objects.get()
    assert (sideways, site.overflows(), problems, after) == (False, False, [], [])
    assert (gift.amount, gift.supporter.shown_name, gift.supporter.language) == (
        Decimal("50.00"),
        "Amina Testperson",
        language,
    )
    assert waiting.value.suggested_filename == receipt.file_name
    assert "$50.00" in PdfReader(waiting.value.path()).pages[0].extract_text()
    assert (message.to, message.attachments.get()) == ("amina@example.org", receipt.pdf)
    assert Movement.objects.raised().filter(origin="online").total() == Decimal("50.00")
    assert ledger.broken() == []
