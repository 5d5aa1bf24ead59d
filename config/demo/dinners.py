"""The dinners of the demonstration: Indiana a month ago, with its result; California in three months, filling up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from config.demo.people import FAMILIES, MEN, WOMEN, People
from core.models import User
from crm.models import Supporter
from donations.models import Campaign, Fund, Gift
from events.check_in.services import check_in
from events.invitations.services import answer_invitation, invite
from events.models import Event, EventExpense, Guest, Invitation, Meal, Order, Table, TicketType
from events.orders.drafts import GuestDraft, OrderDraft
from events.orders.payments import mark_paid
from events.orders.seats import NoSeats
from events.orders.services import place_order, return_seats
from events.planning.services import add_tables, change_state, offer_meals, record_expense, save_setup, seat_guests

MEALS = [
    ("Chicken biryani", "چکن بریانی"),
    ("Lamb karahi", "مٹن کڑاہی"),
    ("Vegetable thali", "سبزیوں کی تھالی"),
    ("Child’s meal", "بچوں کا کھانا"),
]
NEEDS = ("Nut allergy", "Wheelchair access", "High chair", "Gluten-free", "Seat near the entrance")
STORY = "Dinner with the researchers and families behind our second report. Families and children are welcome."
STORY_UR = "ہماری دوسری رپورٹ کے محققوں اور خاندانوں کے ساتھ کھانا۔ خاندانوں اور بچوں کو خوش آمدید۔"
EXPENSES = (
    (EventExpense.Kind.VENUE, "Hall rental and chairs", "1850.00"),
    (EventExpense.Kind.FOOD, "Caterer, dinner and tea", "3124.50"),
    (EventExpense.Kind.ENTERTAINMENT, "Qawwali group", "600.00"),
    (EventExpense.Kind.OTHER, "Printing and flowers", "287.35"),
)


@dataclass(frozen=True)
class Plan:
    """What makes one dinner differ from the other."""

    slug: str
    name: str
    name_ur: str
    title: str
    title_ur: str
    venue: str
    city: str
    region: str
    zone: str
    days: int
    price: Decimal
    parties: int


INDIANA = Plan(
    "indiana",
    "Indiana dinner",
    "انڈیانا کا عشائیہ",
    "An evening for those who testify",
    "گواہی دینے والوں کے نام ایک شام",
    "Example Banquet Hall",
    "Carmel",
    "IN",
    "America/Indiana/Indianapolis",
    -31,
    Decimal("150"),
    26,
)
CALIFORNIA = Plan(
    "california",
    "California dinner",
    "کیلیفورنیا کا عشائیہ",
    "Voices that crossed the ocean",
    "وہ آوازیں جو سمندر پار پہنچیں",
    "Sample Garden Hall",
    "Fremont",
    "CA",
    "America/Los_Angeles",
    92,
    Decimal("180"),
    14,
)


def hold_dinners(*, people: People, today: date, random: Random) -> list[Event]:
    """Write both dinners as their coordinator would have."""
    by = User.objects.get(email="events@example.org")
    return [_dinner(plan, people, today=today, random=random, by=by) for plan in (INDIANA, CALIFORNIA)]


def _dinner(plan: Plan, people: People, *, today: date, random: Random, by: User) -> Event:
    event = _set_up(plan, today=today, by=by)
    guests = [person for person in people.persons if not person.protected]
    buyers = random.sample(guests, min(plan.parties, len(guests)))
    for number, buyer in enumerate(buyers):
        _party(event, buyer, number, today=today, random=random, by=by)
    _sponsor(event, people.organizations[0], today=today, by=by)
    for buyer in people.persons[36::37][:1]:  # protected: known to the door by code
        _party(event, buyer, 0, today=today, random=random, by=by)
    _invite(event, [person for person in guests if person not in buyers][:9], random=random, by=by)
    _seat(event, by=by)
    if event.day < today:
        _evening(event, random=random, by=by)
    return event


def _set_up(plan: Plan, *, today: date, by: User) -> Event:
    day = today + timedelta(days=plan.days)
    event = Event(
        slug=f"{plan.slug}-{day.year}",
        name=f"{plan.name} {day.year}",
        name_ur=f"{plan.name_ur} {day.year}",
        title=plan.title,
        title_ur=plan.title_ur,
        story=STORY,
        story_ur=STORY_UR,
        venue=plan.venue,
        city=plan.city,
        region=plan.region,
        starts_at=datetime.combine(day, time(18, 30), tzinfo=ZoneInfo(plan.zone)),
        time_zone=plan.zone,
        capacity=140,
        goal=Decimal("30000"),
        campaign=Campaign.objects.filter(name__startswith=plan.name, starts_on__lte=day).order_by("-starts_on").first(),
        fund=Fund.objects.get(code="GEN"),
        note="Free parking and step-free access. Maghrib prayer before dinner.",
        note_ur="مفت پارکنگ۔ کھانے سے پہلے نمازِ مغرب۔",
    )
    save_setup(row=event, fields=[], by=by)
    _sell(event, plan, by=by)
    offer_meals(event=event, meals=MEALS, by=by)
    add_tables(event=event, names=[str(number) for number in range(1, 15)], seats=10, by=by)
    return change_state(event=event, state=Event.State.OPEN, by=by)


def _sell(event: Event, plan: Plan, *, by: User) -> None:
    """Seats, tables, student seats and a sponsor's table; the dinner is worth the same at every price."""
    for position, (name, name_ur, price, seats, kind, public) in enumerate(
        (
            ("Seat", "ایک نشست", plan.price, 1, TicketType.Kind.TICKET, True),
            ("Table of ten", "دس افراد کی میز", plan.price * 10, 10, TicketType.Kind.TICKET, True),
            ("Student seat", "طالب علم کی نشست", Decimal("75"), 1, TicketType.Kind.TICKET, True),
            ("Sponsor table", "سرپرست کی میز", Decimal("5000"), 8, TicketType.Kind.SPONSORSHIP, False),
        )
    ):
        ticket = TicketType(
            event=event,
            name=name,
            name_ur=name_ur,
            kind=kind,
            price=price,
            seats=seats,
            value_each=Decimal("60"),
            cost_each=Decimal("38.50"),
            capacity=12 if name == "Student seat" else None,
            public=public,
            position=position,
        )
        save_setup(row=ticket, fields=[], by=by)


