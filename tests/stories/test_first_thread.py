"""From a donor spreadsheet to a tax receipt and the board's number, in a real browser."""

import json
import re
from decimal import Decimal
from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from core.models import Message
from donations.models import Gift, Movement
from receipts.models import Receipt
from tests.core.sign_in.ways import code_of, give_app
from tests.imports.books import small_log
from tests.imports.files import SAMPLES
from tests.support.browser import PHONE, every, shown, text_of
from tests.support.builders import PASSWORD, make_fund, make_organization, make_user

LOG = "MSP Donor Log (MASTER) 2018-2026 - DO NOT EDIT!!.xlsx"


def donor_log(folder) -> tuple[str, Decimal]:
    """A donor log on disk and the true total of its cash in dollars: the sample where there is one, else our own."""
    sample = SAMPLES / "files" / LOG
    if sample.exists():
        truth = json.loads((SAMPLES / "truth" / "truth_ledger.json").read_text())
        return str(sample), Decimal(truth["files"][LOG]["money"]["cash_net_by_currency"]["USD"])
    (folder / LOG).write_bytes(small_log())
    return str(folder / LOG), Decimal("950.00")


def test_a_spreadsheet_becomes_receipts_and_the_boards_number(site, tmp_path):
    make_organization()
    make_fund("GEN", name="General")
    give_app(make_user("development", email="dana@example.org", password=PASSWORD))
    path, total = donor_log(tmp_path)
    page = site.page

    # Sign in, with the app's code as whoever sees donors must.
    site.open("/")
    page.get_by_label("Email").fill("dana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Code").fill(code_of())
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Imports").click()

    # Upload; see every row before anything happens.
    page.get_by_role("link", name="Upload a file").first.click()
    page.get_by_label("Donor file").set_input_files(path)
    page.get_by_role("button", name="Upload and preview").click()
    page.get_by_text("Amount to be recorded").wait_for()
    expect(page.locator("main")).to_contain_text(f"${total:,.2f}")
    assert Gift.objects.count() == 0

    # Say what the fund names mean, where they are unknown, and commit.
    unknown = page.get_by_role("link", name=re.compile(r"Match \d+ fund name"))
    if shown(unknown):
        with page.expect_navigation():
            unknown.click()
        for choice in every(page.locator("main select")):
            choice.select_option(label="General")
        page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name=re.compile(r"Import \d+ row")).click()
    page.get_by_text("No receipts were queued").wait_for()
    assert Movement.objects.raised().total() == total
    expect(page.locator("main")).to_contain_text(f"${total:,.2f}")

    # Imported history queues nothing and sends nothing.
    assert Receipt.objects.count() == 0
    assert Message.objects.count() == 0
    site.open("/acknowledgments/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main tbody input[name=pick]")).to_have_count(0)

    # Choose two gifts of the history, review, issue.
    site.open("/acknowledgments/history/?q=")
    gifts = [box.get_attribute("value") for box in every(page.locator("main tbody input[name=pick]"))[:2]]
    site.open("/acknowledgments/choose/?wanted=1&" + "&".join(f"gift={pk}" for pk in gifts))
    with page.expect_navigation():
        page.get_by_role("button", name="Add to receipts to issue").click()
    site.open("/acknowledgments/issue/?pick=all")
    page.get_by_role("button", name="Issue 2 receipts").click()
    page.get_by_text("2 receipts issued").wait_for()
    receipts = list(Receipt.objects.order_by("seq"))
    assert [receipt.seq for receipt in receipts] == [1, 2]

    # Read a receipt's text.
    answer = page.request.get(f"{site.url}/receipts/{receipts[0].pk}/pdf/")
    text = "".join(part.extract_text() for part in PdfReader(BytesIO(answer.body())).pages)
    gift = Gift.objects.get(receipt_lines__receipt=receipts[0])
    assert receipts[0].number in text
    assert f"{gift.amount:,.2f}" in text
    assert "No goods or services were provided" in " ".join(text.split())

    # The board's number is there, and a gift keyed in changes it.
    before = raised(site)
    site.open("/gifts/new/")
    page.get_by_label("Donor").fill(gift.supporter.shown_name[:6])
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("Enter")
    site.type("1000", into="amount")
    page.keyboard.press("Enter")
    page.get_by_text("recorded:").wait_for()
    assert raised(site) == before + 1000
    site.resize(PHONE)
    assert not site.overflows()


def raised(site) -> int:
    """The first figure of the board's page, in whole dollars."""
    site.open("/board/")
    return int(text_of(site.page.locator(".stat .fig").first).removeprefix("$").replace(",", ""))
