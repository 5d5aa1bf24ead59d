"""Rows picked on lists: what is done with all of them, asked before, in one transaction, with one entry."""

import csv
import io
from decimal import Decimal

import pytest

from core import extend
from core.models import AuditEntry
from crm.models import Supporter
from donations.models import Gift
from tests.support.builders import make_campaign, make_gift, make_supporter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]


def campaigns():
    return list(Gift.objects.order_by("pk").values_list("campaign", flat=True))


def test_picked_gifts_get_a_campaign_after_a_page_that_says_so(client_as):
    client, campaign = client_as("finance"), make_campaign("Autumn")
    first, second, third = (make_gift() for _ in range(3))
    address = f"/gifts/?bulk=campaign&pick={first.pk}&pick={second.pk}"

    asked = client.get(address).content.decode()
    assert "Set campaign: 2 gifts" in asked
    assert campaigns() == [None, None, None]

    answer = client.post(address, {"count": "2", "campaign": campaign.pk}, follow=True)

    assert answer.redirect_chain == [("/gifts/", 302)]
    assert "2 gifts updated: campaign set to Autumn." in answer.content.decode()
    assert campaigns() == [campaign.pk, campaign.pk, None]
    entry = AuditEntry.objects.get(act="gifts.annotated")
    assert entry.actor == client.user
    told = [(was.object_id, was.field, was.before, was.after) for was in entry.changes.all()]
    assert told == [(row.pk, "campaign_id", "", "Autumn") for row in (first, second)]


def test_everything_that_fits_is_found_by_the_filters_on_the_server(client_as):
    client, campaign = client_as("finance"), make_campaign("Autumn")
    small = [make_gift(Decimal("5")) for _ in range(60)]
    large = make_gift(Decimal("5000"))

    client.post("/gifts/?at_least=1000&bulk=campaign&pick=all", {"count": "1", "campaign": campaign.pk})

    assert campaigns() == [*[None for _ in small], campaign.pk]
    assert large.pk == Gift.objects.get(campaign=campaign).pk


def test_when_the_list_moved_on_it_is_asked_again(client_as):
    client, campaign = client_as("finance"), make_campaign("Autumn")
    make_gift()
    make_gift()

    answer = client.post("/gifts/?bulk=campaign&pick=all", {"count": "1", "campaign": campaign.pk})

    assert answer.status_code == 422
    assert "2 gifts match now" in answer.content.decode()
    assert campaigns() == [None, None]


@pytest.mark.parametrize("pick", ["999999999", "0", "-1", "x", "1 OR 1=1", "9" * 60])
def test_a_forged_key_changes_nothing(client_as, pick):
    make_gift()

    answer = client_as("finance").post("/gifts/", {"count": "1"}, query_params={"bulk": "campaign", "pick": pick})

    assert answer.status_code == 302
    assert campaigns() == [None]
    assert not AuditEntry.objects.filter(act="gifts.annotated").exists()


def test_a_row_outside_the_filters_is_not_reached_by_its_key(client_as):
    gift, campaign = make_gift(Decimal("5")), make_campaign("Autumn")
    address = f"/gifts/?at_least=1000&bulk=campaign&pick={gift.pk}"

    client_as("finance").post(address, {"count": "1", "campaign": campaign.pk})

    assert campaigns() == [None]


def test_what_needs_a_right_is_not_there_without_it(client_as, monkeypatch):
    supporter = make_supporter("Zainab Sample")
    monkeypatch.setattr("crm.views.lists.SupporterList.permission_required", "reports.board")
    client = client_as("board")

    address = f"/supporters/?bulk=language&pick={supporter.pk}"

    assert client.get(address).status_code == 404
    assert client.post(address, {"count": "1", "language": "ur"}).status_code == 404
    assert Supporter.objects.get().language == "en"


@pytest.mark.parametrize("slug", ["print", "nonsense", "", "__class__"])
def test_an_act_that_is_not_of_this_list_is_not_found(client_as, slug):
    make_gift()

    assert client_as("finance").get("/gifts/", {"bulk": slug, "pick": "all"}).status_code == 404


def test_supporters_get_a_language_and_only_those_who_change_are_counted(client_as):
    client = client_as("development")
    people = [make_supporter(), make_supporter(language="ur")]

    answer = client.post("/supporters/?bulk=language&pick=all", {"count": "2", "language": "ur"}, follow=True)

    assert "1 supporter updated: preferred language Urdu." in answer.content.decode()
    entry = AuditEntry.objects.get(act="supporters.changed")
    assert (entry.data["fields"], entry.data["count"]) == (["language"], 1)
    assert list(entry.changes.values_list("object_id", "before", "after")) == [(people[0].pk, "en", "ur")]


def test_a_form_without_an_answer_says_so_and_changes_nothing(client_as):
    make_supporter()

    answer = client_as("development").post("/supporters/?bulk=language&pick=all", {"count": "1"})

    assert answer.status_code == 422
    assert Supporter.objects.get().language == "en"


def test_picked_rows_are_taken_home_alone_for_a_reason(client_as):
    client = client_as("finance")
    make_supporter("Amina Sample")
    chosen = make_supporter("Bilal Sample")
    address = f"/supporters/?export=csv&cols=number&pick={chosen.pk}"

    assert "Export 1 supporter as CSV" in client.get(address).content.decode()
    file = client.post(address, {"reason": "A letter"})
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))

    assert [row[0] for row in rows[1:]] == ["Bilal Sample"]
    assert AuditEntry.objects.get(act="list.exported").data["rows"] == 1


def test_each_act_has_a_right_and_either_does_something_or_leads_somewhere():
    wrong = [
        (action.on, action.slug)
        for action in extend.entries(extend.BulkAction)
        if not action.permission or bool(action.do) == bool(action.url)
    ]

    assert wrong == []
