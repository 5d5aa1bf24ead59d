"""A stack of checks keyed in with the keyboard alone, every key counted."""

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from core.clock import organization_today
from crm.models import Supporter
from donations.models import Gift, Pledge
from tests.support.browser import Site, type_text, wait_until
from tests.support.builders import general_fund, make_fund, make_organization, make_pledge, make_supporter


class Keys:
    """The keyboard: presses keys, counts them, never touches the mouse."""

    def __init__(self, site: Site) -> None:
        self.page, self.ears, self.count = site.page, site.ears, 0

    def type(self, text: str) -> None:
        type_text(self.page, text)
        self.count += len(text)

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.count += 1

    def until(self, selector: str) -> None:
        """Wait for something to appear, as a person would see it."""
        self.page.locator(selector).first.wait_for()

    def lead_to(self, name: str) -> None:
        """Wait until the focus is in the field of this name."""
        expect(self.page.locator(f"[name='{name}']:focus")).to_have_count(1)


@pytest.fixture
def keys(site):
    make_organization()
    general_fund()
    site.sign_in("development")
    site.open("/gifts/new/")
    return Keys(site)


def saved(keys: Keys, amount: str) -> None:
    keys.page.get_by_text(f"recorded: ${amount}").wait_for()


def test_a_check_takes_its_name_amount_and_number_and_three_keys_more(keys):
    make_supporter("Zainab Uncommonname")

    keys.type("zai")
    keys.until("[role=option][data-id]")
    keys.press("Enter")
    keys.type("250")
    keys.press("Tab")
    keys.type("1187")
    keys.press("Enter")
    saved(keys, "250.00")

    gift = Gift.objects.get()
    assert (gift.supporter.full_name, gift.amount, gift.check_number) == ("Zainab Uncommonname", Decimal("250"), "1187")
    assert (gift.method, gift.gift_on) == (Gift.Method.CHECK, organization_today())
    # zai ⏎ 250 ⇥ 1187 ⏎
    assert keys.count == 3 + 1 + 3 + 1 + 4 + 1
    keys.lead_to("donor")


def test_the_next_check_keeps_day_way_and_fund(keys):
    make_supporter("Zainab Uncommonname")
    zakat = make_fund(name="Zakat")
    keys.page.reload()
    keys.page.get_by_label("Fund").select_option(label="Zakat")
    keys.page.get_by_label("Date of gift").fill("2026-03-02")
    keys.page.get_by_label("Payment method").select_option("cash")
    keys.page.get_by_label("Donor").focus()

    for amount in ("40", "60"):
        keys.type("zai")
        keys.until("[role=option][data-id]")
        keys.press("Enter")
        keys.type(amount)
        keys.press("Enter")
        saved(keys, f"{amount}.00")

    facts = Gift.objects.order_by("pk").values_list("amount", "gift_on", "method", "lines__fund")
    assert list(facts) == [(Decimal(n), date(2026, 3, 2), "cash", zakat.pk) for n in (40, 60)]
    assert keys.count == 2 * (3 + 1 + 2 + 1)


def test_a_new_name_becomes_a_supporter_without_leaving_the_form(keys):
    keys.type("Kiran Newperson")
    keys.until("[role=option][data-new]")
    keys.press("Enter")
    keys.type("75")
    keys.press("Enter")
    saved(keys, "75.00")

    assert list(Supporter.objects.values_list("full_name", flat=True)) == ["Kiran Newperson"]
    expect(keys.page.get_by_text("add an address before mailing")).to_be_visible()
    assert keys.count == 15 + 1 + 2 + 1


def test_suggestions_open_over_the_form_and_hinder_nobody(keys, site):
    for name in ("Zainab Uncommonname", "Zahid Uncommonname"):
        make_supporter(name)

    keys.type("uncommon")
    keys.until("[role=option][data-id]")
    keys.press("ArrowDown")

    second = keys.page.locator("[role=option][data-id]").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(keys.page.locator("[data-donor]")).to_have_attribute("aria-activedescendant", second.get_attribute("id"))
    assert keys.page.locator("#donor-options").evaluate("list => list.offsetWidth") > 300
    assert site.accessibility_problems() == []
    keys.press("Escape")
    expect(keys.page.locator("[role=option]")).to_have_count(0)


