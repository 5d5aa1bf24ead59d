"""The quick form, the pages of a gift, and what they refuse."""

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import Supporter
from donations.drafts import BenefitDraft, ForeignDraft, LineDraft, SoftCreditDraft
from donations.models import Gift, GiftLine, Movement, Pledge, Refund
from tests.builders import general_fund, make_fund, make_gift, make_pledge, make_supporter, make_user
from tests.doors import opened

pytestmark = pytest.mark.usefixtures("organization")
NEW = "/gifts/new/"


def typed(supporter=None, **override):
    """What the quick form sends."""
    return {
        "donor": supporter.shown_name if supporter else "",
        "supporter": supporter.pk if supporter else "",
        "amount": "250",
        "method": "check",
        "check_number": "1187",
        "gift_on": "2026-03-02",
        "fund": general_fund().pk,
        "campaign": "",
        "note": "",
        "entry": uuid.uuid4(),
        **override,
    }


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


def test_a_check_is_recorded_and_the_next_one_is_ready(client_as):
    client, donor = client_as("development"), make_supporter("Amina Testperson")

    answer = client.post(NEW, typed(donor), follow=True)

    gift = Gift.objects.get()
    assert (gift.supporter, gift.amount, gift.method, gift.check_number) == (donor, Decimal("250"), "check", "1187")
    assert gift.created_by == client.user
    assert "is in the books: $250.00 from" in answer.content.decode()
    assert 'value="2026-03-02"' in answer.content.decode()


def test_sending_the_form_twice_records_one_gift(client_as):
    client, form = client_as("development"), typed(make_supporter())

    client.post(NEW, form)
    client.post(NEW, form)

    assert Gift.objects.count() == 1


def test_a_name_typed_whole_needs_no_picking(client_as):
    donor = make_supporter("Bushra Testperson")

    client_as("development").post(NEW, typed(donor="bushra testperson"))

    assert Gift.objects.get().supporter == donor


def test_two_people_who_fit_are_asked_about(client_as):
    make_supporter("Bilal Testperson")
    make_supporter("Bilal Otherperson")

    answer = client_as("development").post(NEW, typed(donor="Bilal"))

    assert answer.status_code == 422
    assert "2 supporters fit" in answer.content.decode()
    assert Gift.objects.count() == 0
    assert 'value="250"' in answer.content.decode()


def test_an_unknown_name_becomes_a_supporter_only_when_asked_to(client_as):
    client, form = client_as("development"), typed(donor="Kiran Newperson")

    first = client.post(NEW, form)
    client.post(NEW, {**form, "create_new": "on"})

    assert first.status_code == 422
    assert Gift.objects.get().supporter.full_name == "Kiran Newperson"
    assert Supporter.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "0"},
        {"amount": "-5"},
        {"amount": "1e3"},
        {"amount": "12.345"},
        {"amount": "1000000000000"},
        {"amount": "abc"},
        {"gift_on": "2999-01-01"},
        {"gift_on": "0026-01-01"},
        {"gift_on": "31/12/2026"},
        {"method": "barter"},
        {"fund": "999999"},
        {"fund": "x"},
        {"entry": "not a form"},
        {"check_number": "9" * 31},
        {"donor": "\x00"},
    ],
)
def test_bad_input_is_refused_and_kept(client_as, wrong):
    answer = client_as("development").post(NEW, typed(make_supporter(), **wrong))

    assert answer.status_code == 422
    assert Gift.objects.count() == 0


def test_one_of_several_who_fit_is_chosen_without_a_script(client_as):
    client, wanted = client_as("development"), make_supporter("Bilal Testperson")
    make_supporter("Bilal Otherperson")
    form = typed(donor="Bilal")
    page = client.post(NEW, form).content.decode()
    # What a browser sends: every field named `supporter` in the order of the page, the picked radio among them.
    fields = re.findall(r'<input type="(hidden|radio)" name="supporter"(?: value="(\d+)")?', page)

    client.post(NEW, {**form, "supporter": [key for kind, key in fields if kind == "hidden" or key == str(wanted.pk)]})

    assert Gift.objects.get().supporter == wanted


