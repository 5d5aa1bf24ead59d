"""A world behind links: for a protected record and an ordinary one, everything a link opens, with other words typed."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.permissions import PUBLIC
from core.sign_in import links
from donations.ledger.refunds import refund_gift
from donations.models import Gift, GiftIntent, IntentLine
from events.invitations.services import answer_invitation, invite
from events.models import Order
from events.orders.drafts import GuestDraft
from events.orders.payments import mark_paid
from events.orders.services import name_guest, release_order
from receipts import online
from receipts.issuing.services import issue_receipts, replace_receipt
from tests.events.builders import guests, make_event, make_order, make_paid_order, make_ticket
from tests.support.builders import TODAY, make_gift, make_supporter, make_user
from tests.test_access import EXPECTED, routes

#: What stands on a record and nowhere else.
CANARIES = (
    "Recordtitle",
    "Recordspelling",
    "زنجیر",
    "Recordstreet",
    "Recordtown",
    "46032",
    "5550144",
    "recordmail",
    "recordnote",
    "recordreason",
    "Recordalias",
    "3,217.55",
    "3217.55",
)
#: What whoever holds a link typed: it may be on the page, and never in a log.
TYPED = ("Typedbuyer", "Typedguest", "Typedgiver", "typedmail", "5550155")


@dataclass
class Behind:
    """The secrets of a world, by the name of the part of an address they fill."""

    secrets: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    slugs: tuple[str, ...] = ("tonight",)

    def addresses(self, *, every: bool = False) -> list[str]:
        """Every public address with a part to fill, with every secret whatever it belongs to; of two secrets each with
        itself and with the next one, or with `every` other."""
        found = []
        for name, pattern in routes():
            parts = pattern.pattern.converters
            if EXPECTED[name] == PUBLIC and parts:
                values = (self._values(part, type(kind).__name__) for part, kind in parts.items())
                rows = [row for row in product(*values) if every or self._near(row)]
                found += [reverse(name, kwargs=dict(zip(parts, row, strict=True))) for row in rows]
        return found

    def _near(self, row: tuple[str, ...]) -> bool:
        places = [self.secrets.index(value) for value in row if value in self.secrets]
        return len(places) < 2 or places[1] - places[0] in (0, 1)

    def _values(self, part: str, kind: str) -> list[str]:
        if kind == "SlugConverter":
            return list(self.slugs)
        assert kind == "SecretConverter", f"A public address has a {kind}: nobody says whether it is a secret."
        return self.keys if part == "key" else self.secrets


def make_record(**override: Any):
    return make_supporter(
        "Parveen Recordspelling",
        native_name="پروین زنجیر",
        salutation="Begum Recordtitle",
        note="A recordnote.",
        emails=("recordmail@example.org",),
        phones=("+1 317 5550144",),
        addresses=({"street": "1 Recordstreet", "city": "Recordtown", "region": "IN", "postal_code": "46032"},),
        **override,
    )


def make_world() -> Behind:
    """Gifts, orders, invitations and a password link of two records, each with a history of its own."""
    behind = Behind()
    event = make_event(slug="tonight", starts_at=timezone.now() + timedelta(minutes=30), time_zone="UTC")
    ticket = make_ticket(event)
    for record in (make_record(protected=True), make_record()):
        make_gift(Decimal("3217.55"), supporter=record, gift_on=TODAY - timedelta(days=300), note="A recordnote.")
        behind.secrets += [
            _gift(record),
            _gift(record, refunded=True),
            *_orders(ticket, record),
            *_invitations(event, record),
        ]
    user = make_user("finance")
    _, _, key, token, _ = links.path_of(user, links.INVITATION.make_token(user)).split("/")
    behind.keys.append(key)
    behind.secrets.append(token)
    return behind


def _gift(record, *, refunded: bool = False) -> str:
    gift = make_gift(
        supporter=record, method=Gift.Method.CARD, origin=Gift.Origin.ONLINE, note="A recordnote.", gift_on=TODAY
    )
    intent = GiftIntent.objects.create(
        nonce=f"n{gift.pk}", livemode=False, amount=gift.amount, title="Gift", return_path="/", cancel_path="/",
        state=GiftIntent.State.PAID, gift=gift, paid_at=timezone.now(), full_name="Tahira Typedgiver",
        email="tahira@typedmail.example.org", country="US", postal_code="10001",
    )  # fmt: skip
    IntentLine.objects.create(intent=intent, fund=gift.lines.get().fund, amount=gift.amount)
    (receipt,) = issue_receipts(gifts=[gift], by=None, issued_on=TODAY).new
    online.write_messages()
    if refunded:
        refund_gift(
            gift=gift, amount=Decimal("5"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="A recordreason"
        )
        replace_receipt(receipt=receipt, by=None, issued_on=TODAY, reason="A recordreason")
        online.write_messages()
    return intent.public_id


def _orders(ticket, record) -> list[str]:
    at = timezone.now() - timedelta(days=2)
    own = {"name": "Tahira Typedbuyer", "email": "tahira@typedmail.example.org", "phone": "+1 317 5550155"}
    party = guests("Tahira Typedbuyer", "Tahira Typedguest")
    paid = make_paid_order(ticket, 2, supporter=record, guests=party, at=at, note="A recordnote.", **own)
    name_guest(guest=paid.guests.last(), values={"alias": "Recordalias", "supporter": record}, by=None)
    waits = make_order(ticket, 2, supporter_id=record.pk, guests=party, at=at, **own)
    gone = _without_seat(record, at=at, **own)
    orders = (paid, waits, gone)
    return [*(order.token for order in orders), paid.guests.first().secret]


def _without_seat(record, **typed) -> Order:
    """An order that was paid when its only seat had gone to somebody else."""
    ticket = make_ticket(
        make_event(slug=f"small-{record.pk}", capacity=1, starts_at=timezone.now() + timedelta(days=9))
    )
    order = make_order(ticket, supporter_id=record.pk, **typed)
    release_order(order=order, state=Order.State.CANCELLED, by=None, at=typed["at"])
    make_order(ticket, at=typed["at"])
    return mark_paid(
        order=order, supporter=record, amount=order.total, method="check", gift_on=TODAY, by=None, today=TODAY,
        at=typed["at"],
    )  # fmt: skip


def _invitations(event, record) -> list[str]:
    hosted = invite(event=event, supporter=record, most=2, hosted=True, by=None)
    party = (GuestDraft("Tahira Typedguest"), GuestDraft("Typedguest II"))
    answer_invitation(invitation=hosted, answer="yes", party=party, at=timezone.now())
    other = make_event(slug=f"later-{record.pk}", starts_at=timezone.now() + timedelta(days=60))
    waits = invite(event=other, supporter=record, most=2, hosted=False, by=None)
    return [hosted.token, waits.token]
