import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.support.builders import make_organization, make_user
from tests.support.markup import one_line

SECRET = "a sentence that only we know"


@pytest.fixture
def person(db):
    user = make_user("finance")
    user.set_password(SECRET)
    user.save()
    return user


def sign_in(client, user, password, **more):
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **more})


def test_the_right_password_leads_home(client, person):
    answer = sign_in(client, person, SECRET)

    assert (answer.status_code, answer.url) == (302, "/")


def test_the_page_that_was_asked_for_comes_after_signing_in(client, person):
    asked = client.get("/search/?q=a", follow=True)
    assert '<input type="hidden" name="next" value="/search/?q=a">' in one_line(asked.content)

    assert sign_in(client, person, SECRET, next="/search/?q=a").url == "/search/?q=a"


def test_a_wrong_password_keeps_the_address_and_says_so(client, person):
    page = sign_in(client, person, "something else").text

    assert f'value="{person.email}"' in page
    assert 'role="alert"' in page
    assert "something else" not in page


def test_a_closed_account_is_not_let_in(client, person):
    person.is_active = False
    person.save()

    answer = client.post(reverse("account_login"), {"login": person.email, "password": SECRET}, follow=True)

    assert "_auth_user_id" not in client.session
    assert "This account is closed." in answer.text


def test_signing_in_works_and_is_accessible(site):
    make_organization()
    user = make_user("board")
    user.set_password(SECRET)
    user.save()
    site.open("/sign-in/")
    assert site.accessibility_problems() == []

    site.page.get_by_label("Email").fill(user.email)
    site.page.get_by_label("Password").fill(SECRET)
    site.page.keyboard.press("Enter")

    site.page.wait_for_url(site.url + "/board/")
    expect(site.page.locator("summary.me")).to_be_visible()
