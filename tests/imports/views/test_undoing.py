"""The page that undoes an import."""

import pytest
from django.urls import reverse

from donations.models import Gift
from tests.imports.undoing.brought_in import brought, funds, log, receipted

__all__ = ["funds", "log"]

pytestmark = pytest.mark.usefixtures("organization")


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
