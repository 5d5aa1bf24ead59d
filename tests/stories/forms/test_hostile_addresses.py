"""Whatever stands in an address after its `?`, no page answers 500, and no unreadable filter shows more than none.

Every page and every list, with each filter it has and each name any page reads, and values no form would send.
"""

import re
from itertools import cycle

import django_filters
import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.http import urlencode

from tests.stories import addresses
from tests.support import databases
from tests.support.signing_in import sign_in

VALUES = [
    "99999999",
    "-1",
    "0",
    "9" * 30,
    "9223372036854775808",
    "1e400",
    "NaN",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "\x00",
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace") + "😀",
    "' OR 1=1 --",
    "../../etc/passwd",
    "٣٤٥",
    "true",
    "a" * 3_000,
]
#: For pages that are no lists.
FEW = ["99999999", "9" * 30, "0001-01-01", "\x00"]
#: What pages read from their address, besides the filters of lists.
NAMES = (
    *("page", "sort", "group", "columns", "view", "q", "pick", "per_page", "year", "month", "as_of", "on"),
    *("since", "until", "from", "to", "amount", "supporter", "pledge", "fund", "gift", "made", "lang", "at", "next"),
    *("which", "kind", "state", "format", "touched", "corrected", "name", "member"),
)
#: What turns a list into something else: sent beside the others they would hide whether the list bears those.
TURNS = ("export", "bulk")


@pytest.fixture(scope="module")
def insider(furnished, django_db_blocker):
    """Somebody with every role, and what stands in addresses."""
    with django_db_blocker.unblock(), databases.own_copy(of=furnished[0]):
        _, user, rows = furnished
        client = Client(raise_request_exception=False)
        sign_in(client, user)
        yield client, rows


def asked(address: str, names: tuple[str, ...], value: str) -> str:
    path, _, query = address.partition("?")
    return f"{path}?{query}&{urlencode(dict.fromkeys(names, value))}"


def filters_of(address: str) -> tuple[str, ...]:
    """The names of a list's filters; none for other pages."""
    try:
        view = getattr(resolve(address.partition("?")[0]).func, "view_class", None)
    except Resolver404:
        return ()
    filters = getattr(view, "filter_class", None)
    if not filters:
        return ()
    return tuple({*filters.base_filters, *(f"{name}_{end}" for name in filters.base_filters for end in ("min", "max"))})


@pytest.mark.commits
def test_no_filter_of_a_list_breaks_it(insider):
    client, rows = insider
    lists = [at for at in (address.format(**rows) for address in addresses.addresses().values()) if filters_of(at)]
    assert len(lists) > 10

    named = {at: (*filters_of(at), *NAMES) for at in lists}
    values = cycle(VALUES[:7])  # lists share their kinds of filters: each list is sent three, the long run sends all
    urls = [asked(at, names, next(values)) for at, names in named.items() for _ in range(3)]
    urls += [asked(at, (*names, turn), VALUES[0]) for at, names in named.items() for turn in TURNS]

    assert broken(client, urls) == []


def numbers_of(address: str) -> list[str]:
    """The filters of a list that take a number."""
    found = resolve(address.partition("?")[0]).func.view_class.filter_class.base_filters
    return [name for name, one in found.items() if isinstance(one, django_filters.NumberFilter)]


@pytest.mark.commits
def test_no_number_alone_breaks_a_list(insider):
    """All filters at once show too little: one that cannot be read empties the list before another is asked."""
    client, rows = insider
    lists = [at for at in (address.format(**rows) for address in addresses.addresses().values()) if filters_of(at)]
    sent = [(at, name) for at in lists for name in numbers_of(at)]
    assert len(sent) > 2

    assert broken(client, [asked(at, (name,), value) for at, name in sent for value in [*VALUES[:7], "2.5"]]) == []


@pytest.mark.commits
@pytest.mark.long
@pytest.mark.parametrize(("name", "address"), addresses.addresses().items(), ids=lambda part: re.sub(r"\W+", "-", part))
def test_no_address_breaks_a_page(insider, name, address):
    client, rows = insider
    at = address.format(**rows)
    filters = filters_of(at)
    sent = [(*filters, *NAMES), *((*filters, *NAMES, turn) for turn in TURNS if filters), *((one,) for one in filters)]

    assert broken(client, [asked(at, names, value) for value in (VALUES if filters else FEW) for names in sent]) == []


def broken(client, urls: list[str]) -> list[str]:
    """The addresses that answer with an error of ours."""
    return [url[:200] for url in urls if client.get(url).status_code >= 500]
