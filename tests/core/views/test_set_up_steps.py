"""What is left to set up, on the home page of those who look after it."""

import pytest
from django.urls import reverse

from core import extend
from core.models import AuditEntry, ExemptionStatus, Organization
from tests.support.builders import make_fund, make_organization, make_user

pytestmark = pytest.mark.django_db
TITLE = "Finish setting up"


@pytest.fixture
def new_charity(settings):
    """A charity right after `set_up`: nothing but its facts."""
    settings.MAIL_CONFIGURED, settings.STRIPE_SECRET_KEY = False, ""
    charity = make_organization(signer_name="")
    ExemptionStatus.objects.all().delete()
    return charity


def labels(client) -> list[str]:
    guide = client.get("/").context["guide"]
    return [step.label for step in guide.left] if guide else []


def test_somebody_alone_is_led_through_everything_in_order(client_as, new_charity):
    client = client_as("admin", "finance", "development")

    assert labels(client) == [
        "Enter your exemption status",
        "Choose who signs receipts",
        "Add the first fund",
        "Connect Stripe for online giving",
        "Turn on outgoing mail",
        "Send yourself a test email",
        "Invite a second administrator",
    ]
    assert TITLE in client.get("/").text


def test_each_step_leads_to_a_page_that_opens(client_as, new_charity):
    client = client_as("admin", "finance")
    steps = client.get("/").context["guide"].left

    assert [client.get(step.url).status_code for step in steps if step.url] == [200] * 6


def test_what_is_done_disappears(client_as, new_charity):
    client = client_as("admin", "finance")
    make_fund()
    new_charity.signer_name = "Ada Example"
    new_charity.save()
    make_user("admin")

    left = labels(client)

    assert {"Add the first fund", "Choose who signs receipts", "Invite a second administrator"}.isdisjoint(left)
    assert client.get("/").context["guide"].done == 3


def test_who_cannot_do_a_step_reads_who_can(client_as, new_charity):
    page = client_as("admin").get("/").text

    assert "Add the first fund" in page
    assert "Requires the Finance role." in page
    assert reverse("donations:fund-new") not in page


@pytest.mark.parametrize("role", ["development", "events", "door", "board"])
def test_who_looks_after_none_of_it_is_not_bothered(role, client_as, new_charity):
    assert client_as(role).get("/").context.get("guide") is None


def test_a_step_the_charity_does_without_is_skipped_once(client_as, new_charity):
    client = client_as("admin")

    for _ in range(2):
        answer = client.post(reverse("set-up-skip", args=["stripe"]), follow=True)

    assert "Skipped: Connect Stripe for online giving." in answer.text
    assert "Connect Stripe for online giving" not in labels(client)
    assert Organization.current().skipped_steps == ["stripe"]
    assert AuditEntry.objects.filter(act="organization.step_skipped").count() == 1


@pytest.mark.parametrize("slug", ["fund", "exemption", "no-such-step"])
def test_what_receipts_need_cannot_be_skipped(slug, client_as, new_charity):
    assert client_as("admin").post(reverse("set-up-skip", args=[slug])).status_code == 404
    assert Organization.current().skipped_steps == []


def test_a_demonstration_has_nothing_to_set_up(client_as, new_charity):
    new_charity.environment = Organization.Environment.DEMO
    new_charity.save()

    assert labels(client_as("admin", "finance")) == []


def test_no_step_asks_more_than_one_question(new_charity, django_assert_max_num_queries):
    for step in extend.entries(extend.SetUpStep):
        with django_assert_max_num_queries(1):
            step.is_done()
