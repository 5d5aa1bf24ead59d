import pytest

from core import extend
from core.templatetags.solidarity import marked
from core.views import search
from core.views.search import Group
from tests.support.builders import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources(monkeypatch):
    """Replace what the apps contribute by one source that only finance may ask."""
    asked = []

    def find(user, words, limit):
        asked.append((words, limit))
        return [extend.SearchHit(title=f"Found {words}", url="/found/", person="person")]

    entries = {
        extend.SearchSource: [
            extend.SearchSource(slug="people", label="People", permission="gifts.refund", order=1, find=find)
        ],
        extend.NavItem: [
            extend.NavItem(label="Home", url_name="home", icon="house", group="", permission="gifts.view", order=1),
            extend.NavItem(label="Health", url_name="health", icon="heart", group="To do", permission="x.y", order=2),
        ],
    }
    for kind in (extend.SearchSource, extend.NavItem, extend.Command):
        monkeypatch.setitem(extend.registry._entries, kind, entries.get(kind, []))
    return asked


def test_people_come_first_and_pages_last(sources):
    groups = search.groups(make_user("finance"), "ho")

    assert groups == [
        Group("People", [extend.SearchHit(title="Found ho", url="/found/", person="person")], "people"),
        Group("Pages", [extend.SearchHit(title="Home", url="/", icon="house", detail="")]),
    ]
    assert sources == [("ho", search.LIMIT)]


def test_a_source_that_a_person_may_not_see_is_never_asked(sources):
    assert search.groups(make_user("development"), "ho") == [
        Group("Pages", [extend.SearchHit(title="Home", url="/", icon="house", detail="")])
    ]
    assert sources == []


def test_an_empty_box_shows_the_pages_there_are(sources):
    assert [group.label for group in search.groups(make_user("finance"), "")] == ["Pages"]
    assert sources == []


def test_things_to_do_are_found_by_other_names_for_them(client_as):
    page = client_as("development").get("/search/", {"q": "new donation"}).text

    assert '<a class="opt" href="/gifts/new/">' in page
    assert 'href="/funds/new/"' in client_as("finance").get("/search/", {"q": "new fund"}).text
    assert 'href="/funds/new/"' not in client_as("development").get("/search/", {"q": "new fund"}).text  # finance does


def test_the_palette_gets_its_lines_alone_and_keeps_none_of_them(client_as):
    answer = client_as("door").get("/search/", {"q": "home", "part": "palette"})

    assert answer.text.strip().startswith('<div role="group" aria-label="Pages">')
    assert 'role="option"' in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_the_letters_typed_are_marked_and_nothing_else_is_trusted(client_as):
    page = client_as("door").get("/search/", {"q": "<b>hom"}).text

    assert "<b>hom" not in page.replace("<b><", "")
    assert marked("Dr. Homa <i>", "hom <i>") == "Dr. <mark>Hom</mark>a <mark>&lt;i&gt;</mark>"
    assert marked("Iqbal", "") == "Iqbal"


def test_nothing_found_says_what_to_try(client_as):
    page = client_as("door").get("/search/", {"q": "<zzz>"}).text

    assert "No matches for “&lt;zzz&gt;”" in page
    assert "Try fewer letters" in page
