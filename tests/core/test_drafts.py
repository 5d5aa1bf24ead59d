"""Forms that are kept while they are typed: offered back to their owner alone, gone when sent and after a week."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import drafts
from core.models import Draft

pytestmark = pytest.mark.usefixtures("organization")
TYPED = {"draft": "1", "draft_form": "/supporters/new/", "full_name": "Amina Testperson", "note": "Half a note"}


def test_what_was_typed_is_offered_back_to_its_owner_alone(client_as):
    owner, other = client_as("development"), client_as("development")

    kept = owner.post("/drafts/", {**TYPED, "password": "secret"})

    assert kept.status_code == 204
    assert Draft.objects.get().values == {"full_name": ["Amina Testperson"], "note": ["Half a note"]}
    assert "You began this on" in owner.get("/supporters/new/").text
    assert "Half a note" in owner.get("/supporters/new/").text
    assert "Half a note" not in other.get("/supporters/new/").text


def test_it_is_gone_once_the_form_is_sent(client_as):
    client = client_as("development")
    client.post("/drafts/", TYPED)

    refused = client.post("/supporters/new/", {"draft": "1", "full_name": ""})
    after_refusal = Draft.objects.count()
    whole = {"full_name": "Amina Testperson", "kind": "person", "donor_type": "individual", "language": "en"}
    sent = client.post("/supporters/new/", {"draft": "1", "country": "US", **whole})

    assert (refused.status_code, after_refusal) == (422, 1)
    assert (sent.status_code, Draft.objects.count()) == (302, 0)


def test_it_is_gone_when_discarded_and_after_a_week(client_as):
    client = client_as("development")
    client.post("/drafts/", TYPED)
    answer = client.post("/drafts/discard/", {"draft_form": "/supporters/new/"})
    discarded = Draft.objects.count()
    client.post("/drafts/", TYPED)
    Draft.objects.update(kept_at=timezone.now() - timedelta(days=7))

    offered = "You began this on" in client.get("/supporters/new/").text

    assert (answer.url, discarded, offered) == ("/supporters/new/", 0, False)
    assert (drafts.sweep(timezone.now()), Draft.objects.count()) == (1, 0)


def test_what_is_about_a_protected_person_is_never_kept(client_as):
    client = client_as("development")
    client.post("/drafts/", TYPED)

    answer = client.post("/drafts/", {**TYPED, "protected": "on"})

    assert (answer.status_code, Draft.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    "form", ["", "https://example.org/", "/no-such-page/", "/settings/users/new/", "/" + "x" * 300]
)
def test_a_page_that_is_not_ones_own_keeps_nothing(client_as, form):
    answer = client_as("development").post("/drafts/", {**TYPED, "draft_form": form})

    assert (answer.status_code, Draft.objects.count()) == (400, 0)


@pytest.mark.parametrize("form", ["//example.org/", "https://example.org/", ""])
def test_discarding_leads_nowhere_else(client_as, form):
    assert client_as("development").post("/drafts/discard/", {"draft_form": form}).url == "/"


def test_a_lost_tab_loses_nothing(site, organization):
    site.sign_in("development")
    site.open("/supporters/new/")
    with site.page.expect_response("**/drafts/"):
        site.page.get_by_label("Name", exact=False).first.fill("Amina Testperson")

    site.open("/")
    site.open("/supporters/new/")
    site.page.get_by_role("button", name="Take it up").click()

    assert site.page.get_by_label("Name", exact=False).first.input_value() == "Amina Testperson"
    assert site.accessibility_problems() == []
