"""The lists of receipts, and their letters in one file."""

from decimal import Decimal

import pytest
from django.contrib.messages import get_messages

from core.models import AuditEntry
from donations.ledger.refunds import refund_gift
from donations.models import Gift
from receipts.issuing import services
from receipts.models import Receipt
from receipts.verification import text_of
from tests.support.builders import TODAY, make_gift, make_supporter
from tests.support.lists import assert_constant_queries

pytestmark = pytest.mark.usefixtures("organization")


def issue(*gifts: Gift) -> list[Receipt]:
    return services.issue_receipts(gifts=gifts, by=None, issued_on=TODAY).new


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def refund(gift: Gift, amount: str) -> None:
    refund_gift(gift=gift, amount=Decimal(amount), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice")


def test_the_list_shows_every_state_and_adds_up_what_stands(client_as):
    standing, stale, void = issue(make_gift(Decimal("10")), make_gift(Decimal("20")), make_gift(Decimal("40")))
    refund(stale.lines.get().gift, "5")
    services.void_receipt(receipt=void, by=None, on=TODAY, reason="Misprint")
    client = client_as("finance")

    found = {
        state: [number for number in ("2026-0001", "2026-0002", "2026-0003") if number in text]
        for state in ("", "issued", "stale", "void", "replaced")
        for text in [client.get("/receipts/", {"state": state}).content.decode()]
    }

    assert found == {
        "": ["2026-0001", "2026-0002", "2026-0003"],
        "issued": ["2026-0001"],
        "stale": ["2026-0002"],
        "void": ["2026-0003"],
        "replaced": [],
    }
    # 10 + 20 as printed; the void 40 counts no more.
    assert "$30.00" in client.get("/receipts/").content.decode()
    assert standing.number == "2026-0001"


def test_receipts_are_found_by_number_and_donor(client_as):
    first, _ = issue(make_gift(supporter=make_supporter("Zainab Uncommonname")), make_gift())
    client = client_as("finance")

    for words in (first.number, "0001", "uncommonname"):
        text = client.get("/receipts/", {"q": words}).content.decode()
        assert ("2026-0001" in text, "2026-0002" in text) == (True, False)


def test_lists_ask_a_constant_number_of_queries(client_as):
    client = client_as("finance")
    issue(make_gift())
    make_gift()
    make_gift(history=True)

    assert_constant_queries(client, "/receipts/", lambda: issue(make_gift()))
    assert_constant_queries(client, "/acknowledgments/", make_gift)
    assert_constant_queries(client, "/acknowledgments/history/", lambda: make_gift(history=True))


def test_letters_of_protected_people_are_left_out_of_a_file_for_who_may_not_read_them(client_as):
    hidden = make_supporter("Zainab Uncommonname", protected=True)
    _, guarded = issue(make_gift(), make_gift(supporter=hidden))
    development, finance = client_as("development"), client_as("finance")

    mine, theirs = (client.get("/receipts/print/", {"year": "2026"}) for client in (development, finance))
    alone = development.get("/receipts/print/", {"q": guarded.number})

    assert ["Uncommonname" in text_of(answer.content) for answer in (mine, theirs)] == [False, True]
    printed = AuditEntry.objects.filter(act="receipts.printed").order_by("pk").values_list("data", flat=True)
    assert list(printed) == [{"count": 1, "protected": 0}, {"count": 2, "protected": 1}]
    left = "1 letter that names a protected person was left out. Open that receipt on its own page."
    assert said(alone) == [left, f"Nothing was printed. {left}"]


def test_all_are_reviewed_only_where_all_are_shown(client_as):
    gift, client = make_gift(), client_as("finance")

    pages = [client.get(f"/acknowledgments/{query}").text for query in ("", f"?q=G-{gift.number}", "?q=zzz")]

    assert ["Review all 1" in page for page in pages] == [True, False, False]


def test_the_letters_of_a_list_are_printed_in_one_file(client_as):
    first, second, void = issue(make_gift(), make_gift(), make_gift())
    services.void_receipt(receipt=void, by=None, on=TODAY, reason="Misprint")

    answer = client_as("finance").get("/receipts/print/", {"year": "2026"})

    text = text_of(answer.content)
    assert [number in text for number in (first.number, second.number, void.number)] == [True, True, False]
    assert answer["Content-Disposition"] == 'inline; filename="receipts-2026-0001-to-2026-0002.pdf"'


def test_nothing_to_print_is_said(client_as):
    answer = client_as("finance").get("/receipts/print/")

    assert (answer.status_code, said(answer)) == (302, ["Nothing was printed. No active receipts match."])


@pytest.mark.parametrize("query", ["sort=__class__", "page=999999", "state=x", "year=x", "issued_on=never"])
def test_a_hostile_address_of_a_list_does_no_harm(client_as, query):
    issue(make_gift())
    make_gift()
    client = client_as("finance")

    assert client.get(f"/receipts/?{query}").status_code == 200
    assert client.get(f"/acknowledgments/?{query}").status_code == 200
