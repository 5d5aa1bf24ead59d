"""Every written amount through every door where amounts are typed: pages, addresses, filters; and in a browser."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from core.money import amount_asked
from donations.models import Gift, GiftIntent, GivingPage, Pledge, Refund
from donations.online.checkout import fee_cover
from donations.online.forms import GiveForm
from donations.views.lists import GiftFilter
from events.forms.public import SelectionForm
from events.models import EventExpense, Order
from tests.events.builders import make_event, make_ticket
from tests.support.browser import Site
from tests.support.builders import general_fund, make_gift, make_supporter
from tests.support.shop import FORM, shop, shop_standin
from tests.support.written_amounts import IN_URDU, READ, REFUSED, REFUSED_IN_URDU, amounts

__all__ = ["shop", "shop_standin"]


@pytest.fixture
def seat(organization):
    event = make_event(slug="dinner", starts_at=timezone.now() + timedelta(days=21))
    return make_ticket(event, Decimal("150"), name="Seat")


def one_of_each(table: dict) -> list[str]:
    """A text for each amount, or each reason, of a table: for pages, whose forms are asked about every text."""
    return list({meaning: text for text, meaning in table.items()}.values())


def _choice(seat, text: str, **changed: str) -> dict[str, str]:
    return {f"q_{seat.pk}": "2", "extra": "100", "other": text, **changed}


# -- the giving page ---------------------------------------------------------------------------------------------


def read_as(form: GiveForm) -> tuple[Decimal | None, set[str]]:
    """The gift a form of the giving page was understood as, and the fields it complains of."""
    errors = set(form.errors)
    return form.cleaned_data.get("gift"), errors


@pytest.mark.sqlite  # forms and pages, whatever keeps the rows
def test_the_giving_page_reads_every_written_amount_whatever_is_ticked(shop):
    sent = {**FORM, "fund": str(shop.fund.pk), "token": shop.token(), "email": ""}
    expected = {text: (None, {"email", "other"}) for text in [*REFUSED, *IN_URDU]}
    for text, amount in amounts(READ).items():
        expected[text] = (amount, {"email"}) if amount >= 5 else (None, {"email", "other"})

    forms = {text: GiveForm({**sent, "other": text}, page=GivingPage()) for text in expected}
    assert {text: read_as(form) for text, form in forms.items()} == expected
    for text in [*one_of_each(READ), *one_of_each(REFUSED), *one_of_each(IN_URDU)]:
        assert read_as(shop.post(**{**sent, "other": text}).context["form"]) == expected[text], text
    assert GiftIntent.objects.count() == 0


@pytest.mark.sqlite
def test_the_giving_page_in_urdu_reads_urdu_and_arabic_digits(shop):
    token = shop.token()
    for text, amount in amounts(IN_URDU).items():
        form = shop.post(amount="other", other=text, email="", token=token, lang="ur").context["form"]
        assert form.cleaned_data["gift"] == amount, text
    for text in REFUSED_IN_URDU:
        form = shop.post(amount="other", other=text, email="", token=token, lang="ur").context["form"]
        assert "other" in form.errors, text


def test_a_typed_amount_is_charged_whatever_is_ticked(shop):
    assert shop.give(amount="250", other="1,250.50").amount == Decimal("1250.50")
    assert shop.give(amount="other", other="75").amount == Decimal("75.00")
    assert shop.give(amount=None, other="75").amount == Decimal("75.00")
    assert shop.give(amount="250", other="  ").amount == Decimal("250.00")


def test_other_without_an_amount_asks_for_one_at_its_field(shop):
    answer = shop.post(amount="other", other="")

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"other": ["Choose an amount or enter your own."]}


@pytest.mark.parametrize(
    ("asked", "picked", "own"),
    [
        ("250", "250", None),
        ("$250.00", "250", None),
        ("75", "other", "75"),
        ("12.50", "other", "12.50"),
        ("1,250", "other", "1250"),
        ("۷۵", "other", "75"),
    ],
)
def test_an_address_may_name_any_amount(shop, asked, picked, own):
    answer = shop.client.get("/give/", {"amount": asked})
    form, page = answer.context["form"], answer.text

    assert (form.picked, form["other"].value()) == (picked, own)
    total = Decimal(own or "250")
    assert f"${total:,.2f}" in page
    assert f"${total + fee_cover(total):,.2f}" in page


def test_an_address_reads_what_forms_read():
    for text, amount in (amounts(READ) | amounts(IN_URDU)).items():
        assert amount_asked(text) == amount, text
    for text in [*REFUSED, "0", "0.00"]:
        assert amount_asked(text) is None, text


def test_update_total_shows_gift_fee_and_total_without_a_script_and_calls_nothing_else_wrong(shop):
    answer = shop.post(amount="50", other="75", cover_fee="on", email="", full_name="", show="1")

    # (75.00 + 0.30) / 0.971 = 77.548…, up to the cent 77.55
    page = answer.text
    own = {kind: re.findall(rf'data-own="{kind}"[^>]*>([^<]+)<', page) for kind in ("gift", "fee", "total")}
    assert own == {"gift": ["$75.00", "$75.00"], "fee": ["$2.55", "$2.55"], "total": ["$77.55"]}
    assert (answer.status_code, answer.context["form"].errors) == (200, {})
    unreadable = shop.post(amount="50", other="12,50", email="", show="1")
    assert set(unreadable.context["form"].errors) == {"other"}
    assert 'value="12,50"' in unreadable.text
    assert GiftIntent.objects.count() == 0


# -- the dinner's page -------------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_the_dinner_page_reads_every_written_amount_whatever_is_ticked(client, seat):
    def selected(text: str) -> SelectionForm:
        form = SelectionForm(_choice(seat, text), event=seat.event, types=[seat])
        form.full_clean()
        return form

    read = {text: selected(text) for text in READ}
    refused = {text: set(selected(text).errors) for text in [*REFUSED, *IN_URDU]}

    assert {text: (form.cleaned_data["other"], set(form.errors)) for text, form in read.items()} == {
        text: (amount, set()) for text, amount in amounts(READ).items()
    }
    assert refused == dict.fromkeys([*REFUSED, *IN_URDU], {"other"})


@pytest.mark.sqlite
def test_the_dinner_page_counts_a_written_amount_of_each_kind(client, seat):
    for text in one_of_each(READ):
        answer = client.get("/e/dinner/order/", _choice(seat, text))
        assert (answer.status_code, answer.context["bill"].donation) == (200, Decimal(READ[text])), text
    for text in [*one_of_each(REFUSED), *one_of_each(IN_URDU)]:
        answer = client.get("/e/dinner/order/", _choice(seat, text))
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"other"}), text
    for text, amount in amounts(IN_URDU).items():
        answer = client.get("/e/dinner/order/", _choice(seat, text, lang="ur"))
        assert answer.context["bill"].donation == amount, text
    for text in REFUSED_IN_URDU:
        assert client.get("/e/dinner/order/", _choice(seat, text, lang="ur")).status_code == 422, text


def test_the_dinner_page_shows_the_total_of_seats_and_gift_without_a_script(client, seat):
    def total(**query: str) -> str:
        page = client.get("/e/dinner/", query).text
        return re.findall(r'data-own="order"[^>]*>([^<]+)<', page)[0]

    # 2 × 150 and the gift
    assert total(**_choice(seat, "75")) == "$375.00"
    assert total(**_choice(seat, "")) == "$400.00"
    assert total(**_choice(seat, "12,50")) == "on the next page"
    assert total(amount="75") == "$75.00"
    assert total() == "$0.00"
    wrong = client.get("/e/dinner/", _choice(seat, "12,50")).context["form"]
    assert set(wrong.errors) == {"other"}


def test_other_ticked_without_an_amount_is_asked_for(client, seat):
    answer = client.get("/e/dinner/order/", _choice(seat, "", extra="other"))

    assert answer.context["form"].errors == {"other": ["Enter an amount or choose “None”."]}


# -- staff -------------------------------------------------------------------------------------------------------


def test_a_filter_that_cannot_be_read_narrows_and_never_widens(client_as, organization):
    make_gift(Decimal("20"))
    make_gift(Decimal("2000"))
    staff = client_as("finance")

    def found(text: str) -> int:
        return len(staff.get("/gifts/", {"at_least": text}).context["table"].rows)

    assert [found(text) for text in ("", "20", "1,000", "$2,000.00", "2000.01")] == [2, 2, 1, 1, 0]
    unread = {text: GiftFilter({"at_least": text}, Gift.objects.all()).form.errors for text in REFUSED}
    assert [text for text, errors in unread.items() if set(errors) != {"at_least"}] == []
    for text in one_of_each(REFUSED):
        answer = staff.get("/gifts/", {"at_least": text})
        assert len(answer.context["table"].rows) == 0, text
        assert "Check the filters" in answer.text, text
        file = staff.get("/gifts/", {"at_least": text, "export": "csv", "reason": "x"})
        assert "Content-Disposition" not in file, text


@pytest.mark.sqlite
@pytest.mark.parametrize("text", ["12,50", "1,000,00", "1.000,00", "50,5", "1e1", "۱۲", "-12"])
def test_staff_forms_write_nothing_for_an_amount_that_can_be_read_in_two_ways(client_as, organization, text):
    staff, person, fund = client_as("finance", "development"), make_supporter(), general_fund()
    gift = make_gift(Decimal("2000"))
    event = make_event()
    today = gift.gift_on.isoformat()
    answers = [
        staff.post(f"/gifts/{gift.pk}/refund/", {"amount": text, "refunded_on": today, "reason": "Asked"}),
        staff.post(f"/pledges/new/{person.pk}/", {"amount": text, "fund": fund.pk, "promised_on": today}),
        staff.post(
            f"/events/{event.slug}/expenses/new/",
            {"kind": "food", "description": "Rice", "amount": text, "spent_on": today},
        ),
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert "amount" in answer.context["form"].errors
    assert (Refund.objects.count(), Pledge.objects.count(), EventExpense.objects.count()) == (0, 0, 0)
    assert Gift.objects.get().amount == Decimal("2000")


# -- in a browser ------------------------------------------------------------------------------------------------


def test_the_script_reads_amounts_as_the_server_does(shop, site):
    module = (Path(settings.BASE_DIR) / "static/js/amounts.js").read_text().replace("export function", "function")
    read = f"([texts, local]) => {{ {module}; return texts.map((text) => readCents(text, {{ local }})); }}"
    for table, local in ((READ, False), (READ | IN_URDU, True)):
        cents = site.page.evaluate(read, [list(table), local])
        assert dict(zip(table, cents, strict=True)) == {text: amount * 100 for text, amount in amounts(table).items()}
    for table, local in ((REFUSED | IN_URDU, False), (REFUSED | REFUSED_IN_URDU, True)):
        cents = site.page.evaluate(read, [list(table), local])
        assert {text: found for text, found in zip(table, cents, strict=True) if found is not None} == {}


def test_the_total_follows_what_is_typed_and_the_last_word_counts(shop, site):
    page = site.page
    site.open("/give/?amount=75")
    shown = page.locator(".total:visible bdi:visible span:visible")
    expect(shown).to_have_text("$75.00")
    page.check("#fee")
    expect(shown).to_have_text("$77.55")
    page.fill("#other", "1,250.50")
    expect(shown).to_have_text("$1,288.16")  # (1250.50 + 0.30) / 0.971 = 1288.156…
    page.fill("#other", "12,50")
    expect(shown).to_have_text("on the next page")
    page.locator("#amount-1").check(force=True)
    expect(shown).to_have_text("$26.06")  # (25 + 0.30) / 0.971 = 26.055…
    expect(page.locator("#other")).to_have_value("")
    page.locator("#amount-6").check(force=True)
    page.fill("#other", "80")
    page.fill("#full_name", "Amina Testperson")
    page.fill("#email", "amina@example.org")
    page.get_by_role("button", name="Continue to payment").last.click()
    page.wait_for_url(re.compile(re.escape(shop.standin.url)))

    # (80 + 0.30) / 0.971 = 82.698…
    assert GiftIntent.objects.get().amount == Decimal("82.70")


def test_without_a_script_the_typed_amount_stays_in_sight_and_counts(shop, site):
    context = site.page.context.browser.new_context(java_script_enabled=False)
    bare = Site(page=context.new_page(), url=shop.url)
    page = bare.page
    bare.open("/give/")
    page.locator("#amount-6").check(force=True)
    page.fill("#other", "75")
    page.locator("#amount-3").check(force=True)
    page.check("#fee")
    shown = page.locator(".total:visible bdi:visible span:visible")
    expect(page.locator("#other")).to_be_visible()
    expect(shown).to_have_text("on the next page")
    page.get_by_role("button", name="Update total").click()
    expect(shown).to_have_text("$77.55")
    page.fill("#full_name", "Amina Testperson")
    page.fill("#email", "amina@example.org")
    page.press("#email", "Enter")
    page.wait_for_url(re.compile(re.escape(shop.standin.url)))
    context.close()

    assert bare.ears.unforgiven() == []
    assert GiftIntent.objects.get().amount == Decimal("77.55")


def test_the_dinners_total_follows_the_seats_and_the_gift(shop, site):
    seat = make_ticket(make_event(slug="dinner", starts_at=timezone.now() + timedelta(days=21)), Decimal("150"))
    page = site.page
    site.open("/e/dinner/")
    shown = page.locator('[data-own="order"]')
    page.select_option(f"#id_q_{seat.pk}", "2")
    page.locator("input[name=extra][value='100']").check(force=True)
    expect(shown).to_have_text("$400.00")
    page.locator("input[name=extra][value=other]").check(force=True)
    page.fill("#id_other", "75")
    expect(shown).to_have_text("$375.00")
    page.press("#id_other", "Enter")
    page.wait_for_url(re.compile("/e/dinner/order/"))
    page.fill("#id_name", "Amina Testperson")
    page.fill("#id_email", "amina@example.org")
    page.locator("input[name=pay][value=now]").check(force=True)
    page.get_by_role("button", name="Order seats").click()
    page.wait_for_url(re.compile(re.escape(shop.standin.url)))

    assert Order.objects.get().donation == Decimal("75.00")
