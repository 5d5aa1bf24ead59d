"""`docs/operators.md`, command by command on an empty PostgreSQL: to the first sign-in over TLS and the first receipt.

What the guide shows is run as it is written, in a copy of the code; only its placeholders and example paths are filled
in, and the packages are those of the tests. Nothing here touches the database of the tests.
"""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from config.environment import SETTINGS
from tests import postgres
from tests.check import ROOT
from tests.conftest import refuse_or_skip
from tests.core.sign_in.ways import code_of
from tests.support.browser import DESK, Ears, value_of
from tests.support.network.tls_proxy import tls_proxy

pytestmark = pytest.mark.browser
GUIDE = (ROOT / "docs" / "operators.md").read_text()
STEP = re.compile(r"<!-- step: (\w+) -->\n```\w*\n(.*?)```", re.DOTALL)
STEPS = dict(STEP.findall(GUIDE))
PROCESS = re.compile(r"^\| (web|worker) \| `([^`]+)`", re.MULTILINE)
COMMANDS = dict(PROCESS.findall(GUIDE))
PASSWORD = "of the database: $1 #2 %3"
ADMIN_PASSWORD = "a sentence that only we know"
ANSWERS = [
    "Example Aid, Inc.",
    "12-3456789",
    "2020-02-03",
    "IN",
    "1 Example Street; Springfield, IN 46000",
    "America/Indiana/Indianapolis",
    "Ada Example",
    "ada@example.org",
    "admin,development,finance,events",
]


