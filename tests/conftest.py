"""Fixtures every test may use.

- Most tests touch the database inside a transaction: mark the module `pytest.mark.django_db`, or ask for `client_as`.
- Tests that commit ask for `own_database` (or `live_app`, or `site`, a browser) and get a copy of the prepared one;
  their marks `commits` and `browser` follow from what they ask for.
- After every test that used a database, every invariant of the ledger is checked. Mark a test `breaks_ledger` when
  breaking it is the point.
"""

import gc
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import teardown_databases
from django.utils import timezone
from playwright.sync_api import Page
from whitenoise.middleware import WhiteNoiseMiddleware

from core.models import Organization, User
from tests.support import databases, ledger, signing_in
from tests.support.browser import DESK, Ears, Site, slow_down
from tests.support.builders import make_organization, make_user
from tests.support.clock import move_the_clock
from tests.support.machine import CHROMIUM_FLAGS, IN_CI, NO_CHROMIUM, chromium, memory
from tests.support.network.mailsink import MailSink, sink
from tests.support.network.servers import served

TESTS = Path(__file__).resolve().parent
MARKS = {"own_database": "commits", "live_app": "commits", "site": "browser", "page": "browser"}
#: What a file says in which a test drives a browser: a mark, or an argument of that name.
DRIVES = re.compile(r"\bmark\.browser\b|def \w+\([^)]*\b(?:site|page|browser)\b")
SAMPLES = "../shared/"
#: The longest tests go first: one that began last would run on alone while other processes wait.
LONGEST = {"test_who_sees_whom.py", "test_operators_guide.py"}
#: A test that opens a database asks for one of these, itself or through another fixture.
DATABASE = {"db", "database", "own_database", "django_db_setup", "transactional_db"}
#: Pages, and stories of files, the processor and the demonstration, which read and write through what other tests hold
#: on both databases; there `stories/test_every_page.py` opens each page and `stories/forms/test_sent_twice.py` sends
#: each form. On PostgreSQL these run in `make test-long`, except those that do several things at once.
LONG_ON_POSTGRESQL = (
    "config/demo",
    "config/management/commands/test_seed_demo.py",
    "core/middleware/test_never_stored.py",
    "core/views",
    "crm/views",
    "donations/processor/test_backfill.py",
    "donations/processor/test_returned_money.py",
    "donations/processor/test_sync.py",
    "donations/processor/test_unmatched_payments.py",
    "donations/views",
    "donations/views/test_property_fields.py",
    "events/views",
    "imports/formats",
    "imports/mapping/test_values.py",
    "imports/planning/test_answers.py",
    "imports/planning/test_fund_names.py",
    "imports/planning/test_unknown_is_asked.py",
    "imports/views",
    "imports/whole_files",
    "receipts/test_printed_benefits.py",
    "receipts/views",
    "stories/forms/test_hostile_addresses.py",
    "stories/forms/test_hostile_forms.py",
    "stories/looks",
    "stories/privacy",
    "stories/test_every_file.py",
    "test_access.py",
)
_skipped: list[str] = []


def pytest_configure() -> None:
    move_the_clock()
    # A good hash is slow on purpose, and tests make a user each.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    WhiteNoiseMiddleware.add_files_from_finders = _listed_once(WhiteNoiseMiddleware.add_files_from_finders)


def _listed_once(add: Callable[[WhiteNoiseMiddleware], None]) -> Callable[[WhiteNoiseMiddleware], None]:
    """Every client makes the middleware anew, and that looks at each file of the site: once is enough."""
    files: dict[str, object] = {}

    def add_once(self: WhiteNoiseMiddleware) -> None:
        if not files:
            add(self)
            files.update(self.files)
        self.files.update(files)

    return add_once


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files without a test for this run need not be read: none that drives a browser, or all long on PostgreSQL."""
    marks = config.option.markexpr
    if not collection_path.name.startswith("test_"):
        return None
    if marks.startswith("browser") and not DRIVES.search(collection_path.read_text()):
        return True
    if "not long" in marks and connection.vendor == "postgresql" and _is_under(collection_path, LONG_ON_POSTGRESQL):
        return "own_database" not in collection_path.read_text() or None
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    elsewhere = [item for item in items if not _runs_on(item, connection.vendor)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if _runs_on(item, connection.vendor)]
    items.sort(key=lambda item: item.path.name not in LONGEST)
    for item in items:
        asked = getattr(item, "fixturenames", ())
        if connection.vendor == "postgresql" and _is_under(item.path, LONG_ON_POSTGRESQL) and not _races(asked):
            item.add_marker("long")
        if taken := MARKS.keys() & getattr(getattr(item, "callspec", None), "params", {}).keys():
            raise pytest.UsageError(f"{item.nodeid}: {', '.join(taken)} is a fixture; name the parameter otherwise.")
        for mark in {MARKS[name] for name in asked if name in MARKS}:
            item.add_marker(mark)
        if item.get_closest_marker("browser") and not DRIVES.search(item.path.read_text()):
            raise pytest.UsageError(f"{item.nodeid} drives a browser: mark it, so that the run in browsers finds it.")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: garbage collection need not look at it again."""
    gc.collect()
    gc.freeze()