def _party(event: Event, buyer: Supporter, number: int, *, today: date, random: Random, by: User) -> None:
    """One order: a couple or a family, now and then a whole table; most have paid by now."""
    types = {ticket.name: ticket.pk for ticket in event.ticket_types.all()}
    table = number in (3, 11)
    count = 1 if table else random.choice((1, 2, 2, 2, 3, 4, 5))
    seats = 10 if table else count
    ordered_on = min(today, event.day) - timedelta(days=random.randint(3, 45))
    at = datetime.combine(ordered_on, time(random.randint(9, 20), random.randint(0, 59)), tzinfo=event.zone)
    draft = OrderDraft(
        tickets={types["Table of ten" if table else "Seat"]: count},
        name=buyer.shown_name,
        email=f"guest{buyer.number}@example.org",
        donation=Decimal(random.choice((0, 0, 0, 50, 100, 250))),
        language=buyer.language,
        guests=tuple(_guests(event, buyer, seats, named=not table or number == 3, random=random)),
        channel=random.choice((Order.Channel.PHONE, Order.Channel.WEB, Order.Channel.WEB)),
        supporter_id=buyer.pk,
    )
    try:
        order = place_order(event=event, draft=draft, state=Order.State.AWAITING_CHECK, by=by, at=at)
    except NoSeats:
        return
    if number % (9 if event.day < today else 4) != 1:
        _pay(order, buyer, on=min(today, ordered_on + timedelta(days=random.randint(1, 3))), random=random, by=by)
    if number == 5:
        last = order.guests.order_by("-pk").values_list("pk", flat=True)[:1]
        return_seats(order=order, guests=last, source="phone call to the office", by=by, at=at + timedelta(days=1))


def _guests(event: Event, buyer: Supporter, seats: int, *, named: bool, random: Random):
    meals = list(Meal.objects.filter(event=event))
    family = random.choice(list(FAMILIES))
    yield GuestDraft(name=buyer.shown_name, meal_id=random.choice(meals).pk)
    for _ in range(seats - 1):
        if not named or random.random() < 0.2:
            yield GuestDraft()
            continue
        name = f"{random.choice([*WOMEN, *MEN])} {family}"
        needs = random.choice(NEEDS) if random.random() < 0.12 else ""
        yield GuestDraft(name=name, meal_id=random.choice(meals).pk, needs=needs)