def test_leaving_the_field_with_tab_makes_nobody(keys, site):
    site.forgive("422")
    keys.type("Kiran Newperson")
    keys.until("[role=option][data-new]")
    keys.press("Tab")
    keys.type("75")
    keys.press("Enter")
    keys.page.get_by_text("No supporters found").first.wait_for()

    assert Supporter.objects.count() == 0
    assert Gift.objects.count() == 0


def test_a_donor_who_promised_something_is_asked_whether_this_pays_it(keys):
    donor = make_supporter("Zainab Uncommonname")
    pledge = make_pledge(Decimal("600"), supporter=donor)

    keys.type("zai")
    keys.until("[role=option][data-id]")
    keys.press("Enter")
    keys.until("select[name=pledge]")
    keys.type("200")
    keys.press("Tab", "Tab", "ArrowDown")
    keys.lead_to("pledge")
    keys.press("Control+Enter")
    saved(keys, "200.00")

    pledge = Pledge.objects.get(pk=pledge.pk)
    assert (pledge.paid, Gift.objects.get().pledge) == (Decimal("200"), pledge)


def test_typing_on_lets_go_of_the_donor_and_their_pledges(keys):
    make_pledge(supporter=make_supporter("Zainab Uncommonname"))

    keys.type("zai")
    keys.until("[role=option][data-id]")
    keys.press("Enter")
    keys.until("select[name=pledge]")
    keys.press("Shift+Tab")
    keys.type("x")
    keys.page.locator("select[name=pledge]").wait_for(state="detached")

    expect(keys.page.locator("input[name=supporter]")).to_have_value("")


def type_check(keys: Keys) -> None:
    keys.type("zai")
    keys.until("[role=option][data-id]")
    keys.press("Enter")
    keys.type("250")
    keys.press("Tab")
    keys.type("1187")


def test_the_same_check_again_is_pointed_out_and_undo_needs_no_mouse(keys):
    make_supporter("Zainab Uncommonname")
    type_check(keys)
    keys.press("Enter")
    saved(keys, "250.00")
    type_check(keys)

    expect(keys.page.locator("#similar .alert")).to_contain_text("G-1")
    keys.page.reload()
    undo = keys.page.get_by_role("button", name="Undo").first
    undo.focus()
    keys.press("Enter")
    keys.page.get_by_text("was reversed").first.wait_for()
    assert Gift.objects.active().count() == 0
    keys.lead_to("amount")


class Held:
    """Answers of the suggestions that a slow network keeps back until they are let through."""

    def __init__(self, page) -> None:
        self.routes: list = []
        page.route("**/gifts/donors/*", lambda route: self.routes.append(route))

    def let_through(self, page) -> None:
        wait_until(page, lambda: self.routes)
        for route in self.routes:
            route.continue_()
        self.routes.clear()


def test_enter_before_the_suggestions_arrive_waits_for_them_and_sends_nothing(keys):
    make_supporter("Zainab Uncommonname")
    held = Held(keys.page)

    keys.type("zai")
    keys.press("Enter")
    held.let_through(keys.page)
    keys.until("[name=amount]:focus")

    expect(keys.page.get_by_label("Donor")).to_have_value("Zainab Uncommonname")
    expect(keys.page.locator("[data-focus]")).to_have_count(0)


def test_enter_before_several_suggestions_arrive_opens_them_and_sends_nothing(keys):
    for name in ("Zainab Uncommonname", "Zainab Anothername"):
        make_supporter(name)
    held = Held(keys.page)

    keys.type("zai")
    keys.press("Enter")
    held.let_through(keys.page)
    keys.until("[role=option][aria-selected=true]")

    keys.lead_to("donor")
    expect(keys.page.locator("[data-focus]")).to_have_count(0)
    assert Gift.objects.count() == 0


def test_an_entry_that_was_refused_focuses_the_field_it_is_about(keys):
    keys.ears.forgiven.append("422")
    make_supporter("Zainab Uncommonname")

    keys.type("zai")
    keys.until("[role=option][data-id]")
    keys.press("Enter")
    keys.type("12,5")
    keys.press("Enter")
    keys.until("[data-focus]")

    keys.lead_to("amount")
