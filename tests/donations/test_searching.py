"""Which gifts a search finds: each way of asking has its own index and gives the same on both engines."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import User
from donations import searching
from donations.models import Gift
from tests.support.builders import make_gift, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def staff(db) -> User:
    return make_user("finance", "development")


@pytest.fixture
def gifts(staff) -> dict[str, Gift]:
    donor = make_supporter("Zubaida Exampleson", phones=("(317) 555-3975",))
    return {
        "first": make_gift(Decimal("500"), supporter=donor, check_number="3975", method="check"),
        "second": make_gift(Decimal("75.50"), gift_on=date(2026, 2, 1)),
        "third": make_gift(Decimal("500"), gift_on=date(2026, 3, 1), check_number="A-17", method="check"),
    }


def found(gifts, text: str, staff: User) -> list[str]:
    names = {gift.pk: name for name, gift in gifts.items()}
    rows = searching.matching(Gift.objects.order_by("pk"), text, staff)
    return [names[gift.pk] for gift in rows]


@pytest.mark.parametrize(
    "text", ["check 3975", "Check #3975", "ck 3975", "cheque no 3975", "3975", "zubaida", "555-3975"]
)
def test_a_gift_is_found_by_check_and_by_donor(gifts, staff, text):
    assert found(gifts, text, staff) == ["first"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("$500", ["first", "third"]),
        ("500.00", ["first", "third"]),
        ("$1,500", []),
        ("75.5", ["second"]),
        ("500", []),
        ("check A-17", ["third"]),
        ("a-17", []),
        ("$12,50", []),
        ("zzqqxx", []),
    ],
)
def test_an_amount_is_one_with_its_sign_or_cents(gifts, staff, text, names):
    assert found(gifts, text, staff) == names


def test_a_number_finds_the_gift_in_each_way_it_is_spoken(gifts, staff):
    number = gifts["second"].number
    assert [found(gifts, form.format(number), staff) for form in ("G-{}", "g{}", "G{}")] == [["second"]] * 3


def test_the_box_shows_the_newest_gift_of_an_amount_first(gifts, client_as):
    page = client_as("finance").get("/search/", {"q": "$500", "part": "palette"}).text

    first, third = (page.find(str(gifts[name])) for name in ("first", "third"))
    assert min(first, third) > 0
    newest = max(("first", "third"), key=lambda name: gifts[name].gift_on)
    assert page.find(str(gifts[newest])) == min(first, third)
