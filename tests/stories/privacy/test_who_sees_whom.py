"""Every page as every role, over HTTP, with planted words that must not leak: pages, files, PDFs, search, other keys.

The world holds a protected donor, a donor who never came to an event, and a guest of tonight. The protected donor's
name and ways to reach them also stand typed in rows that belong to nobody (`tests.stories.privacy.typed_words`). Every
address of the site that somebody's roles open is read with every key of the world, whatever it belongs to (of two keys
each with every other in the long run, else with itself and with what points at it); every list is taken as a file;
every search is asked. What a role may see of whom is the table `MAY_SEE` (DESIGN, section 6).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from config import urls
from config.roles import ROLES
from core import audit, mail
from core.http import errors
from core.listing.pages import TablePage
from core.pdf.reading import tree
from core.permissions import PUBLIC, SIGNED_IN
from events.models import Event, Invitation
from events.orders.buyer_matching import invitee
from imports import services as imports
from imports.models import ImportRow
from receipts.issuing.services import issue_receipts
from tests.events.builders import guests, make_event, make_paid_order, make_ticket
from tests.imports.books import small_log
from tests.stories.privacy import typed_words
from tests.support import databases
from tests.support.builders import (
    make_fund,
    make_gift,
    make_household,
    make_organization,
    make_pledge,
    make_soft_credit,
    make_supporter,
    make_user,
)
from tests.test_access import EXPECTED, routes
from tests.test_visibility import people_models

pytestmark = pytest.mark.usefixtures("world", "database")

PROTECTED = ("Zanzeer", "زنجیر", "zanzeermail", "5550111", "Zanzeer Lane", "zanzeernote")
DONOR, DONOR_CONTACT = ("Khulasaperson",), ("khulasamail", "5550122", "Khulasa Street")
GUEST, GUEST_CONTACT = ("Mehmaanperson",), ("mehmaanmail", "5550133")
MONEY = ("4,321.77", "4321.77", "4,321", "7,654.33")
WORDS = {
    "protected": PROTECTED,
    "donor": DONOR,
    "donor's contact": DONOR_CONTACT,
    "guest": GUEST,
    "guest's contact": GUEST_CONTACT,
    "gift": MONEY,
}
PEOPLE = {"donor", "donor's contact", "guest", "guest's contact"}
MAY_SEE: dict[str, set[str]] = {
    "anonymous": set(),
    "admin": PEOPLE,
    "development": PEOPLE | {"gift"},
    "finance": PEOPLE | {"gift"},
    "events": {"guest", "guest's contact"},
    "door": {"guest"},
    "board": set(),
}
#: A receipt says the donor's real name: who keeps the books reads it there, and opening the PDF is written down.
ON_RECEIPTS = {"receipts:receipt-pdf", "receipts:receipt-print"}
BY_NAME = {"finance"}
#: Rows that no page is about: their keys are many and lead nowhere.
WITHOUT_PAGES = {
    *("core.AuditEntry", "core.Change", "crm.Mention", "crm.NameKey", "crm.TypedKey"),
    *("donations.SupporterGiving", "donations.SupporterYear"),
}
#: Rows of many keys that these pages alone are about: with keys that belong together the others are asked for fewer.
ON_OWN_PAGES = {
    "crm.NameReview": ("crm:name-review", "crm:name-review-reveal"),
    "imports.ImportRow": ("imports:row",),
}
#: Scraps of the planted words: what a page says back of a search is no leak, the whole word is.
SCRAPS = ("Zanzee", "زنجی", "eermail", "555011", "Khulasape", "khulasam", "555012", "Mehmaanpe", "mehmaanm", "555013")

#: Who walks every page. With keys that belong together: each role on SQLite; on PostgreSQL the one that sees most and
#: the one that sees guests alone. With every key: each role on both, in the long run.
ON_BOTH = ("finance", "events")
WALKS = [
    *(
        pytest.param(role, True, id=f"{role}-related", marks=[] if role in ON_BOTH else pytest.mark.sqlite)
        for role in MAY_SEE
    ),
    *(pytest.param(role, False, id=f"{role}-every", marks=pytest.mark.long) for role in MAY_SEE),
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Written once for all roles: it takes longer than most of them walk."""
    with django_db_blocker.unblock(), databases.written_once():
        databases.count_from_one(model for model in apps.get_models() if model._meta.managed)
        make_organization()
        _people()
        yield


