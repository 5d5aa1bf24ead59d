"""Consent recorded on a page."""

from django.urls import reverse

from crm.models import Consent
from tests.support.builders import make_supporter


def test_a_word_is_written_down_on_a_page_and_shown_on_the_supporters(client_as):
    client, supporter = client_as("development"), make_supporter()
    url = reverse("crm:consent-new", args=[supporter.pk])

    assert client.post(url, {"channel": "email", "given": "no", "purpose": "any", "source": ""}).status_code == 422
    page = client.post(url, {"channel": "email", "given": "no", "purpose": "any", "source": "By letter"}, follow=True)

    assert Consent.objects.get().by == client.user
    told = page.content.decode()
    assert "Contact preferences" in told
    assert "By letter" in told
    assert "Opted out" in told
