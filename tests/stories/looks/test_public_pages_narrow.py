"""Every public page on the narrowest phone, in both languages and with the longest words: nothing scrolls sideways,
and the button for the other language keeps what was typed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import resolve, reverse
from django.utils import timezone
from playwright.sync_api import expect

from core.permissions import PUBLIC
from donations.models import GiftIntent, GivingPage, IntentLine
from events.invitations.services import answer_invitation, invite
from events.models import Event, Meal, Order
from events.orders import checks
from events.orders.emails import proof_of
from events.orders.services import release_order
from tests.events.builders import guests, make_event, make_order, make_paid_order, make_ticket
from tests.support.browser import every
from tests.support.builders import TODAY, make_campaign, make_fund, make_gift, make_supporter
from tests.support.shop import shop, shop_standin
from tests.test_access import EXPECTED, routes

__all__ = ["shop", "shop_standin"]
NARROW = {"width": 320, "height": 640}
LONG = "Muhammad Abdul Rahman Ibn-e-Khaldun Testpersonzadehwalajahani"
UNBROKEN = "A" * 60
URDU = "انسانی حقوق کے محافظوں اور گواہوں کے نام ایک شام " * 2
MOST = Decimal("24999.99")
#: Public routes without a page of their own to look at.
NO_PAGE = {
    "account_login", "account_logout", "password-forgotten", "password-link", "mfa_login_webauthn", "sign-in-go-on",
    "give:webhook", "mail-reports", "health", "favicon", "receipts-online:pdf", "events:order-guests",
    "events:order-pay", "events:order-return", "events:order-wish", "mfa_authenticate",
}  # fmt: skip


@dataclass
class World:
    """Where each public page stands; `of` names the route each address is a sample of."""

    pages: dict[str, str]
    ticket: int


def longest_day(*, over: bool = False) -> datetime:
    """The evening with the longest name, last or next: a Wednesday late in September."""
    year = timezone.now().year
    days = [datetime(year + way, 9, 24, 2, 58, tzinfo=UTC) for way in (-2, -1, 0, 1, 2)]
    days = [day + timedelta(days=3 - day.weekday()) for day in days]
    past = [day for day in days if day < timezone.now() - timedelta(days=1)]
    return past[-1] if over else days[len(past) + 1]


def make_world(shop) -> World:
    """An evening with an order in every state, invitations, giving pages and gifts, all with long words."""
    pages: dict[str, str] = {}
    soon = longest_day()
    words = {
        "name": f"A dinner for {'friends ' * 9}".strip(), "name_ur": URDU[:110], "title": UNBROKEN,
        "title_ur": URDU[:110], "story": f"{UNBROKEN} {'word ' * 40}", "story_ur": URDU * 3, "note": UNBROKEN,
        "venue": UNBROKEN, "city": "Carmel", "goal": MOST,
    }  # fmt: skip
    event = make_event(slug="dinner", starts_at=soon, capacity=400, **words)
    seat = make_ticket(event, MOST, name=UNBROKEN, name_ur=URDU[:75], value_each=Decimal("1234.56"))
    Meal.objects.create(event=event, name=UNBROKEN, name_ur=URDU[:75])
    pages["an event"] = "/e/dinner/?amount=12345.67"
    pages["an order form"] = f"/e/dinner/order/?q_{seat.pk}=3&extra=other&other=12345.67"
    for state in (Event.State.CLOSED, Event.State.CANCELLED):
        make_event(slug=f"is-{state}", starts_at=soon, state=state, **words)
        pages[f"a {state} event"] = f"/e/is-{state}/"
    make_event(slug="over", starts_at=longest_day(over=True), **words)
    pages["an event that is over"] = "/e/over/"
    pages |= {f"an order {state}": f"/e/order/{order.token}/" for state, order in _orders(seat).items()}
    asked = Order.objects.get(state=Order.State.ASKED)
    pages["a link to hold seats"] = reverse("events:order-hold", args=[asked.token, proof_of(asked)])
    for hosted in (True, False):
        person = make_supporter(f"{LONG} {hosted}")
        asked_to = invite(event=event, supporter=person, most=6, hosted=hosted, by=None)
        pages[f"an invitation, hosted {hosted}"] = f"/rsvp/{asked_to.token}/"
    answer_invitation(invitation=asked_to, answer="yes", party=guests(LONG, UNBROKEN), at=timezone.now())
    return World({**pages, **_gifts(shop)}, seat.pk)


def _orders(seat) -> dict[str, Order]:
    now = timezone.now()
    own = {"name": LONG, "email": f"{'long' * 12}@example.org", "guests": guests(LONG, UNBROKEN), "donation": MOST}
    found = {
        "asked for": make_order(seat, 2, state=Order.State.ASKED, at=now, **own),
        "that waits": make_order(seat, 2, at=now, **own),
        "at the payment page": make_order(seat, 2, state=Order.State.HELD, at=now, **own),
        "that was released": make_order(seat, 2, at=now, **own),
        "that is paid": make_paid_order(seat, 2, at=now, **own),
        "without a seat": make_paid_order(seat, 2, at=now, **own),
    }
    release_order(order=found["that was released"], state=Order.State.EXPIRED, by=None, at=now)
    late = make_order(seat, 2, state=Order.State.ASKED, at=now, **{**own, "email": "late@example.org"})
    found["held until a day"] = checks.hold_seats(order=late, at=now)
    return found


def _gifts(shop) -> dict[str, str]:
    make_fund(public=True, name=UNBROKEN)
    page = GivingPage.objects.create(
        slug="spring", title=f"Give for {'spring ' * 12}".strip(), title_ur=URDU[:110], story=UNBROKEN, story_ur=URDU,
        amounts="1000, 2500, 10000, 12345.67, 25000", campaign=make_campaign(UNBROKEN),
    )  # fmt: skip
    GivingPage.objects.create(slug="ended", title=UNBROKEN, active=False)
    pages = {
        "giving": "/give/?amount=12345.67",
        "a giving page": "/give/spring/",
        "a giving page that ended": "/give/ended/",
    }
    for state in GiftIntent.State.values:
        gift = make_gift(MOST, supporter=make_supporter(f"{LONG} {state}"), gift_on=TODAY) if state == "paid" else None
        intent = GiftIntent.objects.create(
            nonce=state, livemode=False, amount=MOST, title="Gift", full_name=UNBROKEN, return_path="/",
            email=f"{'long' * 12}@example.org", cancel_path="/", page=page, state=state, gift=gift,
            declined_at=timezone.now() if state == "open" else None, paid_at=timezone.now() if gift else None,
        )  # fmt: skip
        IntentLine.objects.create(intent=intent, fund=shop.fund, amount=MOST)
        pages[f"thanks for a gift {state}"] = f"/give/thanks/{intent.public_id}/"
    return pages


def test_every_public_route_is_among_the_pages(shop):
    looked_at = {_route(address) for address in make_world(shop).pages.values()}
    public = {name for name, _ in routes() if EXPECTED[name] == PUBLIC}

    assert public - NO_PAGE - looked_at == set()


def _route(address: str) -> str:
    return resolve(address.partition("?")[0]).view_name


def test_no_public_page_scrolls_sideways_at_320_px_in_either_language(shop, site):
    world = make_world(shop)
    site.forgive("422|404")
    site.resize(NARROW)
    wide = []
    for language in ("en", "ur"):
        for what, address in world.pages.items():
            answer = site.open(f"{address}{'&' if '?' in address else '?'}lang={language}")
            assert answer.status == 200, (what, answer.status)
            wide += [f"{what}, {language}: {_widest(site)}"] if site.overflows() else []
        for what, act in _refused(world, language).items():
            act(site)
            expect(site.page.locator(".err").first, what).to_be_attached()
            wide += [f"{what}, {language}: {_widest(site)}"] if site.overflows() else []
        site.open(f"/no-such-page/?lang={language}")
        wide += [f"a page that is not there: {_widest(site)}"] if site.overflows() else []

    assert "\n".join(wide) == ""


def _refused(world: World, language: str) -> dict:
    """Pages that say what is wrong."""

    def give(site):
        site.open(f"/give/?lang={language}")
        site.page.locator("#amount-6").check(force=True)
        site.page.fill("#other", "1.000,00")
        site.page.locator(".give .btn.pri").click()

    def order(site):
        site.open(f"/e/dinner/order/?q_{world.ticket}=3&extra=0&lang={language}")
        site.page.fill("#id_email", "no-address")
        site.page.locator("#order .btn.pri").click()

    def choose(site):
        site.open(f"/e/dinner/?lang={language}")
        site.page.locator("input[name=extra][value=other]").check(force=True)
        site.page.fill("#id_other", "1.000,00")
        site.page.locator("#choose .btn.pri").click()

    return {"a refused gift": give, "a refused order": order, "a refused choice": choose}


def _widest(site) -> str:
    """The innermost thing that reaches beyond the screen, for whoever mends it."""
    return site.page.evaluate(
        """() => {
            const edge = document.documentElement.clientWidth;
            const rtl = document.documentElement.dir === "rtl";
            const beyond = (box) => (rtl ? -box.left : box.right - edge);
            const found = [...document.querySelectorAll("body *:not(.skip, .vh, .vh *)")]
                .map((each) => [beyond(each.getBoundingClientRect()), each])
                .filter(([by]) => by > 0.5)
                .at(-1);
            return found ? `${found[1].outerHTML.slice(0, 160)} by ${Math.round(found[0])}` : "nothing";
        }"""
    )


#: What a form holds, but for its keys and its language.
KEPT = """form => [...new FormData(form)]
    .filter(([name]) => !/token|lang|nonce|key|once|sent/.test(name)).map(String).sort()"""


@pytest.mark.parametrize(
    "what",
    [
        "giving",
        "an event",
        "an order form",
        "an order that waits",
        "an order that is paid",
        "an invitation, hosted True",
    ],
)
def test_changing_the_language_keeps_what_was_typed(shop, site, what):
    world = make_world(shop)
    site.open(world.pages[what])
    site.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    form = site.page.locator(f"form#{site.page.locator('.lang').get_attribute('form')}")
    fields = form.locator(
        "input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([tabindex='-1']), textarea"
    )
    names = fields.evaluate_all("all => all.filter((each) => each.offsetParent).map((each) => each.name)")
    for number, name in enumerate(names):
        form.locator(f"[name='{name}']").fill(f"Typed {number}")
    for box in every(form.locator("input[type=checkbox]:not([name=seat])")):
        box.check(force=True)
    before = form.evaluate(KEPT)
    site.page.locator(".lang").click()
    site.page.wait_for_selector("html[lang=ur]")
    after = form.evaluate(KEPT)
    site.page.locator(".lang").click()
    site.page.wait_for_selector("html[lang=en]")

    assert names
    assert after == before
    assert form.evaluate(KEPT) == before
    expect(site.page.locator(".err:not(#id_other_error, #other-err)")).to_have_count(0)
