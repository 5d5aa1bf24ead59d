"""Gifts, receipts and orders of large books."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

from benchmarks.scale.people import PROTECTED_AT, PROTECTED_EVERY
from benchmarks.scale.tables import Table, highest
from core.models import StoredFile
from donations.models import Gift
from receipts.models import Receipt

DAYS = 2300
METHODS = ("check",) * 5 + ("card",) * 4 + ("ach", "cash", "wire", "zelle", "paypal")
#: How often each fund is given to: most money goes to a few.
FUND_SHARES = (40, 20, 10, 6, 4, *[2] * 5, *[1] * 10)
AMOUNTS = (2500, 5000, 5000, 10_000, 10_000, 25_000, 50_000, 100_000)
SEAT, MEAL_VALUE = 15_000, 6000
Status = Gift.ReceiptStatus


class Money:
    """Writes gifts to people whose keys lie between `first` and `last`.

    One of them gives very often, most now and then, and four in ten never.
    """

    def __init__(self, chance: Random, now: datetime, first: int, last: int) -> None:
        self.chance, self.now, self.first, self.last = chance, now, first, last
        self.gifts, self.lines = Table("donations.Gift"), Table("donations.GiftLine")
        self.receipts, self.receipt_lines = Table("receipts.Receipt"), Table("receipts.ReceiptLine")
        self.files, self.entries = Table("core.StoredFile"), Table("core.AuditEntry")
        self.number, self.issued = highest("donations_gift", "number"), Counter[int]()
        self.funds = [
            _added("donations.Fund", code=f"B{place:02}", name=f"Fund {place:02}") for place in range(len(FUND_SHARES))
        ]
        self.campaigns = [_added("donations.Campaign", name=f"Appeal {place:02}") for place in range(30)]
        printed = Receipt.objects.order_by("pk").select_related("pdf")[0]
        self.printed, self.pdf = printed, bytes(printed.pdf.content)[:2000] if printed.pdf else b""

    def write(self, count: int) -> None:
        """Write so many gifts: a tenth with a receipt, one in a hundred due, the rest imported history."""
        for place in range(count):
            status = Status.ISSUED if place % 10 == 0 else Status.DUE if place % 100 == 1 else Status.HISTORY
            days = (
                self.chance.randrange(1, 300) if status == Status.DUE else int(DAYS * self.chance.random() ** 1.1) + 1
            )
            amount = self.chance.choice(AMOUNTS) + (self.chance.randrange(100) if place % 3 == 0 else 0)
            gift, given_on = self.gift(self._donor(place, count), amount, days, status=status, origin="import")
            if status == Status.ISSUED:
                self._receipt(gift, amount, given_on)
        self.flush()

    def gift(self, donor: int, amount: int, days: int, *, status: str, origin: str, kind: str = "contribution") -> Any:
        """Write one gift of so many cents, so many days ago. Gives its key and its day."""
        self.number += 1
        given_on, at = self.now.date() - timedelta(days=days), self.now - timedelta(days=days)
        key = self.gifts.add(
            number=self.number, supporter_id=donor, amount=amount, refunded=0, method=self.chance.choice(METHODS),
            gift_on=given_on, posted_on=given_on, received_on=given_on, origin=origin, created_at=at,
            history=status == Status.HISTORY, receipt_status=status,
            check_number=str(1000 + self.number % 9000) if self.number % 2 else "",
            campaign_id=self._campaign(days) if self.number % 2 else None,
        )  # fmt: skip
        self.lines.add(gift_id=key, kind=kind, fund_id=self.chance.choices(self.funds, FUND_SHARES)[0], amount=amount)
        self.donor = donor
        if origin == "form":
            self.entries.add(at=at, act="gift.recorded", object_type="donations.gift", object_id=key, data={"count": 1})
        return key, given_on

    def flush(self) -> None:
        for table in (self.gifts, self.lines, self.files, self.receipts, self.receipt_lines, self.entries):
            table.write()
        _count("gift", self.number)
        for year, last in self.issued.items():
            _count(f"scale-{year}", last)

    def _campaign(self, days: int) -> int:
        """The campaign that ran so many days ago: one follows the other."""
        return self.campaigns[min(days * len(self.campaigns) // (DAYS + 1), len(self.campaigns) - 1)]

    def _donor(self, place: int, count: int) -> int:
        if place < count // 200:
            return self.first + 1
        donors = int((self.last - self.first) * 0.6)
        return self.first + 3 + int(donors * self.chance.random() ** 1.7)

    def _receipt(self, gift: int, amount: int, given_on: date) -> None:
        self.issued[given_on.year] += 1
        seq, year = self.issued[given_on.year], given_on.year
        number, at = f"S{year}-{seq:06}", datetime.combine(given_on, datetime.min.time(), self.now.tzinfo)
        pdf = self.files.add(
            key=UUID(int=self.chance.getrandbits(128)), name=f"receipt-{number}.pdf", media_type="application/pdf",
            purpose=StoredFile.Purpose.RECEIPT, sha256=hashlib.sha256(self.pdf).hexdigest(), size=len(self.pdf),
            content=self.pdf, created_at=at,
        )  # fmt: skip
        receipt = self.receipts.add(
            number=number, series=f"scale-{year}", year=year, seq=seq, kind=self.printed.kind, gift_on=given_on,
            supporter_id=self.donor, amount=amount, snapshot=self.printed.snapshot, issued_on=given_on, issued_at=at,
            snapshot_sha256=self.printed.snapshot_sha256, template_version=self.printed.template_version, pdf_id=pdf,
        )  # fmt: skip
        self.receipt_lines.add(receipt_id=receipt, gift_id=gift, role="acknowledgment", amount=amount, provided=0)


def dinner(money: Money, orders: int) -> None:
    """Write an open event with so many orders of two seats, nine of ten paid."""
    event = _added(
        "events.Event", slug="large-dinner", name="Large dinner", venue="Example Hall", city="Carmel", region="IN",
        starts_at=money.now + timedelta(days=20), capacity=orders * 2 + 500, taken=orders * 2, state="open",
        goal=5_000_000, fund_id=money.funds[0], campaign_id=money.campaigns[0],
    )  # fmt: skip
    seat = _added(
        "events.TicketType", event_id=event, name="Seat", price=SEAT, seats=1, benefit="dinner", value_each=MEAL_VALUE,
        taken=orders * 2,
    )  # fmt: skip
    meals = [_added("events.Meal", event_id=event, name=name) for name in ("Chicken", "Vegetarian", "Fish")]
    tables = [
        _added("events.Table", event_id=event, name=f"T{place}", shown_name=f"T{place}", seats=10)
        for place in range(orders // 5 + 1)
    ]
    Orders(money, event, seat, meals, tables).write(orders)


class Orders:
    """Writes the orders of an event with their guests, three of four of whom have a table."""

    def __init__(self, money: Money, event: int, seat: int, meals: list[int], tables: list[int]) -> None:
        self.money, self.event, self.seat, self.meals, self.places = money, event, seat, meals, tables
        self.orders, self.lines, self.guests = map(Table, ("events.Order", "events.OrderLine", "events.Guest"))
        self.benefits = Table("donations.Benefit")
        self.number = highest("events_order", "number")

    def write(self, count: int) -> None:
        for place in range(count):
            self._order(place)
        self.money.flush()
        for table in (self.benefits, self.orders, self.lines, self.guests):
            table.write()
        _count("order", self.number)

    def _order(self, place: int) -> None:
        money, paid = self.money, place % 10 != 9
        donor, gift = money.first + 100 + place % (money.last - money.first - 200), None
        donor += (donor - money.first) % PROTECTED_EVERY == PROTECTED_AT  # whose name an order may not show
        self.number += 1
        if paid:
            status = {"status": Status.HISTORY, "origin": "event", "kind": "ticket"}
            gift, _ = money.gift(donor, SEAT * 2, 1 + place % 60, **status)
            line = money.lines.next - 1
            self.benefits.add(line_id=line, description="dinner", quantity=2, value_each=MEAL_VALUE)
        order = self.orders.add(
            number=self.number, event_id=self.event, token=f"scale{place:08}{'x' * 12}", supporter_id=donor,
            nonce=UUID(int=money.chance.getrandbits(128)).hex, name=f"Buyer {place}", shown_name=f"Buyer {place}",
            email=f"buyer{place}@example.org", state="paid" if paid else "awaiting_check", gift_id=gift, donation=0,
            created_at=money.now - timedelta(days=1 + place % 60),
        )  # fmt: skip
        line = self.lines.add(
            order_id=order, ticket_type_id=self.seat, quantity=2, price=SEAT, seats=1, benefit="dinner",
            value_each=MEAL_VALUE,
        )  # fmt: skip
        for chair in range(2):
            name = f"Guest {place} {chair}"
            self.guests.add(
                event_id=self.event, order_id=order, line_id=line, supporter_id=None if chair else donor,
                name=name, listed_name=name, meal_id=money.chance.choice(self.meals), secret=f"Z{place:07}{chair}",
                table_id=self.places[(place * 2 + chair) // 10] if place % 4 else None,
            )  # fmt: skip


def _added(label: str, **values: Any) -> int:
    """Write one row at once."""
    table = Table(label)
    key = table.add(**values)
    table.write()
    return key


def _count(series: str, last: int) -> None:
    """Have the next number of a series follow what was written."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_sequence WHERE series = %s", [series])
        cursor.execute("INSERT INTO core_sequence (series, last) VALUES (%s, %s)", [series, last])