def test_a_new_name_is_offered_as_a_new_supporter_and_a_mail_address_is_not(client_as):
    client = client_as("development")

    def offers(words):
        return "data-new" in client.get("/gifts/donors/", {"donor": words}).content.decode()

    assert [offers(words) for words in ("Kiran Newperson", "k", "a@b.example", "5105550117")] == [
        True,
        False,
        False,
        False,
    ]


def test_a_picked_donor_brings_their_open_pledges_and_last_gift(client_as):
    donor = make_supporter()
    pledge, paid = make_pledge(Decimal("600"), supporter=donor), make_pledge(Decimal("100"), supporter=donor)
    gift = make_gift(Decimal("100"), supporter=donor, pledge_id=paid.pk, check_number="871")
    other = make_pledge(Decimal("50"))

    text = client_as("development").get("/gifts/picked/", {"supporter": donor.pk}).content.decode()

    assert f"{pledge.spoken_number}: $600.00 open of $600.00" in text
    assert paid.spoken_number not in text
    assert other.spoken_number not in text
    assert f"{gift.spoken_number}</a>" in text


def test_nobody_picked_brings_nothing(client_as):
    client = client_as("development")

    for nobody in ("", "0", "x", "9" * 30):
        assert client.get("/gifts/picked/", {"supporter": nobody}).content.decode().strip() == ""


def test_the_first_fund_offered_is_that_of_the_last_entry(client_as):
    client, fund = client_as("development"), make_fund(name="Zebra relief")
    client.post(NEW, typed(make_supporter(), fund=fund.pk))

    page = client.get(NEW).content.decode()

    assert f'<option value="{fund.pk}" selected' in page


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


def test_suggestions_meet_another_spelling_and_never_show_a_protected_name(client_as):
    make_supporter("Muhammad Testperson")
    hidden = make_supporter("Mohammad Hiddenname", protected=True)

    text = client_as("development").get("/gifts/donors/", {"donor": "Mohammed"}).content.decode()

    assert "Muhammad Testperson" in text
    assert "Hiddenname" not in text
    assert hidden.code not in text


def test_the_entry_just_made_is_taken_back(client_as):
    client = client_as("development")
    client.post(NEW, typed(make_supporter()))
    gift = Gift.objects.get()

    client.post(f"/gifts/{gift.pk}/undo/")
    client.post(f"/gifts/{gift.pk}/undo/")

    assert Gift.objects.standing().count() == 0
    assert Movement.objects.total() == 0


def test_an_entry_taken_back_stands_ready_to_be_entered_right(client_as):
    client, donor = client_as("development"), make_supporter()
    client.post(NEW, typed(donor, note="From the spring dinner"))

    page = client.post(f"/gifts/{Gift.objects.get().pk}/undo/", follow=True).content.decode()

    assert f'name="supporter" value="{donor.pk}"' in page
    assert 'value="250.00"' in page
    assert 'value="1187"' in page
    assert "From the spring dinner" in page


def test_somebody_elses_entry_is_not_taken_back(client_as):
    gift = make_gift(by=make_user("development"))

    client_as("development").post(f"/gifts/{gift.pk}/undo/")

    assert Gift.objects.standing().count() == 1


def test_an_entry_of_hours_ago_is_not_taken_back(client_as):
    client = client_as("development")
    gift = make_gift(by=client.user)
    with opened():
        Gift.objects.filter(pk=gift.pk).update(created_at=timezone.now() - timedelta(hours=2))

    client.post(f"/gifts/{gift.pk}/undo/")

    assert Gift.objects.standing().count() == 1


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

    new = Gift.objects.standing().get()
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

    new = Gift.objects.standing().get().lines.get()
    assert (new.kind, new.description, new.amount) == (GiftLine.Kind.SPONSORSHIP, "Gold table", Decimal("600"))
    assert list(new.benefits.values_list("description", "quantity", "value_each")) == [("Dinner", 2, Decimal("60"))]
    assert list(new.gift.soft_credits.values_list("supporter", "amount")) == [(friend.pk, Decimal("600"))]


