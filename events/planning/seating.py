"""Who of an event's guests sits where: a page of parties without a table, and a page of tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Min, Q

from core.listing.paging.pages import Page, numbered
from core.models import User
from events.models import Event, Guest, Order, Table
from events.models.guests import GuestQuerySet

#: How many are shown on a page, and the query parameter that has its number.
PARTIES, TABLES = 40, 30
PARTIES_PAGE, TABLES_PAGE = "page", "tables"


@dataclass(frozen=True)
class Party:
    """The guests of one order or invitation who have no table yet."""

    guests: list[Guest]

    @property
    def host(self) -> str:
        return self.guests[0].host

    @property
    def order(self) -> Order | None:
        return self.guests[0].order


@dataclass(frozen=True)
class TableRow:
    """A table with the number of its guests, and the guests themselves where it is shown."""

    table: Table
    taken: int
    guests: list[Guest]

    @property
    def free(self) -> int:
        return self.table.seats - self.taken


class Seating:
    """The seating of an event, as a user may see it. Only guests on a page are read; all others are counted."""

    def __init__(self, user: User, event: Event) -> None:
        self.guests: GuestQuerySet = Guest.objects.visible_to(user).expected().filter(event=event)
        self.without = self.guests.filter(table=None)
        self.tables = list(event.tables.all())
        with_table = self.guests.exclude(table=None).order_by()
        self.taken: dict[int, int] = dict(with_table.values_list("table").annotate(number=Count("pk")))

    def counts(self) -> dict[str, int]:
        """The number of guests with and without a table, and of all seats."""
        seated, unseated = sum(self.taken.values()), self.without.count()
        seats = sum(table.seats for table in self.tables)
        return {"seats": seats, "seated": seated, "unseated": unseated, "expected": seated + unseated}

    def parties(self, number: Any) -> tuple[Page, list[Party]]:
        """A page of parties without a table, the first to come first."""
        by_party = self.without.order_by().values("order", "invitation").annotate(first=Min("pk")).order_by("first")
        page = Paginator(by_party.values_list("order", "invitation"), PARTIES).get_page(number)
        parties: dict[tuple[Any, ...], list[Guest]] = {key: [] for key in page.object_list}
        orders, invitations = {order for order, _ in parties}, {invitation for _, invitation in parties}
        theirs = self.without.filter(Q(order__in=orders - {None}) | Q(invitation__in=invitations - {None}))
        for guest in theirs.for_door().order_by("pk"):
            if (key := (guest.order_id, guest.invitation_id)) in parties:
                parties[key].append(guest)
        return numbered(page), [Party(guests) for guests in parties.values() if guests]

    def places(self) -> Iterator[TableRow]:
        """All tables, without their guests."""
        return (self._row(table, []) for table in self.tables)

    def shown_tables(self, number: Any) -> tuple[Page, list[TableRow]]:
        """A page of tables with their guests."""
        page = Paginator(self.tables, TABLES).get_page(number)
        seated: dict[int | None, list[Guest]] = {table.pk: [] for table in page.object_list}
        for guest in self.guests.filter(table__in=list(seated)).for_door().order_by("pk"):
            seated[guest.table_id].append(guest)
        rows = [self._row(table, seated[table.pk]) for table in page.object_list]
        return numbered(page, name=TABLES_PAGE), rows

    def _row(self, table: Table, guests: list[Guest]) -> TableRow:
        return TableRow(table, self.taken.get(table.pk, 0), guests)
