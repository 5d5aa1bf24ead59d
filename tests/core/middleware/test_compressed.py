"""Pages travel compressed to browsers that take it, and read the same; files and static files are left alone."""

import gzip

import pytest

from tests.support.builders import make_gift, make_supporter

pytestmark = pytest.mark.django_db
TAKES_IT = {"headers": {"Accept-Encoding": "gzip, deflate, br"}}


@pytest.fixture
def client(client_as):
    """Development, and a list of some length."""
    for number in range(12):
        make_gift(supporter=make_supporter(f"Zubaida Number {number}"))
    return client_as("development")


def test_a_page_is_a_quarter_of_its_size_and_reads_the_same(client):
    plain = client.get("/supporters/")
    short = client.get("/supporters/", **TAKES_IT)

    page = gzip.decompress(short.content)
    assert short.headers["Content-Encoding"] == "gzip"
    assert len(short.content) < len(page) / 4
    assert int(short.headers["Content-Length"]) == len(short.content)
    for number in range(12):
        assert f"Zubaida Number {number}".encode() in page
    assert b"</html>" in page
    assert b"</html>" in plain.content


def test_a_browser_that_does_not_take_it_is_sent_the_page_as_it_is(client):
    answer = client.get("/supporters/")

    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]  # for a cache between, the two are not the same answer


def test_the_length_of_a_page_says_nothing_of_a_secret_in_it(client):
    lengths = {len(client.get("/supporters/new/", **TAKES_IT).content) for _ in range(12)}

    assert len(lengths) > 4


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_is_sent_as_it_is_written(client, form):
    answer = client.post(f"/supporters/?export={form}", {"reason": "A test"}, **TAKES_IT)

    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
    assert content[:2] == b"PK" if form == "xlsx" else b"Zubaida Number 11" in content


def test_an_answer_of_a_few_bytes_is_not_worth_it(client):
    assert "Content-Encoding" not in client.get("/health/", **TAKES_IT).headers