@pytest.fixture
def not_found_once(monkeypatch) -> None:
    """Nothing of what was asked for is on the page that says it isn't there, and most keys of the world lead to it:
    each route draws it once, and then answers without it."""
    drawn = set()

    def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
        route = request.resolver_match.view_name
        if route in drawn:
            return HttpResponse(status=404)
        drawn.add(route)
        return errors.not_found(request, exception)

    monkeypatch.setattr(urls, "handler404", not_found)


def _people() -> None:
    protected = make_supporter(
        "Parveen Zanzeer",
        native_name="پروین زنجیر",
        note="A zanzeernote.",
        salutation="Ms. Zanzeer",
        emails=("parveen@zanzeermail.example.org",),
        phones=("+1 317 5550111",),
        addresses=({"street": "1 Zanzeer Lane", "city": "Carmel", "region": "IN", "postal_code": "46032"},),
        protected=True,
    )
    donor = make_supporter(
        "Dilawar Khulasaperson",
        emails=("dilawar@khulasamail.example.org",),
        phones=("+1 317 5550122",),
        addresses=({"street": "2 Khulasa Street", "city": "Carmel", "region": "IN", "postal_code": "46032"},),
    )
    make_household(protected, make_supporter("Omar Otherperson"), name="The Zanzeers", salutation="The Zanzeers")
    fund = make_fund("WELL", name="Wells")
    given = [
        make_gift(Decimal(amount), supporter=person, fund=fund)
        for person, amount in ((protected, "4321.77"), (donor, "7654.33"), (donor, "10"))
    ]
    make_soft_credit(given[1], supporter=protected, amount=Decimal("100"), role="spouse")
    make_pledge(supporter=protected, note="For Zanzeer")
    audit.record(None, "gift.refunded", given[0], reason="A zanzeernote.")
    letter = {"identity": "z", "purpose": "receipt", "to": "p@zanzeermail.example.org", "subject": "Your receipt"}
    mail.enqueue(**letter, text="Dear Parveen Zanzeer", about=given[0])
    issue_receipts(gifts=given, by=None, issued_on=date(2026, 6, 15))
    _evening(protected)
    extra = [["2024-07-01", "Dilawar Khulasaperson", "30.00", "Cash", "General", ""]]
    imports.upload(name="log.xlsx", content=small_log(extra=extra), by=None)
    typed_words.write(protected=protected, gift=given[0])


def _evening(protected) -> None:
    """A dinner of tonight with the guest's party and the protected donor's."""
    event = make_event(slug="tonight", starts_at=timezone.now() + timedelta(minutes=1), time_zone="UTC")
    seat = make_ticket(event)
    at = timezone.now() - timedelta(hours=1)
    guest = make_supporter("Gulnaz Mehmaanperson", emails=("gulnaz@mehmaanmail.example.org",))
    contact = {"email": "gulnaz@mehmaanmail.example.org", "phone": "+1 317 5550133"}
    named = guests("Gulnaz Mehmaanperson")
    make_paid_order(seat, supporter=guest, name="Gulnaz Mehmaanperson", guests=named, at=at, **contact)
    own = {"email": "parveen@zanzeermail.example.org", "phone": "+1 317 5550111"}
    make_paid_order(seat, supporter=protected, name="Parveen Zanzeer", note="A zanzeernote.", at=at, **own)
    Invitation.objects.create(event=event, supporter=protected, note="A zanzeernote.")
    invitee(name="Gulnaz Mehmaanperson", email="gulnaz@mehmaanmail.example.org", by=None)


