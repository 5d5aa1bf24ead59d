"""Take the README's pictures of a running demonstration: `python docs/take_pictures.py http://127.0.0.1:8000`.

Needs the development packages, Chromium and pdftoppm. The pictures show made-up people only.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PASSWORD = "solidarity-demo-2026"
DESK, PHONE = ViewportSize(width=1280, height=860), ViewportSize(width=390, height=760)
PAGES = {
    "board": "/board/",
    "supporter": "/supporters/5/",
    "gifts": "/gifts/",
    "gift-new": "/gifts/new/",
    "acknowledgments": "/acknowledgments/",
    "event": "/events/",
}
LOG = """GIFTS 2024,,,,,
Date,Name,Amount,How paid,For,Notes
01/15/2024,Amina Namoona,$50.00,Check #1001,Education,
02/16/2024,Bilal & Hina Misali,250,Check #1002,Education,
02/17/2024,Kashif Khayali,75.00,Cash,Education,
03/21/2024,"Exampleville Dental, LLC",600,Check #55,Education,
03/19/2024,Omar Farzi,£100.00,Check #7,Education,
March 2024,Tariq Kahani,40,Cash,Education,
04/22/2024,Sana Tamseel,see email,Cash,Education,
,TOTAL,975,,,
"""


def sign_in(context: BrowserContext, base: str, role: str) -> None:
    page = context.new_page()
    page.goto(f"{base}/sign-in/")
    page.get_by_label("Email").fill(f"{role}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.close()


def first_link(page: Page) -> str:
    """Where the first row of a list leads."""
    return page.locator("main tbody a").first.get_attribute("href") or ""


def staff_pages(context: BrowserContext, base: str) -> None:
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(base + path)
        if name == "event":
            page.goto(base + first_link(page))
        page.screenshot(path=FOLDER / f"{name}.png")
    with TemporaryDirectory() as folder:
        log = Path(folder) / "Donor log 2024.csv"
        log.write_text(LOG, encoding="utf-8")
        page.goto(f"{base}/imports/new/")
        page.get_by_label("Donor file").set_input_files(log)
        page.get_by_role("button", name="Upload and preview").click()
        page.wait_for_load_state()
        page.screenshot(path=FOLDER / "import.png")
        receipt(page, base, Path(folder))


def receipt(page: Page, base: str, folder: Path) -> None:
    page.goto(f"{base}/receipts/")
    address = first_link(page)
    (folder / "receipt.pdf").write_bytes(page.request.get(f"{base}{address}pdf/").body())
    command = ["pdftoppm", "-r", "80", "-png", "-singlefile", str(folder / "receipt.pdf"), str(FOLDER / "receipt")]
    subprocess.run(command, check=True)  # noqa: S603  our own file


def main(base: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        desk = browser.new_context(viewport=DESK)
        sign_in(desk, base, "finance")
        staff_pages(desk, base)
        phone = browser.new_context(viewport=PHONE)
        page = phone.new_page()
        page.goto(f"{base}/give/")
        page.screenshot(path=FOLDER / "give.png")
        sign_in(phone, base, "events")
        page.goto(f"{base}/events/")
        slug = first_link(page).strip("/").split("/")[-1]
        page.goto(f"{base}/e/{slug}/")
        page.screenshot(path=FOLDER / "order.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
