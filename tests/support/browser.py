"""A browser in front of the served application: signing in, screen sizes, the console, accessibility."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary, WeakSet

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response, WebError, expect

from core.models import User
from tests.support.builders import make_user
from tests.support.machine import SLOWNESS
from tests.support.signing_in import sign_in

#: What letters can be typed into.
TEXT_FIELDS = (
    "input:not([type=hidden], [type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]"
)
MOST_FRAMES = 600
MOST_TABS = 80
FOCUS_FITS = """([selector, text]) => document.activeElement.matches(selector)
  && document.activeElement.textContent.includes(text)"""
#: A word ends at a space, and may be parted after a hyphen or a slash. What nobody sees is not looked at, nor a cell
#: that ends in an ellipsis.
BROKEN_WORDS = """() => {
  const found = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const cut = parent => {
    const cell = parent.closest(".cell");
    return cell && getComputedStyle(cell).webkitLineClamp !== "none";
  };
  while (texts.nextNode()) {
    const text = texts.currentNode, parent = text.parentElement;
    const apart = parent.closest("svg, select, textarea, script, style, .vh");
    if (apart || !parent.checkVisibility() || cut(parent)) continue;
    for (const word of text.data.matchAll(/[\\p{L}\\p{N}$,._@]{2,24}(?![\\p{L}\\p{N}$,._@])/gu)) {
      if (/[\\p{L}\\p{N}$,._@]/u.test(text.data[word.index - 1] ?? "")) continue;
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const tops = [...range.getClientRects()].filter(box => box.width > 0).map(box => box.top);
      if (Math.max(...tops) - Math.min(...tops) > 4) found.push(word[0]);
    }
  }
  return [...new Set(found)];
}"""
#: A function, not an expression: that would be evaluated in the page, where the policy forbids it.
SETTLED = """() => document.fonts.status === "loaded"
  && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .toasts [inert]")"""
