"""One mailbox and one number, however they are written, decide alike: typed now, and found again later."""

import pytest

from crm.protection.contact_keys import email_key, phone_keys
from crm.protection.privacy import About, is_about_protected
from crm.services.supporters import update_supporter
from events.models import Order
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import make_supporter

EMAIL, ABROAD, HERE = "parveen.zanzeer@gmail.com", "+92 300 5550142", "(317) 555-0111"
EMAILS = [
    EMAIL,
    "parveenzanzeer@gmail.com",
    "parveen.zanzeer+dinner@gmail.com",
    "parveen.zanzeer@googlemail.com",
    "Parveen.Zanzeer@GMAIL.com.",
    "mailto:parveen.zanzeer@gmail.com",
    "<parveen.zanzeer@gmail.com>",
]
PHONES = [
    "0300 5550142", "00923005550142", "92 300 5550142", "0092-300-5550142", "300 5550142", "0300-555-0142 home",
    "+۹۲ ۳۰۰ ۵۵۵۰۱۴۲", "317 555 0111", "1-317-555-0111", "+1 (317) 555-0111 x12", "001 317 555 0111",
    "317.555.0111 ext. 4", "3175550199 / 3175550111", "tel:+13175550111",
]  # fmt: skip
OTHERS = [("parveen@zanzeer.example", ""), ("zanzeer.parveen@gmail.com", ""), ("", "0300 5550143"), ("", "5550111")]


@pytest.fixture
def person(organization):
    return make_supporter("Parveen Zanzeer", emails=(EMAIL,), phones=(ABROAD, HERE))


def protect(person) -> None:
    update_supporter(supporter=person, values={"protected": True}, version=person.version, by=None)


@pytest.mark.parametrize("email", EMAILS)
def test_an_address_decides_however_it_is_written(email, person):
    protect(person)

    assert is_about_protected("Omar Other", email=email) == About.HIDDEN


@pytest.mark.parametrize("phone", PHONES)
def test_a_number_decides_however_it_is_dialed(phone, person):
    protect(person)

    assert is_about_protected("Omar Other", phone=phone) == About.HIDDEN


@pytest.mark.parametrize(("email", "phone"), OTHERS)
def test_another_address_or_number_does_not(email, phone, person):
    protect(person)

    assert is_about_protected("Omar Other", email, phone) == About.NO


@pytest.mark.parametrize("email", EMAILS[:4])
@pytest.mark.parametrize("phone", PHONES[:3])
def test_what_was_typed_before_is_found_again(email, phone, person):
    seat = make_ticket(make_event())
    make_order(seat, name="Omar Other", email=email, phone="")
    make_order(seat, name="Omar Other", email="", phone=phone)

    protect(person)

    assert [order.hidden for order in Order.objects.order_by("pk")] == [True, True]


@pytest.mark.parametrize("name", ["parveenzanzeer@gmail.com", "0300 5550142"])
def test_no_record_is_made_beside_it(name, person):
    protect(person)
    own = {"emails": (name,)} if "@" in name else {"phones": (name,)}

    assert make_supporter("Omar Other", **own).protected


def test_what_is_no_address_and_no_number_has_no_key():
    assert [email_key(text) for text in ("", "Omar", "@", "a@")] == ["", "", "@@", "@a@"]
    assert [phone_keys(text) for text in ("", "home", "911", "12-34")] == [set()] * 4