@dataclass(frozen=True)
class Keys:
    """The keys of the world's rows that reach people, read once for all addresses."""

    numbers: list[int]
    #: Those of rows that are not on pages of their own, and for each of those pages its rows'.
    shared: list[int]
    own: dict[str, list[int]]
    #: Of each row that points at another: the other's key and its own.
    pairs: set[tuple[int, int]]
    #: Of each row of an import: its file's and its own.
    of_imports: list[dict[str, Any]]

    @classmethod
    def read(cls) -> "Keys":
        rows = [model for model in people_models() if model._meta.managed and model._meta.label not in WITHOUT_PAGES]
        keys = {model._meta.label: set(model.objects.values_list("pk", flat=True)) for model in rows}
        keys["number"] = set(Event.objects.get().orders.values_list("number", flat=True))
        shared = _whole_numbers(kept for label, kept in keys.items() if label not in ON_OWN_PAGES)
        own = {page: _whole_numbers([keys[label]]) for label, pages in ON_OWN_PAGES.items() for page in pages}
        batches = list(ImportRow.objects.values("batch", "pk"))
        return cls(_whole_numbers(keys.values()), shared, own, pairs(rows), batches)


def _whole_numbers(keys: Iterable[set[Any]]) -> list[int]:
    return sorted(key for key in set().union(*keys) if isinstance(key, int))


def arguments(name: str, pattern: URLPattern, keys: Keys, *, related: bool = False) -> list[dict[str, Any]]:
    """Every way to fill an address: any key of any row that reaches people, and the slugs of the world. With `related`
    two keys stand together when a row points at another, or are the same, and a slug stands where it names a thing."""
    numbers = keys.own.get(name, keys.shared) if related else keys.numbers
    values: dict[str, list[Any]] = {"IntConverter": numbers, "SlugConverter": ["tonight", "email"]}
    kinds = pattern.pattern.converters
    if not kinds:
        return [{}]
    if "batch" in kinds:
        return keys.of_imports
    if any(type(kind).__name__ not in values for kind in kinds.values()):
        return []  # bound to a secret nobody else holds
    ways = [
        dict(zip(kinds, row, strict=True)) for row in product(*(values[type(kind).__name__] for kind in kinds.values()))
    ]
    return _related(ways, keys.pairs) if related else ways


def pairs(models: list[Any]) -> set[tuple[int, int]]:
    """The key of each row after the key of each row it points at."""
    fields = [(model, field) for model in models for field in model._meta.concrete_fields if field.many_to_one]
    return {pair for model, field in fields for pair in model.objects.values_list(field.attname, "pk")}


def _related(ways: list[dict[str, Any]], pairs: set[tuple[int, int]]) -> list[dict[str, Any]]:
    def fits(way: dict[str, Any]) -> bool:
        keys = tuple(value for value in way.values() if isinstance(value, int))
        named = all(way[part] == ("email" if part == "kind" else "tonight") for part in way if way[part] not in keys)
        return named and (len(keys) < 2 or len(set(keys)) == 1 or keys in pairs)

    return [way for way in ways if fits(way)]


def opens(role: str, permission: str) -> bool:
    return permission == PUBLIC or (role != "anonymous" and (permission == SIGNED_IN or permission in ROLES[role]))


def said(response) -> str:
    """All an answer says: its head, its page, the cells of a workbook, the text and the description of a PDF."""
    content = response.getvalue() if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    head = " ".join(map(str, response.headers.values()))
    if "spreadsheet" in kind:
        book = load_workbook(BytesIO(content))
        return head + " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    if "pdf" in kind:
        reader = PdfReader(BytesIO(content))
        texts = [page.extract_text() for page in reader.pages]
        return " ".join([head, tree(content).said, *texts, str(reader.metadata)])
    return head + content.decode("utf-8", "replace")


def leaks(role: str, name: str, response) -> list[str]:
    """The planted words an answer must not say to this role."""
    allowed = MAY_SEE[role] | ({"protected"} if name in ON_RECEIPTS and role in BY_NAME else set())
    text = said(response).casefold()
    return [word for kind, words in WORDS.items() if kind not in allowed for word in words if word.casefold() in text]


