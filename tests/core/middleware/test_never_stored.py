"""No page is kept by a browser: every route answers so, to strangers and to people signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.builders import make_organization, make_user
from tests.support.signing_in import sign_in
from tests.test_access import NOBODY, routes

pytestmark = pytest.mark.django_db


def test_no_page_of_any_route_is_kept_by_a_browser():
    make_organization()
    stranger, insider = Client(), Client()
    sign_in(insider, make_user("admin", "development", "finance", "events", "door", "board"))
    found = set()

    for name, pattern in routes():
        arguments = {key: NOBODY[type(kind).__name__] for key, kind in pattern.pattern.converters.items()}
        address = reverse(name, kwargs=arguments)
        for client in (stranger, insider):
            if "no-store" not in client.get(address).headers.get("Cache-Control", ""):
                found.add(name)

    assert found == set()
