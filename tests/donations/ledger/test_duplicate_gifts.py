"""The same check is pointed out while typing, and asked about before it is recorded again."""

import uuid
from decimal import Decimal

import pytest

from donations.models import Gift
from tests.support.builders import general_fund, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")


def test_the_same_check_is_pointed_out_while_typing(client_as):
    donor = make_supporter()
    gift = make_gift(Decimal("250"), supporter=donor, check_number="1187")

    page = client_as("development").get(
        "/gifts/similar/", {"supporter": donor.pk, "amount": "250", "check_number": "1187", "gift_on": "2026-03-04"}
    )

    assert gift.spoken_number in page.content.decode()


def test_the_hint_takes_anything_without_breaking(client_as):
    client = client_as("development")

    for amount in ("", "abc", "1e99", "-3", "9" * 40, "٣"):
        query = {"supporter": "9" * 30, "amount": amount, "gift_on": "not a day"}
        assert client.get("/gifts/similar/", query).status_code == 200


def test_a_check_of_the_same_donor_amount_and_number_is_asked_about_before_it_is_booked_again(client_as):
    client, donor = client_as("development"), make_supporter("Zainab Uncommonname")
    typed = {
        "donor": "Zainab Uncommonname",
        "supporter": donor.pk,
        "amount": "250",
        "check_number": "1187",
        "gift_on": "2026-03-02",
        "method": "check",
        "fund": general_fund().pk,
    }

    def send(**changed):
        return client.post("/gifts/new/", {**typed, "entry": str(uuid.uuid4()), **changed})

    first, again = send(), send()
    keys = again.context["form"].twin_keys
    other_number, other_amount, agreed = send(check_number="1188"), send(amount="251"), send(again=keys)
    asked_anew = send(again=keys)

    assert (first.status_code, again.status_code) == (302, 422)
    assert "is already recorded: G-" in again.content.decode()
    assert f'name="again" value="{keys}"' in again.content.decode()
    assert [answer.status_code for answer in (other_number, other_amount, agreed, asked_anew)] == [302, 302, 302, 422]
    assert Gift.objects.count() == 4