#: Cards of which more than a third, in one piece, is empty; and strips of a card with nothing in them.
HOLES = """() => {
  const found = [], range = document.createRange(), see = each => each.checkVisibility();
  const drawn = "svg, img, input, textarea, select, button, iframe, progress, .btn";
  for (const card of [...document.querySelectorAll(".card")].filter(see)) {
    const name = card.querySelector("h1, h2")?.innerText ?? card.className, box = card.getBoundingClientRect();
    const spans = [...card.querySelectorAll(drawn)].map(each => each.getBoundingClientRect());
    const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (!texts.currentNode.data.trim()) continue;
      range.selectNodeContents(texts.currentNode);
      spans.push(...range.getClientRects());
    }
    let at = box.top, gap = 0;
    const seen = spans.filter(each => each.height).sort((one, other) => one.top - other.top);
    for (const { top, bottom } of [...seen, { top: box.bottom, bottom: box.bottom }]) {
      gap = Math.max(gap, top - at);
      at = Math.max(at, bottom);
    }
    if (box.height > 140 && gap > box.height / 3) found.push(`${name}: ${gap} of ${box.height}`);
    const bodies = [...card.children].filter(each => each.matches(".body") && see(each));
    const bare = bodies.some(each => !each.innerText.trim() && !each.querySelector(`ul, ${drawn}`));
    if (bare) found.push(`${name}: a strip`);
  }
  return found;
}"""
#: Controls of one row of a form at different heights, short names of the breadcrumb that are cut, and tables that are
#: wider than their card. A table with a column for every fund is as wide as there are funds.
UNTIDY = """() => {
  const found = [], see = each => each.checkVisibility(), top = each => Math.round(each.getBoundingClientRect().top);
  for (const form of [...document.querySelectorAll(".form")].filter(see)) {
    const rows = {};
    for (const field of [...form.children].filter(each => see(each) && each.matches(".field:not(.full)"))) {
      const control = [...field.children].find(each => each.matches(".in, .in-wrap"));
      if (control) (rows[top(field)] ??= []).push([top(control), field.innerText.trim()]);
    }
    for (const row of Object.values(rows)) {
      const uneven = row.some(([height]) => Math.abs(height - row[0][0]) > 1);
      if (uneven) found.push(`uneven: ${row.map(([, text]) => text)}`);
    }
  }
  for (const name of [...document.querySelectorAll(".crumbs > *")].filter(see)) {
    const cut = name.scrollWidth > name.clientWidth + 1;
    if (cut && name.innerText.length <= 24) found.push(`cut: ${name.innerText}`);
  }
  for (const box of [...document.querySelectorAll(".scroll:not(.months)")].filter(see)) {
    const over = box.scrollWidth - box.clientWidth;
    if (over > 1) found.push(`${over} px too wide: ${box.innerText.slice(0, 60)}`);
  }
  return found;
}"""
#: Text that leaves its card, cell, button or field, and words that stand against each other without a space. What ends
#: in an ellipsis or scrolls inside is cut where it is meant to be.
MISPLACED_TEXT = """() => {
  const found = [], range = document.createRange(), ends = /[\\p{L}\\p{N}]$/u, begins = /^[\\p{L}\\p{N}$£€¥]/u;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const cuts = each => getComputedStyle(each).overflowX !== "visible";
  const unseen = head => head && getComputedStyle(head).position === "absolute";  // on a phone
  const apart = each =>
    each.closest("svg, select, textarea, script, style, .vh, .skip") || unseen(each.closest("thead"));
  let before = null;
  while (texts.nextNode()) {
    const text = texts.currentNode, parent = text.parentElement, words = text.data.trim();
    if (!words || !parent.checkVisibility() || apart(parent)) continue;
    range.selectNodeContents(text);
    const boxes = [...range.getClientRects()].filter(box => box.width > 0);
    if (!boxes.length) continue;
    let around = parent;
    while (!cuts(around) && !around.matches(".card, td, th, dd, .btn, label, body")) around = around.parentElement;
    const { left, right } = around.getBoundingClientRect();
    const out = boxes.some(box => box.right > right + 1 || box.left < left - 1);
    if (out && !cuts(around)) found.push(`leaves its place: ${words.slice(0, 40)}`);
    const [first] = boxes, beside = before && Math.abs(first.left - before.right) < 1;
    const near = beside && Math.abs(first.top - before.top) < 4, marked = parent.closest("mark");
    const glued = near && !marked && ends.test(before.data) && begins.test(text.data);
    if (glued) found.push(`no space: ${before.data}|${text.data}`);
    before = !marked && { data: text.data, right: boxes.at(-1).right, top: boxes.at(-1).top };
  }
  return found;
}"""
#: Controls that look the same with the focus and without it, themselves and the label or the box around them.
UNSEEN_FOCUS = """() => {
  const look = each => {
    const { boxShadow, outlineColor, outlineStyle, borderColor } = getComputedStyle(each);
    const outline = outlineStyle === "none" || outlineColor.endsWith(", 0)") ? "" : outlineColor;
    return [boxShadow, outline, borderColor, each.matches(".skip") && each.getBoundingClientRect().left].join();
  };
  const around = each => [each, each.closest("label"), each.parentElement].filter(Boolean).map(look).join("|");
  const controls = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
  const found = [];
  for (const each of [...controls].filter(one => one.checkVisibility() && !one.disabled && one.tabIndex >= 0)) {
    document.activeElement.blur();
    const before = around(each);
    each.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement === each && around(each) === before) found.push(each.outerHTML.slice(0, 90));
  }
  document.activeElement.blur();
  return [...new Set(found)];
}"""
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@dataclass(eq=False)
class Ears:
    """What a window says, in every page and popup of it: anything on the console (a broken policy is told there) and
    errors of scripts. It fails the test, unless forgiven."""

    complaints: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, window: BrowserContext) -> "Ears":
        """The ears of a window, the same ones whoever asks."""
        if window not in _ears:
            _ears[window] = ears = cls()
            window.on("console", ears.hear)
            window.on("weberror", ears.hear_error)
        return _ears[window]

    def hear(self, message: ConsoleMessage) -> None:
        self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def hear_error(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")

    def wait_for(self, count: int, page: Page) -> None:
        """Wait until so many complaints were heard: what a window says arrives while one asks it something."""
        wait_until(page, lambda: len(self.complaints) >= count)

    def unforgiven(self) -> list[str]:
        return [text for text in self.complaints if not any(re.search(pattern, text) for pattern in self.forgiven)]


# What is expected is waited for as long as everything else in a browser is.
expect.set_options(timeout=30_000)
_ears: WeakKeyDictionary[BrowserContext, Ears] = WeakKeyDictionary()
_slowed: WeakSet[Page] = WeakSet()


def type_text(page: Page, text: str, *, into: str = "") -> None:
    """Type where the focus is, once a field for text has it: that of the name `into`, when given.

    A page has its focus when it is first drawn, which a busy machine does long after it has loaded; whoever looks at
    the screen waits for that, and so do tests.
    """
    page.wait_for_function(
        "([fields, name]) => document.activeElement?.matches(fields)"
        " && (!name || document.activeElement.name === name)",
        arg=[TEXT_FIELDS, into],
    )
    page.keyboard.type(text)


def tab_to(page: Page, selector: str, text: str = "") -> None:
    """Press Tab until the focus is on the first control that fits; one that no key reaches fails the test."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS_FITS, [selector, text]):
            return
    raise AssertionError(f"No key leads to {selector} {text}")


def wait_until(page: Page, true: Callable[[], object]) -> None:
    """Wait for what a page tells this process by itself, such as a request that is held: it tells while it is asked."""
    for _ in range(MOST_FRAMES):
        if true():
            return
        page.evaluate("new Promise(requestAnimationFrame)")


def value_of(field: Locator) -> str:
    """What the server put into a field, once there is something."""
    expect(field).not_to_have_value("")
    return field.input_value()


def text_of(place: Locator) -> str:
    """What the server wrote in one place, once it is seen."""
    expect(place).to_be_visible()
    return place.inner_text().strip()


def texts_of(places: Locator) -> list[str]:
    """What the server wrote in all of these places, once the page they are on is whole."""
    expect(places.first).to_be_visible()
    return [text_of(place) for place in every(places)]


def every(things: Locator) -> list[Locator]:
    """All things of a kind that a page has, once it is whole; it may have none. Come to the page first."""
    settle(things.page)
    return things.all()


def shown(thing: Locator) -> bool:
    """Whether a page shows a thing, once it is whole; for what may be there or not. What must be there, or must not,
    is expected."""
    settle(thing.page)
    return thing.first.is_visible()


def settle(page: Page) -> None:
    """Wait until a page is whole: loaded with its fonts, its scripts run, nothing that htmx fetches under way."""
    page.wait_for_load_state()
    page.wait_for_function(SETTLED)


def slow_down(page: Page) -> None:
    """Let the scripts of a page run as slowly as `SLOW_BROWSER` asks."""
    if SLOWNESS > 1 and page not in _slowed:
        _slowed.add(page)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWNESS})


@dataclass
class Site:
    """The served application in a page, with ears on its window."""

    page: Page
    url: str

    def __post_init__(self) -> None:
        self.ears = Ears.on(self.page.context)
        slow_down(self.page)

    def sign_in(self, *roles: str, user: User | None = None) -> User:
        """Sign a person in without the form."""
        user = user or make_user(*roles)
        client = Client()
        sign_in(client, user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.url}])
        return user

    def open(self, path: str) -> Response | None:
        """Go to a path of the site."""
        return self.page.goto(self.url + path)

    def type(self, text: str, *, into: str = "") -> None:
        """Type where the focus is, as `type_text` does."""
        type_text(self.page, text, into=into)

    def resize(self, size: dict[str, int]) -> None:
        """Change the screen: `DESK` or `PHONE`."""
        self.page.set_viewport_size(size)

    def dark(self, on: bool = True) -> None:
        self.page.emulate_media(color_scheme="dark" if on else "light")

    def forgive(self, pattern: str) -> None:
        """Expect complaints that match a pattern, such as the 403 a test provokes."""
        self.ears.forgiven.append(pattern)

    def accessibility_problems(self, *rules: str) -> list[str]:
        """What axe finds on the page as it stands, by all rules or by those named: rule and elements that break it."""
        settle(self.page)
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate(Axe().axe_script)
        options: dict = {"resultTypes": ["violations"], "preload": False, "iframes": False, "selectors": False}
        if rules:
            options["runOnly"] = {"type": "rule", "values": rules}
        found = self.page.evaluate("options => axe.run(options)", options)
        return [f"{item['id']}: {node['html'][:160]}" for item in found["violations"] for node in item["nodes"]]

    def broken_words(self) -> list[str]:
        """Words of the page that stand on two lines. One longer than any word is may break."""
        settle(self.page)
        return self.page.evaluate(BROKEN_WORDS)

    def holes(self) -> list[str]:
        """Cards that are stretched over nothing, or hold an empty strip."""
        settle(self.page)
        return self.page.evaluate(HOLES)

    def misplaced_text(self) -> list[str]:
        """Text outside its card, cell, button or field, and words without a space between them."""
        settle(self.page)
        return self.page.evaluate(MISPLACED_TEXT)

    def unseen_focus(self) -> list[str]:
        """Controls that don't show that they have the focus."""
        settle(self.page)
        self.page.keyboard.press("Tab")
        return self.page.evaluate(UNSEEN_FOCUS)

    def untidy(self) -> list[str]:
        """Controls of a row that don't start at one height, short names that are cut, tables wider than their card."""
        settle(self.page)
        return self.page.evaluate(UNTIDY)

    def overflows(self) -> bool:
        """Whether the page scrolls sideways."""
        settle(self.page)
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
