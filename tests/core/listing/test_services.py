"""Saved views are renamed, dropped and made one's default."""

from urllib.parse import quote

import pytest

from core.models import DefaultView, SavedView

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]


def save(client, at, name="Checks", **fields):
    return client.post(f"/views/new/?at={quote(at, safe='')}", {"name": name, **fields})


def tabs(answer):
    return [tab.label for tab in answer.context["tabs"]]


def test_nobody_changes_or_drops_the_view_of_another(client_as):
    owner, other = client_as("finance"), client_as("development")
    save(owner, "/gifts/?method=check", shared="on")
    view = SavedView.objects.get()

    other.post(f"/views/{view.pk}/?at=/gifts/", {"name": "Mine now", "keep": "now"})

    assert other.post(f"/views/{view.pk}/delete/?at=/gifts/").status_code == 404
    view.refresh_from_db()
    assert (view.name, view.query, view.owner) == ("Checks", "method=check", owner.user)


def test_a_list_opens_with_ones_default_and_everything_stays_one_link_away(client_as):
    client, other = client_as("finance"), client_as("finance")
    save(client, "/gifts/?method=check", by_default="on")
    view = SavedView.objects.get()

    opened = client.get("/gifts/")

    assert opened.url == f"/gifts/?method=check&view={view.pk}"
    assert client.get(opened.url).context["tabs"][0].url == "/gifts/?view=all"
    assert client.get("/gifts/?view=all").status_code == 200
    assert other.get("/gifts/").status_code == 200


def test_somebody_elses_shared_view_can_be_ones_default_until_it_is_shared_no_more(client_as):
    owner, other = client_as("finance"), client_as("finance")
    save(owner, "/gifts/?method=check", shared="on")
    view = SavedView.objects.get()
    other.post(f"/views/{view.pk}/?at=/gifts/", {"by_default": "on"})

    assert other.get("/gifts/").status_code == 302

    owner.post(f"/views/{view.pk}/?at=/gifts/", {"name": "Checks"})

    assert other.get("/gifts/").status_code == 200
    assert DefaultView.objects.count() == 0


def test_a_view_is_renamed_and_keeps_what_the_list_shows_now_when_asked(client_as):
    client = client_as("finance")
    save(client, "/gifts/?method=check")
    view = SavedView.objects.get()
    here = quote(f"/gifts/?method=cash&view={view.pk}", safe="")

    client.post(f"/views/{view.pk}/?at={here}", {"name": "Cash"})
    view.refresh_from_db()
    assert (view.name, view.query) == ("Cash", "method=check")

    client.post(f"/views/{view.pk}/?at={here}", {"name": "Cash", "keep": "now"})
    view.refresh_from_db()
    assert view.query == "method=cash"


def test_two_views_of_one_name_are_refused_beside_the_form(client_as):
    client = client_as("finance")
    save(client, "/gifts/?method=check")

    answer = save(client, "/gifts/?method=cash")

    assert answer.status_code == 422
    assert "You already have a view with this name. Enter another name." in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_a_view_is_dropped_after_a_page_that_asks(client_as):
    client = client_as("finance")
    save(client, "/gifts/?method=check", by_default="on")
    view = SavedView.objects.get()

    assert "Delete view" in client.get(f"/views/{view.pk}/delete/?at=/gifts/").content.decode()
    answer = client.post(f"/views/{view.pk}/delete/?at=/gifts/", follow=True)

    assert answer.status_code == 200
    assert SavedView.objects.count() == DefaultView.objects.count() == 0
