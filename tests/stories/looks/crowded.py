"""Twenty more of everything lists show, as ordinary as a small charity's: what a list looks like on a working day."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone

from core import mail
from core.clock import organization_today
from core.models import JobRun, Organization, User
from donations.models import DonorReview, GatewayEvent, GiftIntent, Payout, UnmatchedPayment, UnmatchedRefund
from events.invitations.services import invite
from events.models import Event
from imports import services as imports
from imports.models import ImportBatch, SavedMapping
from receipts.issuing import services as receipts
from tests.events.builders import guests, make_event, make_order, make_ticket
from tests.imports.books import small_log
from tests.support.builders import make_campaign, make_fund, make_gift, make_household, make_pledge, make_supporter

MANY = 20
FIRST = ("Amina", "Bilal", "Rebecca", "Muhammad Iqbal", "Nasreen", "Tom", "Farida", "Zahid", "Hannah", "Omar")
LAST = ("Testperson", "Example-Doyle", "Sampleson", "Exampleson")


def crowd(user: User) -> dict[str, object]:
    """Write it all. Gives by name what stands in addresses for the rows whose page holds a list of its own."""
    people = [_person(number) for number in range(MANY)]
    _books(people, user)
    _background(user)
    _processor(people)
    return {"event": _dinner(people, user).slug, **_files()}


def widest_moment() -> datetime:
    """Give the last moment of those that take the most room in a list, where the organization keeps its books.

    Figures are as wide as each other, but the hour has two of them, May is the widest month and AM wider than PM: a
    page that fits then fits at any hour.
    """
    zone = ZoneInfo(Organization._meta.get_field("time_zone").get_default())
    moment, now = datetime(timezone.now().year, 5, 28, 10, tzinfo=zone), timezone.now()
    return moment if moment < now else moment.replace(year=now.year - 1)


def _person(number: int):
    name = f"{FIRST[number % 10]} {LAST[number % 4]}"
    place = {"street": f"{number} Example Street", "city": "Indianapolis", "region": "IN", "postal_code": "46204"}
    email = f"{name.split()[0].lower()}.{number}@example.org"
    return make_supporter(name, emails=(email,), phones=(f"+1317555{number:04d}",), addresses=[place])


def _books(people: list, user: User) -> None:
    today = organization_today()
    fund, campaign = make_fund(name="Legal aid for families"), make_campaign("Fall appeal 2026")
    given, aside = [], []
    for number, person in enumerate(people):
        amount = Decimal("25.00") + 75 * number
        day = today - timedelta(days=number % 5)
        given.append(make_gift(amount, supporter=person, fund=fund, campaign_id=campaign.pk, gift_on=day, today=today))
        make_gift(amount, supporter=person, fund=fund, gift_on=day, today=today, check_number=f"{5000 + number}")
        make_gift(amount, supporter=person, gift_on=day, today=today, history=True)
        aside.append(make_gift(amount, supporter=person, gift_on=day, today=today))
        make_pledge(amount, supporter=person, fund=fund, promised_on=today)
        make_household(person, make_supporter(), name=f"The {LAST[number % 4]}s")
        make_fund(name=f"School books {number + 2000}")
        make_campaign(f"Spring appeal {number + 2000}")
        make_supporter(f"Parveen Hiddan{chr(97 + number)}")
    receipts.issue_receipts(gifts=given, by=user, issued_on=today)
    receipts.choose(gifts=aside, wanted=False, by=user, reason="The donor asked for none")


def _background(user: User) -> None:
    now = timezone.now()
    for number in range(MANY):
        mail.enqueue(
            identity=f"crowd{number}", purpose="receipt", to=f"person{number}@example.org",
            subject="Your receipt for your gift", text="With thanks.",
        )  # fmt: skip
        JobRun.objects.create(state="done", task="none", label="Issue receipts", owner=user, created_at=now)


def _processor(people: list) -> None:
    now, today = timezone.now(), organization_today()
    for number, person in enumerate(people):
        same = {"livemode": False, "currency": "USD"}
        Payout.objects.create(
            external_id=f"po_c{number:020d}", amount=Decimal("412.50"), status=Payout.Status.PAID, arrival_on=today,
            created_at=now, fetched_at=now, **same,
        )  # fmt: skip
        UnmatchedPayment.objects.create(
            external_id=f"pi_c{number:020d}", amount=Decimal("50"), paid_at=now, full_name=person.full_name,
            email=f"person{number}@example.org", reason="No intent explains it", **same,
        )  # fmt: skip
        UnmatchedRefund.objects.create(
            external_id=f"re_c{number:020d}", livemode=False, minor_units=5000, currency="usd", refunded_at=now,
            reason="More went back than was left of it.",
        )  # fmt: skip
        GatewayEvent.objects.create(
            event_id=f"evt_c{number:020d}", livemode=False, type="checkout.session.completed",
            object_id=f"cs_test_a1{number:056d}", status=GatewayEvent.Status.DONE,
        )  # fmt: skip
        intent = GiftIntent.objects.create(
            nonce=f"crowd{number}", livemode=False, amount=Decimal("50"), title="Gift", full_name=person.full_name,
            email=f"person{number}@example.org", return_path="/give/thanks/{intent}/", cancel_path="/give/",
        )  # fmt: skip
        DonorReview.objects.create(
            intent=intent, supporter=person, candidate=people[number - 1], reason="The same address"
        )


def _dinner(people: list, user: User) -> Event:
    for number in range(MANY):
        make_event(name=f"Dinner of the year {2027 + number}", starts_at=timezone.now() + timedelta(days=30 + number))
    event = make_event(name="The autumn dinner", starts_at=timezone.now() + timedelta(days=20), capacity=300)
    seat = make_ticket(event, name="Seat")
    for person in people:
        make_order(seat, 1, name=person.full_name, at=timezone.now(), guests=guests(person.full_name))
        invite(event=event, supporter=person, most=4, hosted=False, by=user)
    return event


def _files() -> dict[str, object]:
    rows = [
        ["2024-07-01", f"{FIRST[number % 10]} Newcomer{chr(97 + number)}", "25.00", "Cash", "General", ""]
        for number in range(MANY)
    ]
    batch = imports.upload(name="donations-2024.xlsx", content=small_log(extra=rows), by=None)
    for number in range(MANY):
        copy = ImportBatch.objects.get(pk=batch.pk)
        copy.pk, copy._state.adding = None, True
        copy.name, copy.sha256 = f"donations-{2000 + number}.xlsx", f"{number:064d}"
        copy.save()
        SavedMapping.objects.create(
            name=f"Members of club {number}", signature=f"{number:064d}", titles=["Name", "Email"],
            columns={"name": "name", "email": "email"}, source="club",
        )  # fmt: skip
    return {"planned": batch.pk}
