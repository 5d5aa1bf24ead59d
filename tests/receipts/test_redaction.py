"""A name our fonts cannot print holds its receipt, and is said on the page and in the run; long ones wrap."""

from html import unescape
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from receipts.issuing.services import issue_receipts
from receipts.models import Receipt
from receipts.printing.letter import render_letter
from tests.receipts.letters import make_letter, placed_text
from tests.support.builders import TODAY, make_fund, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")

ASKED = "The receipt fonts can't print CJK letters (in the name). Enter the text in Latin letters on the donor’s page"


def test_a_name_no_face_has_holds_the_receipt_and_the_run_names_it():
    held, fine = make_gift(supporter=make_supporter("李明")), make_gift(supporter=make_supporter("अमित शर्मा"))

    done = issue_receipts(gifts=[held, fine], by=None, issued_on=TODAY)

    assert [receipt.supporter for receipt in done.new] == [fine.supporter]
    assert [(each.gift, any(ASKED in text for text in each.problems)) for each in done.not_issued] == [(held, True)]


def test_the_pages_say_so_and_a_latin_spelling_releases_it(client_as):
    gift = make_gift(supporter=make_supporter("李明"))
    client = client_as("finance")

    for url in (f"/gifts/{gift.pk}/", f"/acknowledgments/issue/?gift={gift.pk}"):
        assert ASKED in unescape(client.get(url).content.decode())
    person = gift.supporter
    person.full_name = "Li Ming"
    person.save()
    issue_receipts(gifts=[gift], by=None, issued_on=TODAY)

    assert Receipt.objects.get().letter["recipient"][0] == "Li Ming"


def test_what_a_gift_is_for_is_looked_at_too():
    gift = make_gift(fund=make_fund(name="基金"))

    (held,) = issue_receipts(gifts=[gift], by=None, issued_on=TODAY).not_issued

    assert "can't print CJK letters (in the gift's purpose or description)" in held.problems[0]


def test_an_emoji_or_a_turned_name_is_printed_without_it():
    gift = make_gift(supporter=make_supporter("Amina 🎉 Rahman"))

    (receipt,) = issue_receipts(gifts=[gift], by=None, issued_on=TODAY).new

    printed = PdfReader(BytesIO(render_letter(receipt.letter))).pages[0].extract_text()
    assert "Amina Rahman" in printed
    assert "🎉" not in printed


@pytest.mark.parametrize("name", ["Maximiliana " * 16 + "Example", "A" * 200, "محمد اقبال " * 18])
def test_a_name_of_200_letters_is_printed_whole_and_legible(name):
    name = name.strip()
    street = ("48 Sample Street", "Apartment 2B", "Carmel, IN 46032")
    pdf = render_letter(make_letter(recipient=(name, *street), salutation=f"Dear {name},"))

    address = [entry for entry in placed_text(pdf) if 180 < entry[1] < 261 and entry[0] < 387]
    printed = "".join("".join(text.split()) for *_, text in address)
    steps = [below[1] - above[1] for above, below in pairwise(address)]
    assert sorted(printed) == sorted("".join((name + "".join(street)).split()))
    assert min(size for _, _, size, _ in address) >= 5
    assert min(steps) >= 5
