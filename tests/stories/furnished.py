"""A charity with at least one of everything a page can be about, with the longest names and largest amounts."""

import json
from datetime import timedelta
from decimal import Decimal

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.utils import timezone
from fido2 import cose, webauthn
from fido2.utils import websafe_encode

from core import mail
from core.clock import organization_today
from core.models import ExemptionStatus, FailedWork, JobRun, Message, SavedView, StateRegistration, StoredFile, User
from core.sign_in import links
from crm.models import Supporter
from donations.ledger import services as giving
from donations.ledger.drafts import LineDraft
from donations.models import (
    BalanceTransaction,
    DonorReview,
    GatewayEvent,
    Gift,
    GiftIntent,
    GiftReference,
    GivingPage,
    IntentLine,
    Payout,
    Refund,
    UnmatchedPayment,
    UnmatchedRefund,
)
from events.invitations.services import invite
from events.models import Event, EventExpense, Order, Table
from events.orders.emails import proof_of
from events.planning import services
from imports import services as imports
from imports.column_mapping import signature
from imports.models import ImportBatch, SavedMapping
from receipts.issuing import services as receipts
from tests.events.builders import guests, make_event, make_order, make_paid_order, make_ticket
from tests.imports.books import small_log
from tests.support.builders import (
    draft_gift,
    general_fund,
    make_campaign,
    make_fund,
    make_gift,
    make_household,
    make_organization,
    make_pledge,
    make_supporter,
    make_user,
)

LONG = "Muhammad Abdul Rahman Ibn-e-Khaldun Testpersonzadehwalajahani"
UNBROKEN = "A" * 60
URDU = "محمد عبدالرحمان ابن خلدون"
MOST = Decimal("9999999.99")


def furnish() -> tuple[User, dict[str, object]]:
    """Write it all. Gives somebody with every role, and by name what stands in addresses for the rows."""
    make_organization()
    today = organization_today()
    user = make_user("admin", "development", "finance", "events", "door", "board", name=LONG)
    rows = {**_people(today), **_office(user)}
    rows |= _gifts(rows.pop("person"), rows.pop("other"), today)
    rows |= _background(user, rows["donor"])
    rows |= _events(rows.pop("donor"), user, today) | _online(rows.pop("given"), today) | _imports(today)
    return user, rows


def _people(today) -> dict[str, object]:
    place = {"street": "1 Example Street", "city": "Springfield" * 4, "region": "IN"}
    person = make_supporter(
        LONG, native_name=URDU, addresses=[place], emails=(f"{'long.' * 12}name@example.org",), phones=("+13175550142",)
    )
    other = make_supporter(UNBROKEN, note="A note. " * 60)
    hidden = make_supporter("Parveen Hidden", protected=True)
    make_supporter("Perveen Hidden")  # held until somebody says who it is
    household = make_household(person, make_supporter(), name=f"The {UNBROKEN}s")
    archived = make_supporter("Zaheer Gonefromlists")
    Supporter.objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    return {
        "person": person,
        "other": other,
        "supporter": person.pk,
        "hidden": hidden.pk,
        "lonely": make_supporter("Zohra Bymistake").pk,
        "archived": archived.pk,
        "review_of_name": hidden.name_reviews.get().pk,
        "household": household.pk,
        "point": person.emails.get().pk,
    }


def _office(user: User) -> dict[str, object]:
    view = SavedView.objects.create(of="donations:gift-list", owner=user, name=UNBROKEN, query="at_least=100")
    closed = make_user("board", name=UNBROKEN)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    registration = StateRegistration.objects.create(state="IN", number="1" * 20, starts_on=organization_today())
    secret = get_adapter().encrypt("A" * 32)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": LONG, "credential": _passkey()})
    Authenticator.objects.create(user=user, type="totp", data={"secret": secret})
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": secret, "used_mask": 0})
    return {
        "user": make_user("development", name=LONG).pk,
        "closed": closed.pk,
        "registration": registration.pk,
        "status": ExemptionStatus.objects.get().pk,
        "passkey": key.pk,
        "view": view.pk,
        **_welcome(),
    }


