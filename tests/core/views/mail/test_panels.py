"""Letters on the pages of what they are about: their state in words, and what can be done."""

import pytest
from django.urls import reverse

from core import mail
from core.models import Message, User
from core.sign_in import emails
from receipts.issuing.services import issue_receipts
from receipts.models import Receipt
from tests.support.builders import TODAY, make_gift, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
State = Message.State


@pytest.fixture
def receipt() -> Receipt:
    donor = make_supporter("Amina Testperson", emails=["amina@example.org"])
    return issue_receipts(gifts=[make_gift(supporter=donor)], by=None, issued_on=TODAY).new[0]


def letter(receipt: Receipt, number: int = 1, state: str = State.HELD) -> Message:
    written = mail.enqueue(
        identity=f"letter {number}",
        purpose="receipt",
        to="amina@example.org",
        subject=f"Your receipt, letter {number}",
        text="Here it is.",
        about=receipt,
    )
    Message.objects.filter(pk=written.pk).update(state=state)
    return Message.objects.get(pk=written.pk)


def pages(receipt: Receipt) -> list[str]:
    return [
        reverse("receipts:receipt-detail", args=[receipt.pk]),
        reverse("crm:supporter-detail", args=[receipt.supporter_id]),
    ]


@pytest.mark.parametrize(
    ("state", "said", "acts"),
    [
        (State.HELD, ["Held", "Held in the outbox"], {"message-release", "message-discard"}),
        (State.SENT, ["Sent"], {"message-resend", "message-bounced"}),
        (State.BOUNCED, ["Bounced", "Ask the recipient for another address."], {"message-resend"}),
        (
            State.UNKNOWN,
            ["Delivery unknown", "Check before you resend it."],
            {"message-resend", "message-bounced", "message-discard"},
        ),
    ],
)
def test_a_letter_stands_on_the_pages_of_receipt_and_donor_with_its_state_and_verbs(
    receipt, client_as, state, said, acts
):
    written, client = letter(receipt, state=state), client_as("finance")

    shown = [client.get(page).text for page in pages(receipt)]

    every = ("message-release", "message-hold", "message-resend", "message-bounced", "message-discard")
    for page in shown:
        assert f'href="{written.get_absolute_url()}"' in page
        assert [words for words in said if words not in page] == []
        assert {name for name in every if f'href="{reverse(name, args=[written.pk])}"' in page} == acts


def test_the_oldest_of_many_letters_wait_in_the_outbox_under_the_same_name(receipt, client_as):
    written, client = [letter(receipt, number) for number in range(7)], client_as("finance")
    mail.enqueue(identity="other", purpose="receipt", to="b@example.org", subject="Another", text="x")

    page = client.get(pages(receipt)[1]).text
    outbox = client.get(f"/outbox/?about=crm.supporter:{receipt.supporter_id}").text

    assert f"/outbox/?about=crm.supporter:{receipt.supporter_id}" in page
    assert [row.subject in page for row in written] == [False, False, *[True] * 5]
    assert [row.subject in outbox for row in written] == [True] * 7
    assert "Another" not in outbox


@pytest.mark.parametrize("about", ["crm.supporter", "crm.supporter:x", ":", "nothing:1", "crm.supporter:" + "9" * 30])
def test_an_outbox_about_nothing_is_empty(receipt, client_as, about):
    letter(receipt)

    assert "Your receipt" not in client_as("finance").get(f"/outbox/?about={about}").text


def test_the_letter_says_what_it_is_about_and_what_people_did_in_words(receipt, client_as):
    written, client = letter(receipt), client_as("finance")
    client.post(reverse("message-hold", args=[written.pk]), {"reason": "x"})
    client.post(reverse("message-release", args=[written.pk]))

    page = client.get(written.get_absolute_url()).text

    assert f'href="{pages(receipt)[0]}"' in page
    assert f"{client.user} released the email" in page
    assert "message.released" not in page


def test_letters_about_an_account_stand_on_its_page_and_are_never_sent_again(client_as):
    person = make_user("events")
    written = emails.tell_second_factor_reset(user=person, by=None, reason="The phone was lost")
    Message.objects.update(state=State.SENT)

    page = client_as("admin").get(reverse("settings-user-edit", args=[person.pk])).text

    assert f'href="{written.get_absolute_url()}"' in page
    assert reverse("message-bounced", args=[written.pk]) in page
    assert reverse("message-resend", args=[written.pk]) not in page


def test_a_notice_about_an_account_is_found_by_its_address(client_as):
    person: User = make_user("events")

    written = emails.write_notice(to=person.email.upper(), subject="A passkey was added", text="By you?")

    assert (written.object_type, written.object_id) == ("core.user", person.pk)


def test_letters_stay_away_from_who_may_not_see_what_they_are_about(receipt, client_as):
    written = letter(receipt)

    seen = client_as("admin").get(pages(receipt)[1])

    assert seen.status_code == 200
    assert written.subject not in seen.text
