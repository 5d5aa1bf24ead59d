"""Names typed online and into the gift form that are about a protected person."""

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import Change
from crm.models import NameReview, Supporter
from crm.protection.typed_rows import recheck
from donations.models import GiftIntent, UnmatchedPayment
from tests.support.builders import TODAY, general_fund, make_gift, make_supporter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]

EMAIL = "parveen@zanzeermail.example.org"


@pytest.fixture
def hidden(database):
    return make_supporter("Parveen Zanzeer", emails=(EMAIL,), protected=True)


def payment(**typed):
    return UnmatchedPayment.objects.create(
        external_id="pi_1",
        livemode=False,
        minor_units=2000,
        currency="USD",
        paid_at=timezone.now(),
        reason="?",
        **typed,
    )


def intent(gift=None, **typed):
    values = {"full_name": "Omar Friend", "email": "omar@example.org", **typed}
    state = {"state": "paid", "gift": gift, "paid_at": timezone.now()} if gift else {}
    return GiftIntent.objects.create(
        nonce="n1", livemode=False, amount=Decimal("50"), title="Gift", return_path="/", cancel_path="/",
        **state, **values,
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed", [{"full_name": "PARVEEN ZANZEER", "email": ""}, {"full_name": "Somebody Else", "email": EMAIL.upper()}]
)
def test_an_unmatched_payment_shows_neither_name_nor_address(hidden, client_as, typed):
    row = payment(**typed)

    page = client_as("finance").get(f"/payouts/unmatched/{row.pk}/").content.decode()

    assert (row.hidden, row.shown_name, row.full_name) == (True, row.code, typed["full_name"])
    assert row.code in page
    assert not any(word in page.casefold() for word in ("zanzeer", "somebody else"))
    assert NameReview.objects.get().object_type == "donations.unmatchedpayment"


def test_an_honoree_who_is_protected_stands_under_a_code_on_the_gifts_page(hidden, client_as):
    row = intent(gift=make_gift(), tribute_kind="honor", tribute_name="Parveen Zanzeer")

    page = client_as("development").get(f"/gifts/{row.gift_id}/").content.decode()

    assert (row.hidden, row.shown_name, row.shown_tribute) == (False, "Omar Friend", row.code)
    assert row.code in page
    assert "Zanzeer" not in page


def test_what_a_donor_typed_before_somebody_was_protected_hides_that_day():
    person = make_supporter("Parveen Zanzeer", emails=(EMAIL,))
    rows = [payment(full_name="Parveen Zanzeer", email=""), intent(full_name="P. Zanzeer", email=EMAIL)]

    fresh = Supporter.objects.get(pk=person.pk)
    fresh.protected = True
    fresh.save()
    before = [row.hidden for row in rows]
    recheck([fresh])
    for row in rows:
        row.refresh_from_db()

    assert before == [False, False]
    assert [row.hidden for row in rows] == [True, True]


@pytest.mark.parametrize("role", ["development", "finance"])
def test_the_gift_form_makes_no_unprotected_second_record(hidden, client_as, role):
    client = client_as(role)
    values = {
        "donor": "Perveen Zanzeer", "create_new": "on", "supporter": "", "amount": "50", "method": "check",
        "check_number": "1", "gift_on": TODAY.isoformat(), "fund": general_fund().pk,
    }  # fmt: skip

    answer = client.post("/gifts/new/", {**values, "entry": str(uuid.uuid4())}, follow=True)

    twin = Supporter.objects.exclude(pk=hidden.pk).get()
    assert (twin.full_name, twin.pending_name_review, twin.shown_name) == ("Perveen Zanzeer", True, twin.code)
    assert "Zanzeer" not in answer.content.decode()
    assert not Change.objects.visible_to(client.user).filter(after__contains="Zanzeer").exists()
