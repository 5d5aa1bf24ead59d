"""A protected person's name, address and story, typed wherever somebody may type them, in rows linked to nobody."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core import audit
from core.mail import suppressions
from core.models import Suppression
from crm.models import Consent, Supporter
from donations.ledger.refunds import fail_refund, refund_gift
from donations.models import Gift, GiftIntent, IntentLine, RefundRequest, UnmatchedPayment
from events.invitations.services import answer_invitation, invite
from events.models import Event, Guest, Table
from events.orders.drafts import GuestDraft
from imports import services as imports
from imports.models import ImportBatch
from receipts.issuing.services import choose, issue_receipts, void_receipt
from receipts.models import Receipt
from tests.events.builders import guests, make_order
from tests.imports.books import HEAD
from tests.imports.files import xlsx
from tests.support.builders import TODAY, general_fund, make_gift, make_soft_credit, make_supporter

NAME, NOTE = "Parveen Zanzeer", "A zanzeernote."
REACH = {"email": "parveen@zanzeermail.example.org", "phone": "+1 317 5550111"}


def write(*, protected: Supporter, gift: Gift) -> None:
    """Type them everywhere; `gift` is a gift of theirs with a receipt."""
    event = Event.objects.get(slug="tonight")
    _orders(event)
    _answers(event)
    _online(gift)
    _files()
    _notes(protected, gift)
    make_supporter(NAME, emails=(REACH["email"],))  # put on file a second time: held behind a code
    make_supporter("Omar Khalil", addresses=({"street": f"c/o {NAME}, 3 Elm Street", "city": "Carmel"},))


def _orders(event: Event) -> None:
    """An order under the name, one whose guest bears it, and one whose buyer alone has the address."""
    at, ticket = timezone.now() - timedelta(hours=2), event.ticket_types.first()
    make_order(ticket, name=NAME, note=NOTE, at=at, **REACH)
    party = (GuestDraft("Gulnaz Mehmaanperson", needs=f"Sits by {NAME}"), GuestDraft(NAME, needs=NOTE))
    make_order(ticket, 2, name="Gulnaz Mehmaanperson", email="gulnaz@mehmaanmail.example.org", guests=party, at=at)
    make_order(ticket, name="Somebody Else", guests=guests(NAME), note=NOTE, at=at, **REACH)
    make_order(ticket, 2, name=f"{NAME} (vegetarian)", email="", guests=guests(f"Guest of {NAME}", "Omar Else"), at=at)
    seated = Table.objects.create(event=event, name=f"Friends of {NAME}", seats=8)
    Guest.objects.filter(order__name="Somebody Else").update(table=seated)


def _answers(event: Event) -> None:
    """Two answers to invitations of somebody else, each naming them."""
    at = timezone.now()
    party = (GuestDraft("Omar Inviteperson"), GuestDraft(NAME, needs=NOTE))
    for hosted in (True, False):
        host = make_supporter(f"Omar Inviteperson {'Hosted' if hosted else 'Paying'}")
        answer_invitation(
            invitation=invite(event=event, supporter=host, most=2, hosted=hosted, by=None),
            answer="yes", party=party, at=at - timedelta(minutes=5),
        )  # fmt: skip


def _online(gift: Gift) -> None:
    """Intents under the name and for it, one paid by somebody else, and payments nobody asked for."""
    fund, paid = general_fund(), make_gift(supporter=make_supporter("Omar Onlineperson"))
    intent: dict[str, Any] = {
        "livemode": False, "amount": paid.amount, "title": "Gift", "return_path": "/", "cancel_path": "/",
    }  # fmt: skip
    named = {"full_name": NAME, "email": REACH["email"], "comment": NOTE}
    honor = {
        "full_name": "Omar Onlineperson",
        "email": "omar@example.org",
        "tribute_kind": "honor",
        "tribute_name": NAME,
    }
    theirs = GiftIntent.objects.create(nonce="typed-1", **intent, **named)
    other = GiftIntent.objects.create(
        nonce="typed-2", state=GiftIntent.State.PAID, gift=paid, paid_at=timezone.now(), **intent, **honor
    )
    for each in (theirs, other):
        IntentLine.objects.create(intent=each, fund=fund, amount=paid.amount)
    money = {"livemode": False, "amount": Decimal("50"), "currency": "USD", "paid_at": timezone.now()}
    UnmatchedPayment.objects.create(
        external_id="pi_1", full_name=NAME, email=REACH["email"], reason="No gift asked for it.", **money
    )
    UnmatchedPayment.objects.create(
        external_id="pi_2", gift=gift, closed_at=timezone.now(), closed_reason=NOTE, reason="It was theirs.", **money
    )


def _files() -> None:
    """A file that is planned and one that was committed, each with rows under the name, and one nobody explained."""
    row = ["2024-07-02", NAME, "31.00", "Cash", "General", NOTE]
    held = ["2024-07-03", NAME, "see zanzeernote", "Cash", "General", NOTE]
    couple = ["2024-07-04", f"Omar Fileperson & {NAME}", "32.00", "Cash", "General", NOTE]
    content = xlsx({"Gifts": [HEAD, row, held, couple]})
    done = imports.upload(name="done.xlsx", content=content, by=None)
    imports.map_funds(batch=done, funds=dict.fromkeys(imports.unmapped_funds(done), general_fund()), by=None)
    imports.commit(batch=ImportBatch.objects.get(pk=done.pk), by=None, today=TODAY, at=timezone.now())
    again = ["2024-08-02", NAME, "33.00", "Cash", "General", NOTE]
    imports.upload(name="planned.xlsx", content=xlsx({"Gifts": [HEAD, again, held, couple]}), by=None)
    fund = ["2024-08-03", "Omar Fileperson", "34.00", f"via {NAME}", f"In memory of {NAME}", ""]
    beside = [
        [*HEAD, f"Asked by {NAME}"],
        [*fund, "x"],
        ["2024-08-04", "Omar Fileperson", "35.00", "Cash", "General", ""],
    ]
    imports.upload(name="beside.xlsx", content=xlsx({f"Of {NAME}": beside}), by=None)
    people = (
        "First name,Last name,Email,Phone,Address,City,Notes\n"
        f"Parveen,Zanzeer,{REACH['email']},{REACH['phone']},1 Zanzeer Lane,Carmel,{NOTE}\n"
        f"Omar,Listperson,omar@example.org,,,Carmel,Friend of {NAME}\n"
    )
    imports.upload(name="people.csv", content=people.encode(), by=None)
    odd = f"Wer;Was\n{NAME};{REACH['email']}\nUlf Beispiel;nichts\n"
    imports.upload(name="odd.csv", content=odd.encode(), by=None)


def _notes(protected: Supporter, gift: Gift) -> None:
    """Reasons and notes about the protected donor, each by the verb that asks for it."""
    today = date(2026, 6, 15)
    refund = refund_gift(gift=gift, amount=Decimal("1"), refunded_on=today, posted_on=today, by=None, reason=NOTE)
    fail_refund(refund=refund, failed_on=today, posted_on=today, by=None, reason=NOTE)
    RefundRequest.objects.create(gift=gift, nonce="typed", amount=Decimal("1"), reason=NOTE, error=NOTE)
    receipt = Receipt.objects.filter(supporter=protected).earliest("pk")
    void_receipt(receipt=receipt, by=None, on=today, reason=NOTE)
    choose(gifts=[gift], wanted=False, by=None, reason=NOTE)
    Consent.objects.create(supporter=protected, channel="email", given=True, source=NOTE)
    bounced = suppressions.suppress(REACH["email"], kind=Suppression.Kind.BOUNCED, source="marked by staff", by=None)
    audit.record(None, "supporter.changed", protected, reason=NOTE)
    assert bounced is None or bounced
    for target in (None, Event.objects.get(slug="tonight"), general_fund()):
        audit.record(None, "event.saved", target, reason=f"Asked by {NAME}", fields=["note"])
    sponsor = make_supporter("Sample Charitable", kind="organization", donor_type="daf_sponsor")
    grant = make_gift(Decimal("500"), supporter=sponsor, note=f"Recommended by {NAME}")
    make_soft_credit(grant, supporter=protected, amount=grant.amount, role="advisor")
    issue_receipts(gifts=[grant], by=None, issued_on=today)