@dataclass
class Place:
    """A server with the code on it: its folder, its database, and what fills the guide's placeholders."""

    folder: Path
    database: str
    web_port: int = 0
    tls_port: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> Path:
        return self.folder / "code"

    def filled(self, step: str) -> str:
        """The text of a step with the example paths of the guide moved into this folder."""
        text = STEPS[step].replace("/etc/", f"{self.folder}/").replace("/srv/", f"{self.folder}/")
        return text.replace("/backup/", f"{self.folder}/")

    def run(self, text: str, *, answers: str = "", **environment: str) -> str:
        """Type lines into a shell in the folder of the code; what they print. The first that fails stops the test."""
        script = self.folder / "script.sh"
        script.write_text(text)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", str(script)],
            cwd=self.code,
            env={**self.environment, **environment},
            input=answers,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{text}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout + done.stderr

    @property
    def as_database_administrator(self) -> dict[str, str]:
        parts = urlsplit(self.database)
        programs = str(postgres.programs())
        return {
            "PGHOST": parts.hostname or "",
            "PGPORT": str(parts.port),
            "PGUSER": parts.username or "",
            "PGPASSWORD": parts.password or "",
            "PATH": f"{programs}:{os.environ['PATH']}",
        }


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    if postgres.programs() is None:
        refuse_or_skip(postgres.NO_PROGRAMS)
    with postgres.cluster(superuser="postgres") as url:
        here = Place(folder=tmp_path, database=url, web_port=free_port())
        ours = ("VIRTUAL_ENV", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", *SETTINGS)
        here.environment = {name: value for name, value in os.environ.items() if name not in ours}
        copy_code(here.code)
        yield here


def copy_code(to: Path) -> None:
    """The files of the repository with their dates, and the packages that were installed for the tests."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).exists():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    (to / ".venv").symlink_to((ROOT / ".venv").resolve())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_database(place: Place) -> None:
    with psycopg.connect(place.database, autocommit=True) as connection:
        for statement in filter(str.strip, STEPS["database"].replace("…", PASSWORD.replace("'", "''")).split(";")):
            connection.execute(statement)


def write_settings(place: Place, *, database: str = "solidarity") -> None:
    """The guide's settings file, with this place's host, key, database and mail."""
    parts, quoted = urlsplit(place.database), "".join(f"%{ord(char):02x}" for char in PASSWORD)
    ours = {
        "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": f"https://localhost:{place.tls_port}",
        "DATABASE_URL": f"postgres://solidarity:{quoted}@{parts.hostname}:{parts.port}/{database}",
        "EMAIL_URL": f"file://{place.folder}/mail",
    }
    lines = [line.partition("=") for line in place.filled("settings").splitlines()]
    assert set(ours) <= {name for name, _, _ in lines}
    (place.folder / "solidarity").mkdir(exist_ok=True)
    text = "".join(f"{name}={ours.get(name, value)}\n" for name, _, value in lines)
    (place.folder / "solidarity.env").write_text(text)


@contextmanager
def running(place: Place, *names: str) -> Iterator[None]:
    """The processes of the guide's table, each as it is written there, at this place's port."""
    settings = {"SOLIDARITY_ENV_FILE": str(place.folder / "solidarity.env")}
    path = {"PATH": f"{place.code / '.venv' / 'bin'}:{os.environ['PATH']}"}
    started = []
    try:
        for name in names:
            log = (place.folder / f"{name}.log").open("w")
            command = COMMANDS[name].replace(":8000", f":{place.web_port}").split()
            environment = {**place.environment, **settings, **path}
            started.append(
                subprocess.Popen(
                    command, cwd=place.code, env=environment, stdout=log, stderr=log, start_new_session=True
                )
            )
        wait_until_up(place)
        yield
        assert [process.poll() for process in started] == [None] * len(started), logs(place)
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def logs(place: Place) -> str:
    return "\n".join(path.read_text() for path in sorted(place.folder.glob("*.log")))


def wait_until_up(place: Place) -> None:
    request = Request(f"http://127.0.0.1:{place.web_port}/health/", headers={"Host": "localhost"})
    request.add_header("X-Forwarded-Proto", "https")
    for _ in range(600):
        try:
            urlopen(request, timeout=5).close()
            return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"The web server didn't start.\n{logs(place)}")


def test_the_guide_leads_to_the_first_receipt(place: Place, browser: Browser):
    with tls_proxy(to=place.web_port, folder=place.folder) as place.tls_port:
        make_database(place)
        write_settings(place)
        said = place.run(
            place.filled("install"), answers="\n".join([*ANSWERS, ""]), SOLIDARITY_ADMIN_PASSWORD=ADMIN_PASSWORD
        )
        assert "Example Aid, Inc. is set up, and ada@example.org can sign in." in said

        with running(place, "web", "worker"):
            check_tls(place)
            window = browser.new_context(ignore_https_errors=True, viewport=DESK)
            ears = Ears.on(window)
            try:
                set_up_in_browser(window.new_page(), f"https://localhost:{place.tls_port}")
                assert {cookie["secure"] for cookie in window.cookies()} == {True}
                assert ears.unforgiven() == []
            finally:
                window.close()
        assert "Traceback" not in logs(place)

        place.run(place.filled("upgrade"), SOLIDARITY_ENV_FILE=str(place.folder / "solidarity.env"))
        bring_back(place)


def check_tls(place: Place) -> None:
    """Plain http is sent to https; over https browsers are told to stay there."""
    here = ssl._create_unverified_context()  # the certificate is our own
    with urlopen(f"https://localhost:{place.tls_port}/sign-in/", context=here) as answer:
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    plain = Request(f"http://127.0.0.1:{place.web_port}/sign-in/", headers={"Host": "localhost"})
    try:
        urlopen(plain, timeout=10).close()
    except (HTTPError, URLError):
        return  # it was sent to https://localhost/, where nobody listens
    pytest.fail("Plain http was answered with a page.")


def set_up_in_browser(page: Page, url: str) -> None:
    """From the password to the first receipt, as the home page leads."""
    page.goto(url)
    page.locator("[name=login]").fill("ada@example.org")
    page.locator("[name=password]").fill(ADMIN_PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("link", name="Set up the app").click()
    seed = value_of(page.locator("input[readonly]").first)
    page.locator("[name=code]").fill(code_of(seed))
    page.locator("[name=code]").press("Enter")
    page.wait_for_url("**/codes/")

    for step, values in (
        ("exemption", {"status": "recognized", "starts_on": "2020-06-01", "effective_on": "2020-02-03"}),
        ("signer", {"signer_name": "Ada Example", "signer_title": "Treasurer", "email": "office@charity.example"}),
        ("fund", {"code": "GEN", "name": "General"}),
        ("mail", {}),
        ("mail-test", {}),
    ):
        page.goto(url)
        with page.expect_navigation():
            page.locator(f"[data-step={step}] a").click()
        send(page, **values)
    record_a_gift(page, url)
    issue_its_receipt(page, url)


def send(page: Page, **values: str) -> None:
    """Fill the page's form by the names of its fields, send it, and wait for the page after it."""
    here = page.url
    for name, value in values.items():
        control = page.locator(f"main [name={name}]")
        if control.evaluate("element => element.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    with page.expect_navigation():
        page.locator("main .btn.pri").last.click()
    expect(page).not_to_have_url(here)


def record_a_gift(page: Page, url: str) -> None:
    page.goto(f"{url}/supporters/new/")
    send(page, full_name="Amina Testperson")
    page.goto(f"{url}/gifts/new/?supporter=1")
    page.locator("main [name=amount]").fill("250")
    page.locator("main [name=amount]").press("Enter")
    page.get_by_text("$250.00").first.wait_for()


def issue_its_receipt(page: Page, url: str) -> None:
    page.goto(f"{url}/acknowledgments/issue/?pick=all")
    page.get_by_role("button", name=re.compile("Issue 1 receipt")).click()
    page.wait_for_url(lambda address: "/issue/" not in address)
    page.goto(f"{url}/receipts/")
    page.locator("main tbody a").first.click()
    page.wait_for_url(re.compile(r"/receipts/\d+/"))
    pdf = page.request.get(f"{page.url.rstrip('/')}/pdf/").body()
    text = " ".join("".join(part.extract_text() for part in PdfReader(BytesIO(pdf)).pages).split())
    assert "Amina Testperson" in text
    assert "$250.00" in text
    assert "No goods or services were provided" in text


def bring_back(place: Place) -> None:
    """The backup of the guide, restored into another database: the ledger holds and the receipt is the issued one."""
    place.run(place.filled("backup"), **place.as_database_administrator)
    place.run(place.filled("restore"), **place.as_database_administrator)
    write_settings(place, database="solidarity_restored")

    said = place.run(
        ". .venv/bin/activate\n" + place.filled("ask"), SOLIDARITY_ENV_FILE=str(place.folder / "solidarity.env")
    )

    assert "1 checked, 0 failed" in said


def test_every_step_of_the_guide_is_walked():
    assert set(STEPS) == {"database", "settings", "install", "upgrade", "backup", "restore", "ask"}
    assert set(COMMANDS) == {"web", "worker"}
