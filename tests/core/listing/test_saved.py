"""Saved views: what they keep, and for whom."""

from urllib.parse import quote

import pytest

from core.models import AuditEntry, SavedView
from crm.services.supporters import update_supporter
from tests.support.builders import make_fund, make_gift, make_supporter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]


def save(client, at, name="Checks", **fields):
    return client.post(f"/views/new/?at={quote(at, safe='')}", {"name": name, **fields})


def tabs(answer):
    return [tab.label for tab in answer.context["tabs"]]


def test_a_view_keeps_filters_order_columns_and_groups_and_nothing_else(client_as):
    client = client_as("finance")

    answer = save(client, "/gifts/?method=check&sort=-amount&cols=amount&group=year&page=3&pick=7&q=&export=csv")
    view = SavedView.objects.get()

    assert view.query == "group=year&method=check&sort=-amount&cols=amount"
    assert answer.url == f"/gifts/?{view.query}&view={view.pk}"
    assert (view.of, view.owner, view.shared) == ("donations:gift-list", client.user, False)


def test_a_view_stands_over_its_list_and_over_no_other(client_as):
    client = client_as("finance")
    save(client, "/gifts/?method=check")

    assert "Checks" in tabs(client.get("/gifts/"))
    assert "Checks" not in tabs(client.get("/pledges/"))


def test_a_view_is_its_owners_until_it_is_shared(client_as):
    owner, other = client_as("finance"), client_as("development")
    save(owner, "/gifts/?method=check")

    assert "Checks" not in tabs(other.get("/gifts/"))

    view = SavedView.objects.get()
    owner.post(f"/views/{view.pk}/?at=/gifts/", {"name": "Checks", "shared": "on"})

    assert "Checks" in tabs(other.get("/gifts/"))
    assert AuditEntry.objects.filter(act="view.shared", object_id=view.pk).count() == 1


def test_a_view_of_somebody_else_that_is_not_shared_is_not_found(client_as):
    save(client_as("finance"), "/gifts/?method=check")

    assert client_as("development").get(f"/views/{SavedView.objects.get().pk}/?at=/gifts/").status_code == 404


def test_a_shared_view_shows_each_only_what_they_may_see(client_as):
    save(client_as("finance"), "/supporters/?cols=lifetime&sort=-lifetime", shared="on")
    view = SavedView.objects.get()

    answer = client_as("admin").get(f"/supporters/?{view.query}&view={view.pk}")

    assert [column.name for column in answer.context["table"].columns][1] == "name"
    assert "or you can't see: lifetime" in answer.content.decode()


def test_a_view_whose_filter_is_no_more_opens_with_a_note(client_as):
    client, fund = client_as("finance"), make_fund()
    make_gift()
    save(client, f"/gifts/?fund={fund.pk}&method=check&mood=good")
    view = SavedView.objects.get()
    fund.delete()

    answer = client.get(f"/gifts/?{view.query}&view={view.pk}")

    assert answer.status_code == 200
    assert answer.context["view_gone"] == ["mood", "fund"]
    assert "uses something this list no longer has" in answer.content.decode()


@pytest.mark.parametrize(
    ("at", "name"), [("/gifts/?q=Parveen+Zanzeer", "Checks"), ("/gifts/?method=check", "Parveen Zanzeer")]
)
def test_a_view_that_names_a_protected_person_is_not_shared(client_as, at, name):
    make_supporter("Parveen Zanzeer", protected=True)
    client = client_as("finance")

    refused = save(client, at, name=name, shared="on")
    save(client, at, name=name)

    assert (refused.status_code, "includes a protected person" in refused.content.decode()) == (422, True)
    assert SavedView.objects.get().shared is False


def test_a_shared_view_is_withdrawn_while_whom_it_names_is_protected(client_as):
    person = make_supporter("Parveen Zanzeer")
    owner, other = client_as("finance"), client_as("development")
    save(owner, "/gifts/?q=Parveen+Zanzeer", shared="on")
    before = tabs(other.get("/gifts/"))
    update_supporter(supporter=person, values={"protected": True}, version=person.version, by=owner.user)

    assert "Checks" in before
    assert "Checks" not in tabs(other.get("/gifts/"))
    assert "Checks" in tabs(owner.get("/gifts/"))


def test_a_view_that_searches_for_a_code_is_shared(client_as):
    person = make_supporter("Parveen Zanzeer", protected=True)

    save(client_as("finance"), f"/gifts/?q={person.code}", shared="on")

    assert SavedView.objects.get().shared is True
