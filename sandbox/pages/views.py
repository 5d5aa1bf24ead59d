"""The hosted page: what is asked for, and buttons for what the bank should answer. No card field anywhere."""

from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, urlsplit

from sandbox import checkout, jobs
from sandbox.errors import ApiError
from sandbox.exchange import Request, Response
from sandbox.objects.customers import check_email
from sandbox.objects.payment_methods import Payer
from sandbox.pages.icons import icon
from sandbox.world import Manner

PREFIX = "/c/pay/"
ASSETS = Path(__file__).parents[1] / "assets"
SERVED = {"checkout.css": "text/css; charset=utf-8", "inter.woff2": "font/woff2", "icon.svg": "image/svg+xml"}
BANNER = "DEMO - no real payment; simulated processor, not Stripe"
DECLINED = "The card was declined. Nothing was charged. Try another card."
VERBS = {"donate": "Donate", "book": "Book"}
# Outcome → tone, icon, label, explanation.
OUTCOMES = {
    "pay": ("", "check", "Pay, succeed at once", "Card, paid. The webhook comes within a second."),
    "decline": ("bad", "x", "Decline the card", "The donor is told, without a reason, and may try again."),
    "insufficient_funds": (
        "bad",
        "x",
        "Decline: insufficient funds",
        "The same words for the donor; the reason shows to staff.",
    ),
    "leave": (
        "calm",
        "undo",
        "Leave without paying",
        "Back to where you came from. This page stays open for {left}.",
    ),
}
LATE, FEE_LATE = 60, 3600  # seconds


def respond(world, request: Request) -> Response:
    """GET shows the page of an open session; POST does what a button says and redirects."""
    identifier = request.path.removeprefix(PREFIX)
    with world.store.lock:
        jobs.run_due(world)
        try:
            session = world.store.get(identifier, "checkout.session")
        except KeyError:
            return _notice(world, "No such checkout", "This payment page does not exist.", None, "", 404)
        if request.method == "POST" and _same_origin(request):
            return _act(world, session, request)
        return _show(world, session, request)


def asset(name: str) -> Response:
    if name not in SERVED:
        return Response(404, b"Not found\n", {"Content-Type": "text/plain"})
    return Response(200, _bytes(name), {"Content-Type": SERVED[name], "Cache-Control": "max-age=600"})


def home(world) -> Response:
    """What someone sees who opens the bare address."""
    text = "This process stands in for a payment processor, for demonstrations and tests. Nothing is charged here."
    return _notice(world, "Simulated processor", text, None, "", 200)


def money(cents: int, currency: str) -> str:
    """US dollars as they are spoken: ``$1,234.50``; the stand-in settles nothing else."""
    return f"${cents / 100:,.2f}" if currency == "usd" else f"{currency.upper()} {cents}"


def _act(world, session: dict, request: Request) -> Response:
    form = {name: values[-1] for name, values in parse_qs(request.text, keep_blank_values=True).items()}
    outcome = form.get("outcome")
    if session["status"] != "open":
        return _see_other(_return_url(session) if session["status"] == "complete" else request.path)
    if outcome == "leave" and session["cancel_url"]:
        return _see_other(session["cancel_url"])
    if outcome not in checkout.ANSWERS:
        return _see_other(request.path)
    email = (session["customer_details"] or {}).get("email") or form.get("email", "").strip()
    try:
        check_email(email, "email")
    except ApiError:
        return _see_other(f"{request.path}?email=wrong")
    return _attempt(world, session, outcome, email, form)


def _attempt(world, session: dict, outcome: str, email: str, form: dict) -> Response:
    payer = Payer(email=email, last4=checkout.ANSWERS[outcome].last4)
    manner = Manner(LATE if "late" in form else 0, 2 if "twice" in form else 1)
    with world.store.transaction():
        after = checkout.attempt(world, session, outcome, payer, manner, FEE_LATE if "nofee" in form else None)
    return _see_other(_return_url(after) if after["status"] == "complete" else f"{PREFIX}{after['id']}?declined=1")


def _return_url(session: dict) -> str:
    return session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])


def _same_origin(request: Request) -> bool:
    """A form elsewhere cannot press these buttons. Browsers send "null" under a no-referrer policy: that is ours."""
    return request.headers.get("origin", "null") in ("null", request.base_url)


