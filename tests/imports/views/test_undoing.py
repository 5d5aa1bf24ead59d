"""The page that undoes an import."""

import pytest
from django.urls import reverse

from donations.models import Gift
from receipts.issuing.services import choose, issue_receipts
from tests.imports.books import small_log
from tests.imports.test_services import bring, commit
from tests.support.builders import TODAY, make_fund

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def funds(organization):
    return {"General": make_fund("GEN", name="General"), "Wells": make_fund("WELL", name="Wells")}


@pytest.fixture
def log():
    """One file, since a workbook holds the second it was saved in."""
    return small_log()


def brought(content):
    batch = bring(content)
    commit(batch)
    return batch


def gift_of(name):
    return Gift.objects.get(supporter__full_name=name)


def receipted(name, by):
    gift = gift_of(name)
    choose(gifts=[gift], wanted=True, by=by)
    assert issue_receipts(gifts=[gift], by=by, issued_on=TODAY).new
    return gift


def test_the_page_shows_it_first_and_then_does_it(funds, log, client_as):
    batch = brought(log)
    gift = receipted("Exampleville Dental, LLC", batch.created_by)
    client = client_as("development", "finance")
    url = reverse("imports:undo", args=[batch.pk])

    page = client.get(url).content.decode()
    assert "Undo import" in " ".join(page.split())
    assert "On a receipt" in page
    assert reverse("donations:gift-correct", args=[gift.pk]) in page

    answer = client.post(url, follow=True)
    assert "undone:" in answer.content.decode()
    assert list(Gift.objects.all()) == [gift]
    assert "Undone" in client.get(reverse("imports:batch-detail", args=[batch.pk])).content.decode()