def _background(user: User, person) -> dict[str, object]:
    """A letter to somebody, one that holds a link, an address letters came back from, work under way and failed."""
    words = {"subject": f"Thank you {UNBROKEN}", "text": f"Dear {LONG},\n\n{UNBROKEN * 4}\n\nWith thanks."}
    letter = mail.enqueue(identity="l1", purpose="receipt", to=person.emails.get().address, about=person, **words)
    account = Message.objects.filter(purpose="account").exclude(secret="").first()
    lost = mail.suppress(person.emails.get().address, kind="bounced", source="A report of the provider")
    run = {"task": "none", "label": f"A run of {UNBROKEN}", "owner": user, "created_at": timezone.now()}
    job = JobRun.objects.create(state="running", done=40, of=100, doing="Issuing receipts", **run)
    failed = JobRun.objects.create(state="failed", error="It stopped. " * 20, **run)
    tried = {"error": "KeyError", "failed_at": timezone.now(), "next_at": timezone.now()}
    undrawn = FailedWork.objects.create(kind="receipt.pdf", object_id=1, **tried)
    return {
        "failed_work": undrawn.pk,
        "message": letter.pk,
        "account_message": (account or letter).pk,
        "suppression": lost.pk,
        "job": job.key,
        "failed_job": failed.key,
    }