def _show(world, session: dict, request: Request) -> Response:
    if session["status"] == "complete":
        text = "This payment is complete. Nothing more is needed here."
        return _notice(world, "Paid", text, _return_url(session), "Continue", 200)
    if session["status"] == "expired":
        text = "This payment page has expired. Nothing was charged."
        return _notice(world, "Expired", text, session["cancel_url"], "Go back", 200)
    asked = parse_qs(request.query)
    items = world.store.private(session["id"])["line_items"]
    total = money(session["amount_total"], session["currency"])
    main = _template("checkout.html").substitute(
        back=_back(session),
        organization=escape(world.settings.business_name),
        heading=f"{VERBS.get(session['submit_type'], 'Pay')} {total}",
        alert=_alert(asked),
        items="".join(_item(item) for item in items),
        total=total,
        donor=_donor(session),
        reference=escape(f"{session['id'][:12]}…{session['id'][-4:]}"),
        action=escape(f"{PREFIX}{session['id']}"),
        email=_email_field(session, asked),
        outcomes="".join(
            _outcome(world, session, name) for name in OUTCOMES if name != "leave" or session["cancel_url"]
        ),
        settings=icon("settings"),
        chevron=icon("chevron-down", "chev"),
    )
    return _page(f"Pay {total}", main, [session["success_url"], session["cancel_url"]])


def _item(item: dict) -> str:
    count = f" × {item['quantity']}" if item["quantity"] > 1 else ""
    return f"<dt>{escape(item['description'])}{count}</dt><dd>{money(item['amount_total'], item['currency'])}</dd>"


def _donor(session: dict) -> str:
    email = (session["customer_details"] or {}).get("email")
    return f"For {escape(email)}" if email else "For a donor not named yet"


def _back(session: dict) -> str:
    if not session["cancel_url"]:
        return ""
    return (
        f'<p><a class="back" href="{escape(session["cancel_url"])}">{icon("chevron-left")}Back without paying</a></p>'
    )


def _alert(asked: dict) -> str:
    words = DECLINED if "declined" in asked else "Enter an e-mail address first." if "email" in asked else ""
    return f'<div class="alert" role="alert">{icon("alert")}<p>{words}</p></div>' if words else ""


def _email_field(session: dict, asked: dict) -> str:
    if (session["customer_details"] or {}).get("email"):
        return ""
    wrong = ' aria-invalid="true"' if "email" in asked else ""
    return (
        '<p class="field"><label for="email">E-mail address</label>'
        f'<input id="email" name="email" type="email" autocomplete="email" required{wrong}></p>'
    )


def _outcome(world, session: dict, name: str) -> str:
    tone, sign, label, text = OUTCOMES[name]
    text = text.format(left=_spoken(session["expires_at"] - world.now))
    skip = " formnovalidate" if name == "leave" else ""
    return (
        f'<li><button type="submit" name="outcome" value="{name}"{skip}><span class="sign {tone}">{icon(sign)}</span>'
        f"<span><b>{label}</b><small>{text}</small></span>{icon('chevron-right', 'go')}</button></li>"
    )


def _spoken(seconds: int) -> str:
    """A length of time as one says it: minutes up to two hours, then hours."""
    minutes = max(1, round(seconds / 60))
    if minutes >= 120:
        return f"{round(minutes / 60)} hours"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _notice(world, title: str, text: str, link: str | None, label: str, status: int) -> Response:
    more = f'<p><a class="button" href="{escape(link)}">{label}</a></p>' if link else ""
    main = f'<p class="muted">{escape(world.settings.business_name)}</p><h1>{title}</h1><p>{text}</p>{more}'
    return _page(title, main, [link], status)


def _page(title: str, main: str, targets: list, status: int = 200) -> Response:
    html = _template("page.html").substitute(title=title, banner=BANNER, info=icon("info"), main=main)
    return Response(status, html.encode(), {"Content-Type": "text/html; charset=utf-8", **_policy(targets)})


def _policy(targets: list) -> dict:
    """Nothing but our own stylesheet, font and icon; the form may lead to where the session returns to."""
    origins = sorted({"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in targets if url})
    policy = (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action 'self' {' '.join(origins)}"
    )
    return {"Content-Security-Policy": policy.strip(), "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


def _see_other(url: str) -> Response:
    return Response(303, b"", {"Location": url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})


@cache
def _template(name: str) -> Template:
    return Template((ASSETS / name).read_text(encoding="utf-8"))


@cache
def _bytes(name: str) -> bytes:
    return (ASSETS / name).read_bytes()
