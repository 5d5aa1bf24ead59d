"""Notes and reasons about a protected donor on the pages of gifts and receipts: while the name is revealed, alone."""

from datetime import date

import pytest

from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from receipts.issuing import services
from tests.support.builders import TODAY, draft_gift, make_gift, make_soft_credit, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
WORDS = "She is Zanzeer of Carmel"
SECRET = "Zanzeer"


@pytest.fixture
def donor():
    return make_supporter("Parveen Zanzeer", protected=True)


@pytest.fixture
def pages(donor) -> list[str]:
    """The pages of a noted gift with a refund, one that was corrected, a void receipt, one set aside, the donor."""
    noted, wrong, aside = (make_gift(supporter=donor, note=WORDS) for _ in range(3))
    receipt = services.issue_receipts(gifts=[noted], by=None, issued_on=TODAY).new[0]
    services.void_receipt(receipt=receipt, by=None, on=TODAY, reason=WORDS)
    refund_gift(gift=noted, amount=noted.amount / 2, refunded_on=TODAY, posted_on=TODAY, by=None, reason=WORDS)
    draft = draft_gift(supporter=donor, gift_on=date(2026, 3, 3))
    correct_gift(gift=wrong, draft=draft, by=None, today=TODAY, reason=WORDS)
    services.choose(gifts=[aside], wanted=False, by=None, reason=WORDS)
    gifts = [f"/gifts/{gift.pk}/" for gift in (noted, wrong, aside)]
    return [*gifts, f"/receipts/{receipt.pk}/", "/acknowledgments/set-aside/", f"/supporters/{donor.pk}/"]


def reveal(client, donor) -> None:
    client.post(f"/supporters/{donor.pk}/reveal/", {"reason": "She called"})


@pytest.mark.parametrize("role", ["development", "finance"])
def test_no_page_tells_them_before_the_name_is_revealed(role, pages, client_as):
    client = client_as(role)

    answers = {page: client.get(page) for page in pages}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert [page for page, answer in answers.items() if SECRET in answer.text] == []


def test_gift_and_receipt_tell_them_while_it_is(pages, donor, client_as):
    client = client_as("finance")
    reveal(client, donor)

    told = [WORDS in client.get(page).text for page in pages[:4]]

    assert told == [True] * 4


def test_the_words_about_others_are_there_as_ever(client_as):
    gift = make_gift(note=WORDS)
    refund_gift(gift=gift, amount=gift.amount / 2, refunded_on=TODAY, posted_on=TODAY, by=None, reason=f"Also {WORDS}")

    page = client_as("finance").get(f"/gifts/{gift.pk}/").text

    assert page.count(WORDS) >= 2


@pytest.mark.parametrize("verb", ["edit", "correct"])
def test_a_form_that_would_show_the_note_asks_for_the_name_first(verb, donor, client_as):
    noted, plain = make_gift(supporter=donor, note=WORDS), make_gift(supporter=donor)
    client, form = client_as("finance"), f"/gifts/{noted.pk}/{verb}/"

    asked, open_one = client.get(form), client.get(f"/gifts/{plain.pk}/{verb}/")
    reveal(client, donor)
    opened = client.get(form)

    assert asked.url.startswith(f"/supporters/{donor.pk}/reveal/?next=%2Fgifts%2F")
    assert (open_one.status_code, WORDS in opened.text) == (200, True)


def test_two_who_edit_at_once_are_told_that_a_note_stands_but_not_what_it_says(donor, client_as):
    gift, client = make_gift(supporter=donor, note=WORDS), client_as("finance")

    answer = client.post(f"/gifts/{gift.pk}/edit/", {"note": "Mine", "campaign": "", "version": gift.version + 7})

    assert "Shown while the name is revealed." in answer.text
    assert SECRET not in answer.text


def test_a_gift_of_others_that_credits_somebody_protected_keeps_its_note_back(donor, client_as):
    sponsor = make_supporter("Sample Charitable", kind="organization", donor_type="daf_sponsor")
    gift = make_gift(supporter=sponsor, note=WORDS)
    make_soft_credit(gift, supporter=donor, amount=gift.amount, role="advisor")
    client, page = client_as("finance"), f"/gifts/{gift.pk}/"

    before, form = client.get(page).text, client.get(f"{page}edit/")
    reveal(client, donor)

    assert SECRET not in before
    assert form.url.startswith(f"/supporters/{donor.pk}/reveal/")
    assert WORDS in client.get(page).text
