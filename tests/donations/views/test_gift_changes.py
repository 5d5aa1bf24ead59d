"""A gift corrected, annotated or refunded through its pages, also by two people at once."""

import re
from datetime import date
from decimal import Decimal

import pytest

from donations.ledger.drafts import BenefitDraft, ForeignDraft, LineDraft, SoftCreditDraft
from donations.models import Gift, GiftLine, Movement, Refund
from tests.support.builders import general_fund, make_fund, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")


def correction(gift, **override):
    """What the correction form sends."""
    return {
        "amount": gift.amount,
        "gift_on": gift.gift_on,
        "method": gift.method,
        "fund": gift.lines.first().fund_id,
        "reason": "Misread",
        "version": gift.version,
        **override,
    }


def test_a_correction_shows_as_one_gift_with_its_story(client_as):
    client = client_as("finance")
    gift = make_gift(Decimal("50"), note="By hand")
    form = {
        "amount": "500",
        "gift_on": "2026-03-02",
        "method": "check",
        "fund": gift.lines.get().fund_id,
        "reason": "A zero was missing",
        "version": gift.version,
    }

    answer = client.post(f"/gifts/{gift.pk}/correct/", form, follow=True)

    new = Gift.objects.active().get()
    assert new.amount == Decimal("500")
    assert "Corrects" in answer.content.decode()
    assert "A zero was missing" in client.get(f"/gifts/{gift.pk}/").content.decode()
    assert Movement.objects.total() == Decimal("500")
    assert gift.spoken_number not in client.get("/gifts/").content.decode()


def test_a_correction_keeps_what_the_form_does_not_ask(client_as):
    client, friend = client_as("finance"), make_supporter()
    dinner = BenefitDraft("Dinner", Decimal("60"), quantity=2)
    line = LineDraft(general_fund().pk, Decimal("500"), GiftLine.Kind.SPONSORSHIP, "Gold table", (dinner,))
    credits = (SoftCreditDraft(friend.pk, Decimal("500"), "adviser"),)
    gift = make_gift(lines=(line,), soft_credits=credits)

    client.post(f"/gifts/{gift.pk}/correct/", correction(gift, amount="600"))

    new = Gift.objects.active().get().lines.get()
    assert (new.kind, new.description, new.amount) == (GiftLine.Kind.SPONSORSHIP, "Gold table", Decimal("600"))
    assert list(new.benefits.values_list("description", "quantity", "value_each")) == [("Dinner", 2, Decimal("60"))]
    assert list(new.gift.soft_credits.values_list("supporter", "amount")) == [(friend.pk, Decimal("600"))]


def test_an_amount_in_another_currency_stands_only_beside_its_own_amount(client_as):
    client = client_as("finance")
    foreign = ForeignDraft(10_000, "GBP", Decimal("1.25"), "H.10", date(2026, 3, 2))
    first, second = (make_gift(Decimal("125"), foreign=foreign) for _ in range(2))

    client.post(f"/gifts/{first.pk}/correct/", correction(first, amount="125"))
    client.post(f"/gifts/{second.pk}/correct/", correction(second, amount="130"))

    standing = Gift.objects.active().order_by("amount")
    assert [hasattr(gift, "foreign") for gift in standing] == [True, False]


def test_a_gift_of_several_lines_keeps_them_when_its_day_is_corrected(client_as):
    client, other = client_as("finance"), make_fund()
    lines = (LineDraft(general_fund().pk, Decimal("40")), LineDraft(other.pk, Decimal("60")))
    gift = make_gift(lines=lines)
    form = {name: value for name, value in correction(gift, gift_on="2026-02-01").items() if name != "amount"}

    client.post(f"/gifts/{gift.pk}/correct/", form)

    new = Gift.objects.active().get()
    assert new.gift_on == date(2026, 2, 1)
    assert list(new.lines.values_list("amount", flat=True)) == [Decimal("40"), Decimal("60")]


def test_finance_can_take_an_entry_back_for_good(client_as):
    client, gift = client_as("finance"), make_gift(Decimal("50"))

    client.post(f"/gifts/{gift.pk}/correct/", {**correction(gift), "take_back": "1"})

    assert Gift.objects.active().count() == 0
    assert Movement.objects.total() == 0


def test_after_a_conflict_mine_can_be_saved_over_theirs(client_as):
    client, gift = client_as("finance"), make_gift(Decimal("50"))
    form = correction(gift, amount="60")
    client.post(f"/gifts/{gift.pk}/correct/", form)
    page = client.post(f"/gifts/{gift.pk}/correct/", {**form, "amount": "70"}).content.decode()
    inner = re.search(r'<form class="row" method="post" action="([^"]+)">(.*?)</form>', page, re.S)
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', inner[2]))

    client.post(inner[1], {name: value for name, value in sent.items() if name != "csrfmiddlewaretoken"})

    assert Gift.objects.active().get().amount == Decimal("70")


def test_two_who_correct_one_gift_meet_on_a_conflict_page(client_as):
    client, gift = client_as("finance"), make_gift(Decimal("50"))
    form = {
        "amount": "60",
        "gift_on": "2026-03-02",
        "method": "check",
        "fund": gift.lines.get().fund_id,
        "reason": "x",
        "version": gift.version,
    }
    client.post(f"/gifts/{gift.pk}/correct/", form)

    answer = client.post(f"/gifts/{gift.pk}/correct/", {**form, "amount": "70"})

    assert answer.status_code == 409
    assert "70" in answer.content.decode()
    assert Gift.objects.active().get().amount == Decimal("60")


def test_two_who_edit_a_note_meet_on_a_conflict_page_and_lose_nothing(client_as):
    client, gift = client_as("development"), make_gift()
    form = {"note": "Mine", "campaign": "", "version": gift.version}
    client.post(f"/gifts/{gift.pk}/edit/", {**form, "note": "Theirs"})

    answer = client.post(f"/gifts/{gift.pk}/edit/", form)

    assert answer.status_code == 409
    assert re.search(r"Mine.*Theirs", answer.content.decode(), re.S)
    gift.refresh_from_db()
    assert gift.note == "Theirs"


def test_a_refund_takes_at_most_what_remains(client_as):
    client, gift = client_as("finance"), make_gift(Decimal("100"))
    form = {"amount": "70", "refunded_on": "2026-03-05", "reason": "Asked for it back"}

    first = client.post(f"/gifts/{gift.pk}/refund/", form)
    second = client.post(f"/gifts/{gift.pk}/refund/", form)

    assert (first.status_code, second.status_code) == (302, 422)
    assert Refund.objects.get().amount == Decimal("70")
    assert Movement.objects.total() == Decimal("30")


def test_a_refund_is_dated_between_its_gift_and_today(client_as):
    client, gift = client_as("finance"), make_gift(Decimal("100"), gift_on=date(2026, 3, 2))
    form = {"amount": "70", "refunded_on": "2026-03-01", "reason": "Asked for it back"}

    answer = client.post(f"/gifts/{gift.pk}/refund/", form)

    said = "Enter a date between Mar 2, 2026 (the date of gift) and today."
    assert (answer.status_code, answer.context["form"].errors["refunded_on"]) == (422, [said])
    assert not Refund.objects.exists()
