import re
import urllib.error
import urllib.parse
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.sandbox.support.payments import line, open_session
from tests.support.browser import DESK, PHONE

BANNER = "DEMO - no real payment; simulated processor, not Stripe"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def ask(url, **form):
    """A browser without scripts: status, headers, text; redirects are not followed."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
    body = urllib.parse.urlencode(form).encode() if form else None
    try:
        answer = opener.open(urllib.request.Request(url, body), timeout=10)
    except urllib.error.HTTPError as other:
        answer = other
    return answer.status, answer.headers, answer.read().decode()


def test_the_page_says_what_it_is_and_asks_for_no_card(api):
    session = open_session(api, line_items=[line("Gift <b>", 5000), line("Dinner", 7500, 2)])

    status, _, text = ask(session.url)

    assert status == 200
    assert BANNER in text
    assert re.findall(r"<(?:input|select|textarea)[^>]*>", text) == [
        f'<input type="checkbox" name="{name}">' for name in ("late", "twice", "nofee")
    ]
    assert "<h1>Donate $200.00</h1>" in text
    assert "<dt>Gift &lt;b&gt;</dt><dd>$50.00</dd>" in text
    assert "<dt>Dinner × 2</dt><dd>$150.00</dd>" in text
    assert re.findall(r'name="outcome" value="(\w+)"', text) == ["pay", "decline", "insufficient_funds", "leave"]
    assert "<script" not in text
    assert "style=" not in text


def test_its_policy_allows_nothing_but_its_own_parts_and_the_way_back(api):
    session = open_session(api, success_url="https://give.example/thanks", cancel_url="http://127.0.0.1:9/give/")

    _, headers, _ = ask(session.url)

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self' http://127.0.0.1:9 https://give.example"
    )
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")


def test_paying_leads_back_with_the_session_named(api):
    session = open_session(api)

    status, headers, _ = ask(session.url, outcome="pay")

    assert (status, headers["Location"]) == (303, f"http://127.0.0.1:9/thanks/?session={session.id}")
    assert api.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_pressing_twice_pays_once(api):
    session = open_session(api)

    first, second = (ask(session.url, outcome="pay") for _ in range(2))

    assert first[1]["Location"] == second[1]["Location"]
    assert len(api.v1.charges.list().data) == 1


@pytest.mark.parametrize("outcome", ["decline", "insufficient_funds"])
def test_a_decline_is_told_without_a_reason(api, outcome):
    session = open_session(api)

    status, headers, _ = ask(session.url, outcome=outcome)
    _, _, text = ask(urllib.parse.urljoin(session.url, headers["Location"]))

    assert status == 303
    assert "The card was declined. Nothing was charged. Try another card." in text
    assert api.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_leaving_goes_back_and_keeps_the_session_open(api):
    session = open_session(api)

    status, headers, _ = ask(session.url, outcome="leave")

    assert (status, headers["Location"]) == (303, "http://127.0.0.1:9/give/")
    assert api.v1.checkout.sessions.retrieve(session.id).status == "open"


@pytest.mark.parametrize(
    ("passed", "left"), [(0, "24 hours"), (22 * 3600, "2 hours"), (23 * 3600, "60 minutes"), (86340, "1 minute")]
)
def test_the_page_says_how_long_it_stays_open(standin, api, passed, left):
    session = open_session(api)
    standin.control("clock", advance=passed)

    assert f"This page stays open for {left}." in ask(session.url)[2]


def test_without_a_way_back_there_is_none_on_the_page(api):
    _, _, text = ask(open_session(api, cancel_url=None).url)

    assert "leave" not in text
    assert "Back without paying" not in text


def test_without_an_address_the_page_asks_for_one(api):
    session = open_session(api, customer_email=None)

    _, _, text = ask(session.url)
    _, wrong, _ = ask(session.url, outcome="pay", email="nobody")
    ask(session.url, outcome="pay", email="quill@example.org")

    assert '<input id="email" name="email" type="email"' in text
    assert wrong["Location"].endswith("?email=wrong")
    paid = api.v1.checkout.sessions.retrieve(session.id, {"expand": ["customer"]})
    assert (paid.customer_details.email, paid.customer.email) == ("quill@example.org", "quill@example.org")


def test_a_complete_page_only_leads_on(standin, api):
    session = open_session(api)
    standin.control(f"sessions/{session.id}/pay")

    _, _, text = ask(session.url)

    assert "This payment is complete." in text
    assert f'href="http://127.0.0.1:9/thanks/?session={session.id}"' in text
    assert "<form" not in text


def test_an_expired_page_takes_no_money(api):
    session = open_session(api)
    api.v1.checkout.sessions.expire(session.id)

    _, _, text = ask(session.url)
    ask(session.url, outcome="pay")

    assert "This payment page has expired. Nothing was charged." in text
    assert api.v1.charges.list().data == []


def test_faults_of_one_payment_are_chosen_on_the_page(standin, api, receiver):
    session = open_session(api, customer_creation=None)

    ask(session.url, outcome="pay", late="on", twice="on", nofee="on")
    standin.control("settings", fee_delay=0)
    standin.control("idle")
    held = len([one for one in receiver.received if b"payment_intent.created" not in one.body])
    standin.control("clock", advance=61)
    receiver.wait_for(7)
    standin.control("idle")
    charge = api.v1.charges.list().data[0]

    assert held == 0
    assert receiver.types(standin.webhook_secret).count("checkout.session.completed") == 2
    assert charge.balance_transaction is None
    standin.control("clock", advance=3600)
    assert api.v1.charges.retrieve(charge.id).balance_transaction is not None


def test_a_form_elsewhere_cannot_press_the_buttons(standin, api):
    session = open_session(api)
    request = urllib.request.Request(session.url, b"outcome=pay", {"Origin": "http://evil.example"})

    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request)

    assert api.v1.checkout.sessions.retrieve(session.id).status == "open"


@pytest.mark.parametrize("path", ["/c/pay/cs_none", "/_assets/../server.py", "/_assets/nothing.css", "/nothing"])
def test_what_is_not_there_is_a_404(standin, path):
    assert ask(standin.url + path)[0] == 404


def test_the_bare_address_explains_itself(standin):
    _, _, text = ask(standin.url)

    assert BANNER in text


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_on_any_screen(standin, api, page, size, scheme):
    session = open_session(api, line_items=[line("Gift, where it is needed most", 5000), line("Card fee", 181)])
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)

    page.goto(session.url + "?declined=1")
    page.get_by_text("Faults for this payment").click()
    expect(page.locator("[name=late]")).to_be_visible()

    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_declined_donor_presses_again_and_pays(standin, api, page):
    session = open_session(api, success_url=f"{standin.url}/?s={{CHECKOUT_SESSION_ID}}")
    page.goto(session.url)

    page.get_by_role("button", name="Decline the card").click()
    expect(page.get_by_role("alert")).to_have_text("The card was declined. Nothing was charged. Try another card.")
    page.get_by_role("button", name="Pay, succeed at once").click()
    page.wait_for_url(f"**/?s={session.id}")

    assert api.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
