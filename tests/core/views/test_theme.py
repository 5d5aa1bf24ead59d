import pytest
from django.urls import reverse


@pytest.fixture
def client(client_as):
    return client_as("board")


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_chosen_theme_is_on_the_page_before_anything_is_drawn(client, choice):
    answer = client.post(reverse("theme"), {"theme": choice, "next": "/search/?q=a"})

    assert (answer.status_code, answer.url) == (302, "/search/?q=a")
    assert f'data-theme="{choice}"' in client.get("/").text


@pytest.mark.parametrize("choice", ["system", "", '"><script>'])
def test_anything_else_follows_the_computer(client, choice):
    client.post(reverse("theme"), {"theme": "dark"})

    client.post(reverse("theme"), {"theme": choice})

    assert "data-theme" not in client.get("/").text


def test_a_made_up_cookie_changes_nothing(client):
    client.cookies["theme"] = '"onload="x'

    assert "data-theme" not in client.get("/").text


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", ""])
def test_it_never_leads_to_another_site(client, elsewhere):
    assert client.post(reverse("theme"), {"theme": "dark", "next": elsewhere}).url == "/"


def test_looking_changes_nothing(client):
    assert client.get(reverse("theme")).status_code == 405