def _races(asked: Sequence[str]) -> bool:
    """Whether a test commits from several threads, which is more than requests to the served application."""
    return "own_database" in asked and "live_app" not in asked


def _is_under(path: Path, places: tuple[str, ...]) -> bool:
    return any(path.is_relative_to(TESTS / place) for place in places)


def _runs_on(item: pytest.Item, vendor: str) -> bool:
    """What names a database runs on that one; what may not open any (pytest-django sees to it) runs on SQLite alone."""
    named = [mark for mark in ("sqlite", "postgresql") if item.get_closest_marker(mark)]
    opens = DATABASE & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
    return vendor in named if named else vendor == "sqlite" or bool(opens)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """In continuous integration a skipped test is a failure, unless it wanted samples kept outside the repository."""
    if IN_CI and report.skipped and isinstance(report.longrepr, tuple) and SAMPLES not in report.longrepr[2]:
        _skipped.append(f"{report.nodeid}: {report.longrepr[2]}")


def pytest_terminal_summary(terminalreporter) -> None:
    for line in _skipped:
        terminalreporter.write_line(f"Must not be skipped here: {line}", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if _skipped and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker) -> Iterator[None]:
    """A database for this process alone, migrated, and a copy of it kept for `own_database`."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw")
    with tempfile.TemporaryDirectory(prefix="solidarity-tests-", dir=memory()) as folder:
        name = f"{folder}/test.sqlite3" if connection.vendor == "sqlite" else f"test_{os.getpid()}_{worker}"
        connection.settings_dict["TEST"]["NAME"] = name
        with django_db_blocker.unblock():
            before = databases.migrated(name)
            ledger.learn()
            databases.prepare()
        yield
        with django_db_blocker.unblock():
            databases.discard()
            teardown_databases(before, verbosity=0)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker) -> Iterator[databases.OwnDatabase]:
    """A copy of the prepared database, to commit to from any thread or process."""
    with django_db_blocker.unblock(), databases.own_copy() as own:
        yield own


@pytest.fixture
def database(request: pytest.FixtureRequest) -> None:
    """The database this test works in: its own copy when it commits, else one transaction."""
    commits = any(request.node.get_closest_marker(mark) for mark in ("commits", "browser"))
    request.getfixturevalue("own_database" if commits else "db")


@pytest.fixture(autouse=True)
def ledger_holds(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every invariant is true after every test that used a database."""
    uses = {"db", "database", "own_database"} & set(request.fixturenames) or _marked(request, "django_db")
    if uses:
        request.getfixturevalue("database")
    yield
    if uses and not _marked(request, "breaks_ledger") and not connection.needs_rollback:
        assert ledger.broken() == []


def _marked(request: pytest.FixtureRequest, mark: str) -> bool:
    return request.node.get_closest_marker(mark) is not None


@pytest.fixture
def organization(database: None) -> Organization:
    """The charity, recognized since its formation."""
    return make_organization()


@pytest.fixture
def client_as(database: None) -> Callable[..., Client]:
    """`client_as("finance")` is a client signed in with these roles; `client_as(user=…)` as somebody."""

    def sign_in(*roles: str, user: User | None = None) -> Client:
        client = Client()
        client.user = user or make_user(*roles)
        signing_in.sign_in(client, client.user)
        return client

    return sign_in


@pytest.fixture
def mail_sink(database: None, settings) -> Iterator[MailSink]:
    """Mail is on, and goes to a real server that counts; `environment` sends another process's letters there too."""
    make_organization(
        email="office@charity.example",
        mail_on=True,
        mail_on_since=timezone.now(),
        mail_bounces_to="bounces@charity.example",
        mail_reply_to="answers@charity.example",
    )
    with sink() as server:
        settings.EMAIL_BACKEND = "core.mail.transport.SMTPBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MAIL_CONFIGURED = server.host, server.port, True
        yield server


@pytest.fixture
def live_app(own_database: databases.OwnDatabase) -> Iterator[str]:
    """The application on a real socket in front of the test's own database; gives its address."""
    with served() as url:
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """The machine's own Chromium; nothing is ever downloaded."""
    path = chromium()
    if path is None:
        refuse_or_skip(NO_CHROMIUM)
    # Playwright keeps an event loop in this thread, and Django would refuse the database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {"executable_path": path, "args": CHROMIUM_FLAGS}


def refuse_or_skip(reason: str) -> None:
    """Skip what this machine cannot run; in continuous integration that is a failure."""
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser_context_args() -> dict:
    return {"viewport": DESK, "reduced_motion": "reduce", "locale": "en-US"}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page of a browser: whatever its window says on the console fails the test, unless forgiven."""
    ears = Ears.on(page.context)
    slow_down(page)
    yield page
    assert ears.unforgiven() == []


@pytest.fixture
def site(live_app: str, page: Page) -> Site:
    """The served application in a browser."""
    return Site(page=page, url=live_app)
