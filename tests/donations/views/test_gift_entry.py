"""Keying in gifts: the donor, the same check twice, and an entry taken back."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from crm.models import Supporter
from donations.models import Gift, Movement
from tests.donations.views.keyed import typed
from tests.support.builders import general_fund, make_fund, make_gift, make_pledge, make_supporter, make_user
from tests.support.doors import opened
from tests.support.markup import one_line

pytestmark = pytest.mark.usefixtures("organization")
NEW = "/gifts/new/"


def test_a_check_is_recorded_and_the_next_one_is_ready(client_as):
    client, donor = client_as("development"), make_supporter("Amina Testperson")

    answer = client.post(NEW, typed(donor), follow=True)

    gift = Gift.objects.get()
    assert (gift.supporter, gift.amount, gift.method, gift.check_number) == (donor, Decimal("250"), "check", "1187")
    assert gift.created_by == client.user
    assert f"{gift.spoken_number}</a> recorded: $250.00 from" in " ".join(answer.content.decode().split())
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
    assert "2 supporters match" in answer.content.decode()
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
    ("donor", "offered"), [("", False), ("  ", False), ("nobody@example.org", False), ("4411", False), ("Kiran", True)]
)
def test_only_a_name_is_offered_as_a_new_supporter(client_as, donor, offered):
    answer = client_as("development").post(NEW, typed(donor=donor))

    (label,) = re.findall(r"<label[^>]*data-create-new[^>]*>", answer.text)
    assert answer.status_code == 422
    assert ("hidden" not in label, "Select the box below" in answer.text) == (offered, offered)


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

    assert f"{pledge.spoken_number}: $600.00 of $600.00 unpaid" in text
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

    page = one_line(client.get(NEW).content)

    assert re.search(rf'<option\s+value="{fund.pk}"\s+selected', page)


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

    assert Gift.objects.active().count() == 0
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

    assert Gift.objects.active().count() == 1


def test_an_entry_of_hours_ago_is_not_taken_back(client_as):
    client = client_as("development")
    gift = make_gift(by=client.user)
    with opened():
        Gift.objects.filter(pk=gift.pk).update(created_at=timezone.now() - timedelta(hours=2))

    client.post(f"/gifts/{gift.pk}/undo/")

    assert Gift.objects.active().count() == 1


def test_a_changed_entry_under_a_used_form_records_nobody_and_says_what_was_recorded(client_as):
    client = client_as("development")
    typed = {
        "donor": "Zubaida Otherperson",
        "create_new": "on",
        "amount": "40",
        "entry": str(uuid.uuid4()),
        "gift_on": "2026-03-02",
        "method": "cash",
        "fund": general_fund().pk,
    }
    client.post("/gifts/new/", typed)

    answer = client.post("/gifts/new/", {**typed, "donor": "Nadia Newperson"})

    assert answer.status_code == 422
    assert "You already recorded $40.00 from Zubaida Otherperson as G-" in answer.content.decode()
    assert list(Supporter.objects.values_list("full_name", flat=True)) == ["Zubaida Otherperson"]
    assert Gift.objects.count() == 1
