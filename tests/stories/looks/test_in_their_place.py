"""Parts of pages that are as large as what they hold: letters in their frame, tables on a phone, heads of lists."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from core import mail
from core.models import Message
from imports import services as imports
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.browser import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("organization")]

#: The height of the letter's frame, and of the letter in it.
HEIGHTS = """() => {
  const frame = document.querySelector("iframe.letter");
  return [frame.clientHeight, frame.contentDocument?.documentElement.scrollHeight];
}"""
FITS = f"() => {{ const [frame, letter] = ({HEIGHTS})(); return letter > 0 && frame === letter; }}"
#: What scrolls sideways inside the page, or ends in an ellipsis.
CUT = """() => [...document.querySelectorAll("main *")]
  .filter(one => one.checkVisibility() && !one.closest(".vh, thead") && getComputedStyle(one).overflowX !== "visible")
  .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML)"""


#: Where the examples of each column end, and where the number of its cells stands.
EXAMPLES = """() => [...document.querySelectorAll("td.wrap")].map(cell => [
  cell.getBoundingClientRect().bottom, cell.parentElement.querySelector("[data-l]").getBoundingClientRect().top,
])"""
NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize("lines", [1, 120], ids=["short", "long"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_letters_frame_is_as_high_as_the_letter(site, size, lines):
    html = "<!doctype html><html><body>" + "<p>Thank you for the gift.</p>" * lines + "</body></html>"
    words = {"purpose": "receipt", "to": "a@example.org", "subject": "Your receipt"}
    message = mail.enqueue(identity="one", text="Thank you.", **words)
    Message.objects.filter(pk=message.pk).update(html=html)
    site.sign_in("finance")
    site.resize(size)

    site.open(message.get_absolute_url())
    site.page.wait_for_function(FITS)

    frame, _ = site.page.evaluate(HEIGHTS)
    assert (frame < 200) is (lines == 1)
    assert site.ears.unforgiven() == []


def test_the_guests_are_read_on_a_phone_and_ticked_on_paper(site):
    event = make_event()
    make_order(make_ticket(event), 3)
    site.sign_in("events")
    site.resize(PHONE)

    site.open(reverse("events:guest-print", args=[event.slug]))
    cut = site.page.evaluate(CUT)
    site.page.emulate_media(media="print")

    assert cut == []
    expect(site.page.get_by_text("☐").filter(visible=True)).to_have_count(3)


def test_what_a_list_says_of_itself_is_read_whole(site):
    site.sign_in("finance")
    site.resize(DESK)

    site.open(reverse("give:payout-list"))

    assert site.page.evaluate(CUT) == []


def test_examples_of_a_column_stand_above_their_number_on_a_phone(site):
    content = b"Giver,Sum\nA. Example,5.00\nB. Example,6.00\nC. Example,7.00\n"
    batch = imports.upload(name="list.csv", content=content, by=None)
    site.sign_in("development")
    site.resize(PHONE)

    site.open(reverse("imports:columns", args=[batch.pk]))

    examples = site.page.evaluate(EXAMPLES)
    assert len(examples) == 2
    assert all(end <= number for end, number in examples)
    assert site.overflows() is False


def test_filters_unfold_on_the_narrowest_phone_without_an_empty_line_beneath(site):
    site.sign_in("finance")
    site.resize(NARROW)

    site.open(reverse("donations:gift-list"))
    site.page.locator(".fold > summary").click()

    expect(site.page.get_by_label("Campaign")).to_be_visible()
    expect(site.page.locator("#list-chips")).to_be_hidden()
    assert site.overflows() is False
