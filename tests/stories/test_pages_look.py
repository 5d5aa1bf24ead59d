"""The pages of gifts, imports and reports in a browser, wide and narrow, light and dark, with the longest names and
amounts: nothing scrolls sideways, axe finds nothing, the console stays silent."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.clock import organization_today
from donations.models import Gift
from donations.services import correct_gift
from imports import services as imports
from imports.models import ImportBatch
from tests import databases
from tests.browser import DESK, PHONE, Site
from tests.builders import (
    draft_gift,
    general_fund,
    make_campaign,
    make_fund,
    make_gift,
    make_organization,
    make_pledge,
    make_supporter,
    make_user,
)
from tests.imports.books import small_log
from tests.servers import served

LONG = "Muhammad Abdul Rahman Ibn-e-Khaldun Testpersonzadehwalajahani"
UNBROKEN = "A" * 60
URDU = "محمد عبدالرحمان ابن خلدون"
MOST = Decimal("9999999.99")
LOOKS = [(DESK, False), (DESK, True), (PHONE, False), (PHONE, True)]

#: The address of each page, with what stands for the rows it is about.
PAGES = [
    "/gifts/",
    "/gifts/?q=nobody+at+all",
    "/gifts/new/",
    "/gifts/new/?supporter={supporter}&amount=250&made={gift}",
    "/gifts/{gift}/",
    "/gifts/{gift}/edit/",
    "/gifts/{gift}/correct/",
    "/gifts/{gift}/refund/",
    "/gifts/{reversed}/",
    "/gifts/{reversed}/correct/",
    "/pledges/",
    "/pledges/new/{supporter}/",
    "/funds/",
    "/funds/new/",
    "/campaigns/",
    "/campaigns/new/",
    "/imports/",
    "/imports/new/",
    "/imports/{planned}/",
    "/imports/{planned}/funds/",
    "/imports/{planned}/people/",
    "/imports/{applied}/",
    "/imports/{applied}/rates/",
    "/imports/{applied}/rows/{row}/",
    "/board/",
    "/board/?as_of=1999-05-05",
    "/reports/movements/",
    "/reports/donors/",
]


@pytest.fixture(scope="module")
def charity(django_db_setup, django_db_blocker):
    """The application over one database for the whole module; the pages are only looked at. Gives its address, who
    looks, and the rows the pages are about."""
    with django_db_blocker.unblock(), databases.own_copy():
        user, rows = make_user("finance", "development"), _rows()
        with served() as url:
            yield url, user, rows


@pytest.fixture(scope="module")
def window(charity, browser, browser_context_args):
    """One window for the whole module, signed in."""
    url, user, _ = charity
    context = browser.new_context(**browser_context_args)
    site = Site(page=context.new_page(), url=url)
    site.sign_in(user=user)
    yield site
    context.close()


@pytest.mark.browser
@pytest.mark.commits
@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_every_screen_and_hinders_nobody(window, charity, address):
    path = address.format(**charity[2])
    window.complaints.clear()
    if path.endswith(f"{charity[2]['reversed']}/correct/"):
        window.forgive("409")  # the conflict page
    found = []

    window.open(path)
    for size, dark in LOOKS:  # the same page in all: size and theme are the stylesheet's business alone
        window.resize(size)
        window.dark(dark)
        look = f"{size['width']} px, {'dark' if dark else 'light'}"
        found += [f"{look}: {problem}" for problem in window.accessibility_problems()]
        found += [f"{look}: scrolls sideways"] if window.overflows() else []

    assert found == []
    assert window.unforgiven() == []


def _rows() -> dict[str, int]:
    """Gifts, pledges, funds and two imports, with the longest names and amounts there can be."""
    make_organization()
    today = organization_today()
    supporter = make_supporter(LONG, native_name=URDU, addresses=[{"street": "1 Example Street", "region": "IN"}])
    other = make_supporter(UNBROKEN)
    general_fund()
    fund = make_fund(name=f"A fund for the relief of {'families ' * 8}".strip(), restricted=True)
    campaign = make_campaign(f"A campaign of spring, {'summer ' * 10}".strip())
    make_pledge(MOST, supporter=supporter, fund=fund)
    more = {"fund": fund, "campaign_id": campaign.pk, "check_number": "1" * 30, "today": today}
    gift = make_gift(MOST, supporter=supporter, gift_on=today, note="A note", **more)
    for days in (40, 200, 400):
        make_gift(MOST, supporter=other, gift_on=today - timedelta(days=days), **more)
    return {"supporter": supporter.pk, "gift": gift.pk, "reversed": _reversed(gift, today), **_imports(today)}


def _reversed(gift: Gift, today) -> int:
    """An entry that was corrected."""
    wrong = make_gift(MOST, supporter=gift.supporter, gift_on=today, today=today)
    draft = draft_gift(Decimal("10"), supporter=gift.supporter, gift_on=today)
    correct_gift(gift=wrong, draft=draft, by=None, today=today, reason="Misread " * 20)
    return wrong.pk


def _imports(today) -> dict[str, int]:
    """One file that is planned, with fund names nobody knows, and one that is committed, with a row that waits."""
    make_fund("WELL", name="Wells")
    applied = imports.upload(name="log.xlsx", content=small_log(), by=None)
    funds = dict.fromkeys(imports.unmapped_funds(applied), general_fund())
    imports.map_funds(batch=applied, funds=funds, by=None)
    imports.commit(batch=ImportBatch.objects.get(), by=None, today=today, at=timezone.now())
    strange = [["2024-07-01", f"{LONG} {UNBROKEN}", "9999999.99", "Cash", f"Fund {UNBROKEN}", "x" * 300]]
    planned = imports.upload(name=f"{'a-long-name-' * 8}.xlsx", content=small_log(extra=strange), by=None)
    row = applied.rows.filter(state="waiting").first()
    return {"planned": planned.pk, "applied": applied.pk, "row": row.pk}