def test_an_amount_in_another_currency_stands_only_beside_its_own_amount(client_as):
    client = client_as("finance")
    foreign = ForeignDraft(10_000, "GBP", Decimal("1.25"), "H.10", date(2026, 3, 2))
    first, second = (make_gift(Decimal("125"), foreign=foreign) for _ in range(2))

    client.post(f"/gifts/{first.pk}/correct/", correction(first, amount="125"))
    client.post(f"/gifts/{second.pk}/correct/", correction(second, amount="130"))

    standing = Gift.objects.standing().order_by("amount")
    assert [hasattr(gift, "foreign") for gift in standing] == [True, False]


def test_a_gift_of_several_lines_keeps_them_when_its_day_is_corrected(client_as):
    client, other = client_as("finance"), make_fund()
    lines = (LineDraft(general_fund().pk, Decimal("40")), LineDraft(other.pk, Decimal("60")))
    gift = make_gift(lines=lines)
    form = {name: value for name, value in correction(gift, gift_on="2026-02-01").items() if name != "amount"}

    client.post(f"/gifts/{gift.pk}/correct/", form)

    new = Gift.objects.standing().get()
    assert new.gift_on == date(2026, 2, 1)
    assert list(new.lines.values_list("amount", flat=True)) == [Decimal("40"), Decimal("60")]


def test_finance_can_take_an_entry_back_for_good(client_as):
    client, gift = client_as("finance"), make_gift(Decimal("50"))

    client.post(f"/gifts/{gift.pk}/correct/", {**correction(gift), "take_back": "1"})

    assert Gift.objects.standing().count() == 0
    assert Movement.objects.total() == 0


def test_after_a_conflict_mine_can_be_saved_over_theirs(client_as):
    client, gift = client_as("finance"), make_gift(Decimal("50"))
    form = correction(gift, amount="60")
    client.post(f"/gifts/{gift.pk}/correct/", form)
    page = client.post(f"/gifts/{gift.pk}/correct/", {**form, "amount": "70"}).content.decode()
    inner = re.search(r'<form class="row" method="post" action="([^"]+)">(.*?)</form>', page, re.S)
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', inner[2]))

    client.post(inner[1], {name: value for name, value in sent.items() if name != "csrfmiddlewaretoken"})

    assert Gift.objects.standing().get().amount == Decimal("70")


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
    assert Gift.objects.standing().get().amount == Decimal("60")


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


def test_a_payment_counts_toward_the_pledge_that_was_chosen(client_as):
    donor = make_supporter()
    pledge = make_pledge(Decimal("600"), supporter=donor)

    client_as("development").post(NEW, typed(donor, pledge=pledge.pk))

    pledge.refresh_from_db()
    assert pledge.paid == Decimal("250")


def test_a_pledge_of_somebody_else_cannot_be_paid(client_as):
    pledge = make_pledge(Decimal("600"))

    answer = client_as("development").post(NEW, typed(make_supporter(), pledge=pledge.pk))

    assert answer.status_code == 422
    assert Pledge.objects.get().paid == 0


def test_a_pledge_is_written_down_from_the_supporters_page(client_as):
    donor, fund = make_supporter(), make_fund()
    form = {"amount": "1,200", "fund": fund.pk, "promised_on": "2026-01-10", "note": ""}

    client_as("development").post(reverse("donations:pledge-new", args=[donor.pk]), form)

    pledge = Pledge.objects.get()
    assert (pledge.supporter, pledge.amount, pledge.promised_on) == (donor, Decimal("1200"), date(2026, 1, 10))


def test_a_page_of_no_gift_is_not_found(client_as):
    client = client_as("finance")

    for pk in (0, 999_999, 2**63):
        assert client.get(f"/gifts/{pk}/").status_code == 404
