"""Lists of gifts, pledges, funds and campaigns: what they show, add up and count in queries."""

import re
from decimal import Decimal

import pytest

from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from tests.support.builders import TODAY, make_campaign, make_fund, make_gift, make_pledge, make_supporter
from tests.support.lists import assert_constant_queries
from tests.support.markup import one_line

pytestmark = pytest.mark.usefixtures("organization")


def test_the_gift_list_adds_up_what_stands_less_refunds(client_as):
    # 100 + 50 - 30 refunded = 120; the corrected 999 counts no more.
    refunded = make_gift(Decimal("100"))
    make_gift(Decimal("50"))
    wrong = make_gift(Decimal("999"))
    refund_gift(gift=refunded, amount=Decimal("30"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Paid twice")
    correct_gift(gift=wrong, draft=None, by=None, today=TODAY, reason="Not ours")

    text = client_as("finance").get("/gifts/").content.decode()

    assert "$120.00" in text
    assert "$999.00" not in text
    assert "$999.00" in client_as("finance").get("/gifts/?corrected=true").content.decode()


def test_gifts_are_found_by_donor_number_and_check(client_as):
    client = client_as("finance")
    gift = make_gift(supporter=make_supporter("Zainab Uncommonname"), check_number="7731")
    other = make_gift(supporter=make_supporter("Somebody Else"))

    for words in ("uncommonname", gift.spoken_number, "7731"):
        text = client.get("/gifts/", {"q": words}).content.decode()
        assert gift.supporter.shown_name in text
        assert other.supporter.shown_name not in text


@pytest.mark.parametrize(
    "query",
    ["sort=__class__", "sort=supporter__full_name", "page=999999999", "page=-1", "fund=x", "since=never"],
)
def test_a_hostile_address_of_the_list_does_no_harm(client_as, query):
    make_gift()

    assert client_as("finance").get(f"/gifts/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("url", "grow"),
    [
        ("/gifts/", make_gift),
        ("/pledges/", make_pledge),
        ("/funds/", make_fund),
        ("/campaigns/", make_campaign),
        ("/reports/movements/", make_gift),
        ("/reports/donors/", make_gift),
    ],
)
def test_a_list_asks_as_many_queries_for_many_rows_as_for_one(client_as, url, grow):
    client = client_as("finance")
    grow()

    assert_constant_queries(client, url, grow)


def test_a_file_of_gifts_needs_a_reason_and_holds_no_protected_name(client_as):
    client = client_as("finance")
    make_gift(supporter=make_supporter("Canary Hiddenname", protected=True))

    asked = client.get("/gifts/?export=csv")
    file = client.post("/gifts/?export=csv", {"reason": "For the auditor"})

    assert asked.status_code == 200
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert "Hiddenname" not in text
    assert "50.00" in text


def test_the_questions_asked_most_stand_as_tabs_and_the_one_asked_is_current(client_as):
    make_gift(Decimal("999.99"))
    make_gift(Decimal("1000"))

    text = client_as("finance").get("/gifts/", {"at_least": "1000"}).content.decode()

    assert "$1,000.00" in text
    assert "$999.99" not in text
    current = re.findall(r'<a\s+href="([^"]+)"\s+aria-current="page"', text)
    assert current == ["/gifts/", "/gifts/?at_least=1000"]  # in the sidebar, and among the tabs


def test_a_pledges_row_leads_to_its_payment_for_what_is_open(client_as):
    pledge, paid = make_pledge(Decimal("600")), make_pledge(Decimal("50"))
    make_gift(Decimal("50"), supporter=paid.supporter, pledge_id=paid.pk)
    client = client_as("development")

    links = re.findall(r'href="(/gifts/new/[^"]+)"', client.get("/pledges/").content.decode())
    form = one_line(client.get(links[0].replace("&amp;", "&")).content)

    assert len(links) == 1
    assert re.search(rf'<option\s+value="{pledge.pk}"\s+selected', form)