def _pay(order: Order, buyer: Supporter, *, on: date, random: Random, by: User) -> None:
    method = random.choice((Gift.Method.CHECK, Gift.Method.CHECK, Gift.Method.ZELLE, Gift.Method.CARD))
    mark_paid(
        order=order,
        supporter=buyer,
        amount=order.total,
        method=method,
        gift_on=on,
        check_number=str(random.randint(1001, 4999)) if method == Gift.Method.CHECK else "",
        by=by,
        today=on,
        at=datetime.combine(on, time(12), tzinfo=order.event.zone),
    )


def _sponsor(event: Event, organization: Supporter, *, today: date, by: User) -> None:
    """A business that takes the sponsor's table and gives two of its dinners back while paying."""
    ticket = event.ticket_types.get(kind=TicketType.Kind.SPONSORSHIP)
    on = min(today, event.day) - timedelta(days=20)
    at = datetime.combine(on, time(11), tzinfo=event.zone)
    guests = (*(GuestDraft() for _ in range(6)), GuestDraft(returned=True), GuestDraft(returned=True))
    draft = OrderDraft(
        tickets={ticket.pk: 1},
        name=organization.shown_name,
        email="sponsor@example.org",
        guests=guests,
        channel=Order.Channel.PHONE,
        supporter_id=organization.pk,
        note="Hang their banner at the entrance.",
    )
    order = place_order(event=event, draft=draft, state=Order.State.AWAITING_CHECK, by=by, at=at)
    mark_paid(
        order=order,
        supporter=organization,
        amount=order.total,
        method=Gift.Method.CHECK,
        gift_on=on,
        check_number="20417",
        by=by,
        today=on,
        at=at,
    )


def _invite(event: Event, supporters: list[Supporter], *, random: Random, by: User) -> None:
    """Friends of the board: some are guests of the house, some have not answered."""
    answers = (Invitation.Answer.YES, Invitation.Answer.YES, Invitation.Answer.MAYBE, Invitation.Answer.NO, "")
    for number, supporter in enumerate(supporters):
        invitation = invite(event=event, supporter=supporter, most=2, hosted=number < 4, by=by)
        answer = answers[number % len(answers)]
        if answer:
            party = (GuestDraft(supporter.shown_name),) if answer == Invitation.Answer.YES else ()
            at = event.starts_at - timedelta(days=abs(random.randint(95, 120)))
            answer_invitation(invitation=invitation, answer=answer, party=party, at=at, by=by)


def _seat(event: Event, *, by: User) -> None:
    """Seat party by party, the next table when one is full; the last parties wait."""
    tables = list(Table.objects.filter(event=event))
    free = {table.pk: table.seats for table in tables}
    rows = Guest.objects.expected().filter(event=event).order_by("order", "pk")
    parties: dict[tuple, list[int]] = {}
    for guest in rows:
        parties.setdefault((guest.order_id, guest.invitation_id), []).append(guest.pk)
    for keys in list(parties.values())[: max(1, len(parties) - 3)]:
        table = next((table for table in tables if free[table.pk] >= len(keys)), None)
        if table is not None:
            seat_guests(event=event, guests=keys, table=table, by=by)
            free[table.pk] -= len(keys)


def _evening(event: Event, *, random: Random, by: User) -> None:
    """Who came, who stayed away, what it cost; then it is closed."""
    door = User.objects.get(email="door@example.org")
    rows = Guest.objects.expected().filter(event=event).order_by("pk")
    paid = rows.exclude(order__state=Order.State.AWAITING_CHECK)
    for guest in paid:
        if random.random() < 0.92:
            at = event.starts_at + timedelta(minutes=random.randint(-25, 50))
            check_in(event=event, guests=[guest.pk], by=door, at=at)
    for kind, description, amount in EXPENSES:
        record_expense(
            expense=EventExpense(
                event=event, kind=kind, description=description, amount=Decimal(amount), spent_on=event.day
            ),
            by=by,
        )
    change_state(event=event, state=Event.State.CLOSED, by=by)
