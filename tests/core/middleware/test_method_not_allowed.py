import pytest

pytestmark = pytest.mark.django_db


def test_an_address_that_takes_a_form_says_so_as_a_page(client_as):
    client = client_as("board")

    page = client.get("/theme/", headers={"accept": "text/html"})
    machine = client.get("/theme/", headers={"accept": "application/json"})

    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert "This page can't be opened directly." in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert (machine.status_code, machine.content) == (405, b"")
