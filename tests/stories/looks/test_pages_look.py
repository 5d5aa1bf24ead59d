"""Every page in a browser, wide and narrow, light and dark, with the longest names and amounts: nothing scrolls
sideways, no word is broken or leaves its place, no card is stretched over nothing, what stands in a row is even, the
focus is seen on every control, axe finds nothing, the console stays silent."""

import pytest

from tests.stories import addresses
from tests.support import databases
from tests.support.browser import DESK, PHONE, Site
from tests.support.network.servers import served

#: Sizes and themes of which each is looked at; of the rules of axe, another theme changes those of colors alone. The
#: long run looks at every size in every theme by every rule.
COLORS = ("color-contrast",)
LOOKS = [(DESK, False, ()), (PHONE, True, COLORS)]
EVERY_LOOK = [(DESK, False, ()), (DESK, True, ()), (PHONE, False, ()), (PHONE, True, ())]
EVERY_PAGE = pytest.mark.parametrize(
    ("name", "address"), [pytest.param(*item, id=item[0]) for item in addresses.addresses().items()]
)


def test_every_route_has_a_page_to_look_at_or_says_why_not():
    assert addresses.gone() == [], "These routes are no longer there: take them out of tests/stories/addresses.py."
    assert addresses.unknown() == [], (
        "These pages are never looked at: give each an address in SAMPLES of tests/stories/addresses.py (and a row in"
        " furnished.py when it is about something new), or say in NO_PAGE why there is nothing to see."
    )


@pytest.fixture(scope="module")
def charity(furnished, django_db_blocker):
    """The application over one database for the whole module; the pages are only looked at. Gives its address, who
    looks, and what stands in addresses for the rows the pages are about."""
    with django_db_blocker.unblock(), databases.own_copy(of=furnished[0]):
        _, user, rows = furnished
        with served() as url:
            yield url, user, rows


@pytest.fixture(scope="module")
def windows(charity, browser, browser_context_args):
    """Two windows for the whole module: one signed in with every role, one of a stranger."""
    url, user, _ = charity
    contexts = [browser.new_context(**browser_context_args) for _ in range(2)]
    insider, stranger = (Site(page=context.new_page(), url=url) for context in contexts)
    insider.sign_in(user=user)
    yield insider, stranger
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.commits
@EVERY_PAGE
def test_a_page_fits_every_screen_and_hinders_nobody(windows, charity, name, address):
    look_at(windows, charity, name, address, LOOKS)


@pytest.mark.browser
@pytest.mark.commits
@pytest.mark.long
@EVERY_PAGE
def test_a_page_hinders_nobody_in_any_size_and_theme_by_any_rule(windows, charity, name, address):
    look_at(windows, charity, name, address, EVERY_LOOK)


def look_at(windows, charity, name: str, address: str, looks: list) -> None:
    """Open a page and look at it: the same page in all looks, as size and theme are the stylesheet's business alone."""
    window = windows[name in addresses.SIGNED_OUT]
    window.ears.complaints.clear()
    status = addresses.STATUSES.get(address, 200)
    window.ears.forgiven[:] = [] if status == 200 else [str(status)]  # the browser remarks upon others
    found = []

    answer = window.open(address.format(**charity[2]))
    for size, dark, rules in looks:
        window.resize(size)
        window.dark(dark)
        look = f"{size['width']} px, {'dark' if dark else 'light'}"
        found += [f"{look}: {problem}" for problem in window.accessibility_problems(*rules)]
        found += [f"{look}: {what}" for what in out_of_place(window, name)]
        found += [f"{look}: focus isn't seen on {control}" for control in window.unseen_focus()]

    assert answer.status == status
    assert found == []
    assert window.ears.unforgiven() == []


def out_of_place(window: Site, name: str) -> list[str]:
    """What is too wide, broken, empty or uneven."""
    return [
        *(["scrolls sideways"] if window.overflows() else []),
        *(f"breaks the word {word}" for word in window.broken_words()),
        *window.misplaced_text(),
        *(f"an empty part in {card}" for card in window.holes()),
        *(what for what in window.untidy() if name != "styleguide"),
    ]
