"""What a browser was sent to pay last, as it remembers."""

from django.http import HttpResponse
from django.test import RequestFactory

from donations.online import left_pages


def sent_back(answer: HttpResponse) -> str:
    request = RequestFactory().get("/give/")
    request.COOKIES = {name: morsel.value for name, morsel in answer.cookies.items()}
    return left_pages.left_by(request)


def test_the_browser_brings_back_what_it_was_sent_to_pay():
    answer = HttpResponse()

    left_pages.remember(answer, "abc")

    assert sent_back(answer) == "abc"
    assert answer.cookies[left_pages.COOKIE]["httponly"]


def test_nothing_and_what_was_changed_say_nothing():
    answer = HttpResponse()
    left_pages.remember(answer, "abc")
    answer.cookies[left_pages.COOKIE] = answer.cookies[left_pages.COOKIE].value.replace("abc", "abd")

    assert (sent_back(answer), sent_back(HttpResponse())) == ("", "")
