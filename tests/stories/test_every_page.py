"""Every page opens, with something of everything in the database, and so does every list in each of its orders."""

import re

import pytest
from django.test import Client

from tests.stories.addresses import STATUSES, addresses
from tests.support import databases
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.commits
ORDERS = re.compile(r'href="(\?[^"#]*\bsort=[^"#]*)"')


@pytest.fixture
def insider(furnished, django_db_blocker):
    """Somebody with every role, and what stands in addresses."""
    name, user, rows = furnished
    with django_db_blocker.unblock(), databases.own_copy(of=name):
        client = Client()
        sign_in(client, user)
        yield client, rows


def test_every_page_opens_in_every_order_it_offers(insider):
    client, rows = insider
    orders = 0

    for name, address in addresses().items():
        path = address.format(**rows)
        answer = client.get(path)
        assert answer.status_code in (200, 302, STATUSES.get(address)), (name, answer.status_code)
        for order in {found.replace("&amp;", "&") for found in ORDERS.findall(text_of(answer))}:
            orders += 1
            assert client.get(path.partition("?")[0] + order).status_code == 200, (name, order)

    assert orders > 50


def text_of(answer) -> str:
    return "" if answer.streaming else answer.content.decode(errors="replace")
