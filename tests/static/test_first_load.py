"""What a browser fetches for the first page of a day, before it has kept anything."""

import gzip

import pytest
from playwright.sync_api import Response

from tests.support.browser import Site

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("organization")]

MOST_REQUESTS = 8
MOST_BYTES = 150_000


def weight(answer: Response) -> int:
    """Bytes on the way: text is compressed as it is served in production, fonts are as they are."""
    body = answer.body()
    return len(body if "font" in answer.headers["content-type"] else gzip.compress(body))


@pytest.mark.parametrize("path", ["/", "/supporters/", "/gifts/", "/gifts/new/", "/reports/"])
def test_a_first_page_is_few_requests_and_light(site: Site, path):
    site.sign_in("finance", "development")
    answers: list[Response] = []
    site.page.on("response", lambda answer: answers.append(answer))

    site.open(path)
    site.page.wait_for_function("() => document.readyState === 'complete' && document.fonts.status === 'loaded'")

    fetched = {answer.url.removeprefix(site.url): weight(answer) for answer in answers}
    assert fetched[path] > 0
    assert len(answers) <= MOST_REQUESTS, fetched
    assert sum(fetched.values()) <= MOST_BYTES, fetched
