"""A browser in front of the served application: signing in, screen sizes, the console, accessibility."""

import re
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, WebError

from core.models import User
from tests.builders import make_user
from tests.signing_in import sign_in

#: What letters can be typed into.
TEXT_FIELDS = (
    "input:not([type=hidden], [type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]"
)
MOST_FRAMES = 600
#: A word ends at a space, and may be parted after a hyphen or a slash. What nobody sees is not looked at.
BROKEN_WORDS = """() => {
  const found = [], range = document.createRange();
  for (const cell of document.querySelectorAll("td, th")) {
    if (!cell.checkVisibility()) continue;
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (!text.parentElement.checkVisibility() || text.parentElement.closest("svg, select, .vh")) continue;
      for (const word of text.data.matchAll(/[\\p{L}\\p{N}$,._@]{2,24}(?![\\p{L}\\p{N}$,._@])/gu)) {
        if (/[\\p{L}\\p{N}$,._@]/u.test(text.data[word.index - 1] ?? "")) continue;
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const tops = [...range.getClientRects()].filter(box => box.width > 0).map(box => box.top);
        if (Math.max(...tops) - Math.min(...tops) > 4) found.push(word[0]);
      }
    }
  }
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
        for _ in range(MOST_FRAMES):
            if len(self.complaints) >= count:
                return
            page.evaluate("new Promise(requestAnimationFrame)")

    def unforgiven(self) -> list[str]:
        return [text for text in self.complaints if not any(re.search(pattern, text) for pattern in self.forgiven)]


_ears: WeakKeyDictionary[BrowserContext, Ears] = WeakKeyDictionary()


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


@dataclass
class Site:
    """The served application in a page, with ears on its window."""

    page: Page
    url: str

    def __post_init__(self) -> None:
        self.ears = Ears.on(self.page.context)

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
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate(Axe().axe_script)
        options: dict = {"resultTypes": ["violations"], "preload": False, "iframes": False, "selectors": False}
        if rules:
            options["runOnly"] = {"type": "rule", "values": rules}
        found = self.page.evaluate("options => axe.run(options)", options)
        return [f"{item['id']}: {node['html'][:160]}" for item in found["violations"] for node in item["nodes"]]

    def broken_words(self) -> list[str]:
        """Words in cells of tables that stand on two lines. One longer than any word is may break."""
        return self.page.evaluate(BROKEN_WORDS)

    def overflows(self) -> bool:
        """Whether the page scrolls sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
