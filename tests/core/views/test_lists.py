"""Saved views: kept, shared, changed, dropped; they hold no rows and grant nothing."""

from urllib.parse import quote

import pytest

from core.models import SavedView

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]


def save(client, at, name="Checks", **fields):
    return client.post(f"/views/new/?at={quote(at, safe='')}", {"name": name, **fields})


@pytest.mark.parametrize(
    ("at", "status"),
    [("/gifts/", 403), ("/settings/", 404), ("https://example.org/", 404), ("//example.org/gifts/", 404), ("x", 404)],
)
def test_a_view_is_only_of_a_list_one_may_open(client_as, at, status):
    client = client_as("board")

    assert client.get("/views/new/", {"at": at}).status_code == status
    assert save(client, at).status_code == status
    assert SavedView.objects.count() == 0


def test_a_name_is_shown_and_never_run(client_as):
    client = client_as("finance")
    save(client, "/gifts/?method=check", name="<script>alert(1)</script>")

    page = client.get("/gifts/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
