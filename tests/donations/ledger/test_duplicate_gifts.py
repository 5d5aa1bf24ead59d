"""The same check is pointed out while typing, and asked about before it is recorded again."""

import uuid
from decimal import Decimal

import pytest

from crm.models import Supporter
from donations.models import Gift
from tests.support.builders import general_fund, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")


def entry_of(person: Supporter | None, **changed) -> dict:
    """A check as it is typed into the form."""
    own = {"donor": person.full_name, "supporter": person.pk} if person else {}
    usual = {"amount": "250", "check_number": "1187", "gift_on": "2026-03-02", "method": "check"}
    return {**own, **usual, "fund": general_fund().pk, "entry": str(uuid.uuid4()), **changed}


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


@pytest.mark.parametrize(
    "written",
    ["77", "077", " 77 ", "#77", "No. 77", "0077", "77.", "٧٧", "۷۷", "Check 77", "CHK77", "Chk no 77", "７７"],
)
def test_a_check_number_is_the_same_however_it_is_written(written, client_as):
    client, donor = client_as("development"), make_supporter("Zainab Uncommonname")
    make_gift(Decimal("250"), supporter=donor, check_number="77")

    answer = client.post("/gifts/new/", entry_of(donor, check_number=written))

    assert (answer.status_code, Gift.objects.count()) == (422, 1)
    assert "is already recorded" in answer.text


@pytest.mark.parametrize("written", ["770", "7", "78", "177", "A77"])
def test_another_number_is_another_check(written, client_as):
    donor = make_supporter("Zainab Uncommonname")
    make_gift(Decimal("250"), supporter=donor, check_number="77")

    assert client_as("development").post("/gifts/new/", entry_of(donor, check_number=written)).status_code == 302


def test_a_new_supporter_s_check_is_asked_about_when_it_comes_a_second_time(client_as):
    client = client_as("development")
    typed = {"donor": "Zainab Uncommonname", "supporter": "", "create_new": "on", "check_number": "77"}

    answers = [client.post("/gifts/new/", entry_of(None, **typed)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert Supporter.objects.filter(full_name="Zainab Uncommonname").count() == 1


def test_a_correction_to_the_number_of_another_check_asks_once(client_as):
    client, donor = client_as("finance"), make_supporter("Zainab Uncommonname")
    make_gift(Decimal("250"), supporter=donor, check_number="77")
    gift = make_gift(Decimal("250"), supporter=donor, check_number="78")
    typed = entry_of(donor, check_number="0077", reason="A wrong number", version=gift.version)

    asked = client.post(f"/gifts/{gift.pk}/correct/", typed)
    (box,) = asked.context["form"].doubts
    agreed = client.post(f"/gifts/{gift.pk}/correct/", {**typed, "sure": [box.key]})

    assert (asked.status_code, agreed.status_code) == (422, 302)
    assert box.key in asked.text


def test_a_name_typed_over_the_picked_donor_s_counts(client_as):
    """Without a script the key of the donor stays behind the new name."""
    amina, bilal = make_supporter("Amina Uncommonname"), make_supporter("Bilal Otherperson")

    client_as("development").post("/gifts/new/", entry_of(amina, donor="Bilal Otherperson", check_number=""))

    assert Gift.objects.get().supporter == bilal


def test_a_check_of_the_same_donor_amount_and_number_is_asked_about_before_it_is_booked_again(client_as):
    client, donor = client_as("development"), make_supporter("Zainab Uncommonname")

    def send(**changed):
        return client.post("/gifts/new/", entry_of(donor, **changed))

    first, again = send(), send()
    keys = again.context["form"].twin_keys
    other_number, other_amount, agreed = send(check_number="1188"), send(amount="251"), send(again=keys)
    asked_anew = send(again=keys)

    assert (first.status_code, again.status_code) == (302, 422)
    assert "is already recorded: G-" in again.content.decode()
    assert f'name="again" value="{keys}"' in again.content.decode()
    assert [answer.status_code for answer in (other_number, other_amount, agreed, asked_anew)] == [302, 302, 302, 422]
    assert Gift.objects.count() == 4