def _passkey() -> dict[str, object]:
    """What a browser says of a passkey it made, as allauth keeps it; the key itself opens nothing."""
    public = cose.ES256({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    credential = webauthn.AttestedCredentialData.create(bytes(16), bytes(16), public)
    flags = webauthn.AuthenticatorData.FLAG.AT | webauthn.AuthenticatorData.FLAG.UP
    data = webauthn.AuthenticatorData.create(bytes(32), flags, 0, credential)
    made = webauthn.AttestationObject.create("none", data, {})
    asked = {"type": "webauthn.create", "challenge": "", "origin": "http://localhost"}
    said = {
        "attestationObject": websafe_encode(bytes(made)),
        "clientDataJSON": websafe_encode(json.dumps(asked).encode()),
    }
    name = websafe_encode(bytes(16))
    return {"id": name, "rawId": name, "type": "public-key", "response": said, "clientExtensionResults": {}}


def _welcome() -> dict[str, object]:
    """The two halves of an invitation's address."""
    address = links.send(user=make_user("board", name=LONG), by=None)
    key, token = address.rstrip("/").split("/")[-2:]
    return {"key": key, "token": token}


def _gifts(person, other, today) -> dict[str, object]:
    """Gifts with and without receipts, one corrected, a pledge, funds and campaigns."""
    general_fund()
    fund = make_fund(name=f"A fund for the relief of {'families ' * 8}".strip(), restricted=True)
    campaign = make_campaign(f"A campaign of spring, {'summer ' * 10}".strip())
    make_pledge(MOST, supporter=person, fund=fund)
    more = {"fund": fund, "campaign_id": campaign.pk, "check_number": "1" * 30, "today": today}
    gift = make_gift(MOST, supporter=person, gift_on=today, note="A note", **more)
    for days in (40, 200, 400):
        make_gift(MOST, supporter=other, gift_on=today - timedelta(days=days), **more)
    wrong = make_gift(MOST, supporter=person, gift_on=today, today=today)
    draft = draft_gift(Decimal("10"), supporter=person, gift_on=today)
    giving.correct_gift(gift=wrong, draft=draft, by=None, today=today, reason="Misread " * 20)
    sponsorship = LineDraft(fund.pk, Decimal("500"), kind="sponsorship", description="Gold sponsor " * 10)
    given = make_gift(MOST, supporter=person, gift_on=today, today=today)
    issued = receipts.issue_receipts(gifts=[given], by=None, issued_on=today).new
    receipts.choose(gifts=[make_gift(supporter=other)], wanted=False, by=None, reason="Asked for none " * 8)
    return {
        "donor": person,
        "given": given,
        "gift": gift.pk,
        "reversed": wrong.pk,
        "unvalued": make_gift(supporter=other, lines=(sponsorship,), gift_on=today, today=today).pk,
        "receipt": issued[0].pk,
        "fund": fund.pk,
        "campaign": campaign.pk,
    }


def _events(person, user: User, today) -> dict[str, object]:
    """A dinner tonight with an order of each state, tables, an invitation and an expense."""
    now = timezone.now()
    event = make_event(
        slug="tonight", name=f"A dinner for {'friends ' * 9}".strip(), starts_at=now + timedelta(minutes=5), capacity=90
    )
    seat = make_ticket(event, name=f"A seat with {'everything ' * 6}".strip()[:80])
    earlier = now - timedelta(days=7)
    paid = make_paid_order(seat, 2, supporter=person, name=LONG, guests=guests(LONG, UNBROKEN), at=earlier)
    unpaid = make_order(seat, 3, name=UNBROKEN, at=earlier)
    asked = make_order(seat, 2, name=LONG, at=earlier, state=Order.State.ASKED)
    noseat = make_order(seat, 1, name=LONG, at=earlier)
    Order.objects.filter(pk=noseat.pk).update(state=Order.State.AWAITING_CHECK)
    services.add_tables(event=event, names=["Table of the very long name 1", "2"], seats=10, by=user)
    services.seat_guests(event=event, guests=[paid.guests.first().pk], table=Table.objects.first(), by=user)
    services.offer_meals(event=event, meals=[("Chicken", "مرغی"), ("Vegetables", "سبزی")], by=user)
    invitation = invite(event=event, supporter=person, most=4, hosted=False, by=user)
    expense = EventExpense(
        event=event, amount=Decimal("1234.50"), kind=EventExpense.Kind.values[0], description="x" * 60, spent_on=today
    )
    services.record_expense(expense=expense, by=user)
    return {
        "event": event.slug,
        "ticket": seat.pk,
        "order": paid.number,
        "unpaid": unpaid.number,
        "order_token": unpaid.token,
        "asked": asked.number,
        "asked_token": asked.token,
        "proof": proof_of(asked),
        "table": Table.objects.last().pk,
        "table_name": Table.objects.last().name,
        "guest": paid.guests.first().pk,
        "secret": paid.guests.first().secret,
        "invitation": invitation.pk,
        "rsvp": invitation.token,
        "expense": expense.pk,
        "draft": make_event(slug="draft", state=Event.State.DRAFT).slug,
    }


def _online(gift: Gift, today) -> dict[str, object]:
    """What the processor told: a deposit, a payment nobody asked for, a notice that fails, a donor to look at."""
    now = timezone.now()
    fund = make_fund(public=True)
    page = GivingPage.objects.create(slug="spring", title=f"Give for {'spring ' * 12}".strip())
    asked = {
        "livemode": False,
        "amount": MOST,
        "title": "Gift",
        "full_name": LONG,
        "email": "long@example.org",
        "return_path": "/give/thanks/{intent}/",
        "cancel_path": "/give/",
    }
    intent = GiftIntent.objects.create(nonce="n1", **asked)
    paid = {"state": GiftIntent.State.PAID, "gift": gift, "payment_id": "pi_1", "paid_at": now}
    GiftIntent.objects.create(nonce="n2", **asked, **paid)
    IntentLine.objects.create(intent=intent, fund=fund, amount=MOST)
    GiftReference.objects.create(gift=gift, system="stripe", kind="charge", value="ch_1")
    payout = Payout.objects.create(
        external_id="po_1", livemode=False, amount=MOST, currency="USD", status=Payout.Status.PAID,
        arrival_on=today, created_at=now, fetched_at=now,
    )  # fmt: skip
    row_in_payout = BalanceTransaction.objects.create(
        external_id="txn_2", livemode=False, type="adjustment", amount=Decimal("-15"), fee=Decimal("0"),
        net=Decimal("-15"), currency="usd", source_id="dp_" + "9" * 40, description=UNBROKEN, created_at=now,
        available_on=today, payout=payout,
    )  # fmt: skip
    unmatched_refund = UnmatchedRefund.objects.create(
        external_id="re_" + "9" * 40, livemode=False, gift=gift, minor_units=99_999_999_999, currency="usd",
        refunded_at=now, reason="More went back than was left of it.",
    )  # fmt: skip
    BalanceTransaction.objects.create(
        external_id="txn_1", livemode=False, type="charge", amount=MOST, fee=Decimal("0"), net=MOST, currency="USD",
        description=UNBROKEN, created_at=now, available_on=today, payout=payout, gift=gift,
    )  # fmt: skip
    unmatched = UnmatchedPayment.objects.create(
        external_id="pi_" + "9" * 40, livemode=False, amount=MOST, currency="USD", paid_at=now, full_name=LONG,
        email="long@example.org", reason="No intent explains it",
    )  # fmt: skip
    notice = GatewayEvent.objects.create(
        event_id="evt_" + "9" * 40, livemode=False, type="checkout.session.completed", object_id="cs_" + "9" * 60,
        status=GatewayEvent.Status.FAILED, attempts=5, error="e" * 290, due_at=now + timedelta(days=1),
    )  # fmt: skip
    review = DonorReview.objects.create(
        intent=intent, supporter=gift.supporter, candidate=make_supporter(UNBROKEN), reason="The same address"
    )
    return {
        "page": page.slug,
        "online": gift.pk,
        "intent": intent.public_id,
        "payout": payout.pk,
        "unmatched": unmatched.pk,
        "notice": notice.pk,
        "row_in_payout": row_in_payout.pk,
        "unmatched_refund": unmatched_refund.pk,
        "review": review.pk,
    }


def _imports(today) -> dict[str, object]:
    """A file that is planned, with fund names nobody knows; one that is committed, with a row that waits; one nobody
    knows, and a kind of file somebody explained."""
    make_fund("WELL", name="Wells")
    applied = imports.upload(name="log.xlsx", content=small_log(), by=None)
    funds = dict.fromkeys(imports.unmapped_funds(applied), general_fund())
    imports.map_funds(batch=applied, funds=funds, by=None)
    imports.commit(batch=ImportBatch.objects.get(), by=None, today=today, at=timezone.now())
    strange = [["2024-07-01", f"{LONG} {UNBROKEN}", "9999999.99", "Cash", f"Fund {UNBROKEN}", "x" * 300]]
    planned = imports.upload(name=f"{'a-long-name-' * 8}.xlsx", content=small_log(extra=strange), by=None)
    titled = imports.upload(name="former members.csv", content=b"Name,Email\nUlf Beispiel,ulf@example.com\n", by=None)
    row = applied.rows.filter(state="waiting").first()
    back = Refund.objects.earliest("pk")
    found = {
        "refund": back.pk,
        "refunded": back.gift_id,
        "planned": planned.pk,
        "titled": titled.pk,
        "applied": applied.pk,
        "row": row.pk,
        "file": StoredFile.objects.first().key,
    }
    return found | unexplained()


def unexplained() -> dict[str, int]:
    """A list whose titles mean nothing to anybody, and a kind of file somebody explained."""
    odd = b"Wer;Wieviel;Wann\nUlf Beispiel;1.250,50;03.04.2024\nEva Beispiel;20,00;05.06.2024\n"
    batch = imports.upload(name="spenden.csv", content=odd, by=None)
    kind = SavedMapping.objects.create(
        name="Club members",
        signature=signature(["Qui", "Poste"]),
        titles=["Qui", "Poste", "Mobil"],
        columns={"qui": "name", "poste": "email"},
        fund=general_fund(),
        day_first=True,
        source="club-members",
    )
    return {"unexplained": batch.pk, "kind": kind.pk}