def signed_in(role: str, client_as) -> Client:
    return Client() if role == "anonymous" else client_as(role)


@pytest.mark.usefixtures("not_found_once")
@pytest.mark.parametrize(("role", "related"), WALKS)
def test_no_page_and_no_log_tells_what_a_role_may_not_see(role, related, client_as, log):
    client, keys, found, seen = signed_in(role, client_as), Keys.read(), {}, 0

    for name, pattern in routes():
        if name == "styleguide" or not opens(role, EXPECTED[name]):
            continue
        for kwargs in arguments(name, pattern, keys, related=related):
            address = reverse(name, kwargs=kwargs)
            response = client.get(address)
            seen += 1
            assert response.status_code < 500, address
            if words := leaks(role, name, response):
                found[address] = words

    assert found == {}, "\n".join(f"{address} {words}" for address, words in found.items())
    assert seen > 5
    assert [word for word in PROTECTED if word.casefold() in log.getvalue().casefold()] == []


@pytest.mark.long
@pytest.mark.parametrize("role", [role for role in MAY_SEE if role != "anonymous"])
def test_no_file_of_a_list_tells_a_role_what_it_may_not_see(role, client_as):
    client, keys, found = signed_in(role, client_as), Keys.read(), {}

    for name, pattern in routes():
        page = getattr(pattern.callback, "view_class", None)
        if page is None or not issubclass(page, TablePage) or not opens(role, EXPECTED[name]):
            continue
        for kwargs, form in product(arguments(name, pattern, keys), ("csv", "xlsx")):
            address = f"{reverse(name, kwargs=kwargs)}?export={form}"
            if words := leaks(role, name, client.post(address, {"reason": "A test"})):
                found[address] = words

    assert found == {}


@pytest.mark.long
@pytest.mark.parametrize("role", [role for role in MAY_SEE if role != "anonymous"])
def test_no_search_tells_a_role_what_it_may_not_see(role, client_as):
    client, found = signed_in(role, client_as), {}
    asked = [
        ("search", reverse("search"), "q"),
        ("donations:donor-options", reverse("donations:donor-options"), "donor"),
    ]
    asked.append(("events:door-find", reverse("events:door-find", args=["tonight"]), "q"))
    asked += [
        (name, reverse(name), "q")
        for name, pattern in routes()
        if issubclass(getattr(pattern.callback, "view_class", object), TablePage) and not pattern.pattern.converters
    ]

    for (name, address, field), scrap in product(asked, SCRAPS):
        if opens(role, EXPECTED[name]) and (words := leaks(role, name, client.get(address, {field: scrap}))):
            found[f"{address} {scrap}"] = words

    assert found == {}


@pytest.mark.parametrize("role", [role for role in MAY_SEE if role not in ("development", "finance")])
def test_rows_of_people_end_where_the_role_does(role):
    """The managers themselves: what lists, panels and searches begin with."""
    user = AnonymousUser() if role == "anonymous" else make_user(role)
    shown = {model._meta.label for model in people_models() if model.objects.visible_to(user).exists()}

    assert (
        shown
        == {
            "anonymous": set(),
            "board": set(),
            "door": {"crm.Supporter", "events.Guest"},
            "events": {
                "crm.Supporter",
                "crm.EmailAddress",
                "crm.PhoneNumber",
                "crm.PostalAddress",
                "events.Guest",
                "events.Order",
                "events.OrderLine",
                "events.Invitation",
                "core.Change",
                "core.Message",
                "crm.Consent",
            },
            "admin": {
                "core.AuditEntry",
                "core.Change",
                "crm.Consent",
                "crm.NameReview",
                "crm.Supporter",
                "crm.Household",
                "crm.EmailAddress",
                "crm.PhoneNumber",
                "crm.PostalAddress",
            },
        }[role]
    )
