"""Lists are dense: on a small laptop at least fourteen rows of every list are in sight, whatever it lists."""

import pytest
import time_machine

from core.listing.pages import TablePage
from core.listing.tables import SHORT
from core.models import JobRun
from tests.stories.addresses import addresses
from tests.stories.furnished import furnish
from tests.stories.looks.crowded import crowd, widest_moment
from tests.support import databases
from tests.support.browser import DESK, Site
from tests.support.network.servers import served
from tests.test_access import routes

LEAST = 14
#: Rows that are seen whole, from the top of the page or, where the list is a part of its page, from the list's own top.
IN_SIGHT = """whole => {
  const card = document.querySelector("[data-list]")?.closest(".card");
  if (!whole) { card.scrollIntoView(); window.scrollBy(0, -document.querySelector(".top").offsetHeight); }
  return [...document.querySelectorAll("[data-list] tbody > tr:not(.group)")]
    .map(row => row.getBoundingClientRect())
    .filter(box => box.top >= 0 && box.bottom <= window.innerHeight).length;
}"""
#: Short texts of which a part is not shown, and lists wider than their card.
CUT = """short => {
  const cells = [...document.querySelectorAll("[data-list] td .cell")].filter(cell => cell.checkVisibility());
  const cut = cells.filter(cell => cell.textContent.trim().length <= short
    && (cell.scrollHeight > cell.clientHeight + 2 || cell.scrollWidth > cell.clientWidth + 1));
  const wide = [...document.querySelectorAll(".scroll:has(> [data-list])")]
    .filter(box => box.scrollWidth > box.clientWidth + 1)
    .map(box => `${box.scrollWidth - box.clientWidth} px wider than its card`);
  return [...new Set(cut.map(cell => cell.textContent.trim()).concat(wide))];
}"""
#: Texts that end without an ellipsis, and texts that are cut while the columns beside them have room for the rest;
#: `most` is the width up to which a column grows.
CUT_BESIDE_ROOM = """most => {
  const lineOf = cell => cell.querySelector(".person > span:last-child") ?? cell;
  const isCut = line => line.scrollHeight > line.clientHeight + 2 || line.scrollWidth > line.clientWidth + 1;
  const whole = cell => {
    const copy = cell.cloneNode(true);
    copy.style.cssText = "position: absolute; display: block; max-width: none; width: max-content";
    for (const part of [copy, ...copy.querySelectorAll("*")]) {
      part.style.whiteSpace = "nowrap";
      part.style.setProperty("-webkit-line-clamp", "none");
    }
    cell.parentElement.append(copy);
    const width = copy.getBoundingClientRect().width;
    copy.remove();
    return width;
  };
  const rows = [...document.querySelectorAll("[data-list] tbody > tr:not(.group)")].map(row => [...row.children]);
  const columns = rows[0].map((_, place) => rows.map(row => row[place].querySelector(".cell"))
    .filter(cell => cell?.checkVisibility() && !cell.closest(".wrap, .c-pick")));
  const heads = [...document.querySelectorAll("[data-list] thead th")].map(head => {
    const words = document.createRange();
    words.selectNodeContents(head);
    return words.getBoundingClientRect().width;
  });
  const room = columns.map((cells, place) => cells.length
    ? Math.max(0, cells[0].parentElement.clientWidth - 24 - Math.max(heads[place], ...cells.map(whole))) : 0);
  const free = room.reduce((sum, each) => sum + each, 0);
  return columns.flatMap((cells, place) => cells.filter(cell => isCut(lineOf(cell)) && (
    getComputedStyle(lineOf(cell)).whiteSpace === "nowrap"
    || (whole(cell) <= most && whole(cell) - cell.clientWidth + 16 < free - room[place])
  )).map(cell => cell.textContent.trim()));
}"""
#: The width of a cell with a short or middling text, in px.
MOST = 280
#: Pages about one thing, with a list beneath.
PARTS = {"imports:batch-detail"}


def lists() -> dict[str, str]:
    """The address of every list."""
    found = addresses()
    views = {name: getattr(pattern.callback, "view_class", None) for name, pattern in routes()}
    found["imports:batch-detail"] += "?show=import"
    return {name: found[name] for name, view in views.items() if view and issubclass(view, TablePage)}


@pytest.fixture(scope="module")
def window(browser, browser_context_args, django_db_setup, django_db_blocker):
    """A window on a charity with more of everything than a screen holds, and what stands in addresses."""
    with django_db_blocker.unblock(), databases.own_copy():
        with time_machine.travel(widest_moment(), tick=True):
            user, rows = furnish()
            rows |= crowd(user)
        # the bar of work under way is no part of a list
        JobRun.objects.filter(state=JobRun.State.RUNNING).update(state=JobRun.State.DONE)
        with served() as url:
            context = browser.new_context(**browser_context_args)
            site = Site(page=context.new_page(), url=url)
            site.sign_in(user=user)
            yield site, rows
            context.close()


@pytest.mark.browser
@pytest.mark.commits
@pytest.mark.parametrize("name", lists())
def test_fourteen_rows_of_a_list_are_in_sight_and_nothing_short_is_cut(window, name):
    site, rows = window
    site.resize(DESK)

    site.open(lists()[name].format(**rows))

    assert site.page.evaluate(IN_SIGHT, name not in PARTS) >= LEAST
    assert site.page.evaluate(CUT, SHORT) == []
    assert site.page.evaluate(CUT_BESIDE_ROOM, MOST) == []


def test_no_filter_is_without_a_name():
    views = {name: pattern.callback.view_class for name, pattern in routes() if name in lists()}
    names = {
        (name, label)
        for name, view in views.items()
        if view.filter_class
        for label in (each.label for each in view.filter_class.base_filters.values())
        if "invalid" in str(label)
    }

    assert names == set()
