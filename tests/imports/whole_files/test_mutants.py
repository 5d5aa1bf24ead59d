"""Whatever is uploaded, the page answers: with a plan that can be looked at, or with a sentence that says why not."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from imports.contexts import Context
from imports.matching.known_records import KnownRecords
from imports.planning.planner import PLANNED, plan_file
from tests.imports.files import FUNDS
from tests.imports.whole_files.mutants import HOSTILE, mutant, sound_files

pytestmark = pytest.mark.usefixtures("organization")
ORDINARY = 300


def survives(number, client=None):
    """Plan a mutant and perhaps upload it: never an exception, never a 500; its rows are told apart."""
    name, data = mutant(number)
    made = plan_file(name, data, KnownRecords(), Context(funds=FUNDS))
    places = [(row.sheet, row.row, row.part) for row in made.plan.rows]

    assert len(places) == len(set(places)), number
    json.dumps(made.as_json(), ensure_ascii=False).encode()
    assert (made.state == PLANNED) == bool(places), number
    assert made.refusal is None or made.refusal.endswith("."), number
    if client is not None:
        uploads(name, data, client, number)


def uploads(name, data, client, number=0):
    answer = client.post("/imports/new/", {"file": SimpleUploadedFile(name, data or b" ")})
    assert answer.status_code in (200, 302, 422), (number, answer.status_code)
    if answer.status_code == 302:
        assert client.get(answer.url).status_code in (200, 302), number


def giver(title):
    """A sound row. For each column it is another person's: every two rows of one name are compared with each other."""
    name = title.strip(" #").partition(" ")[0]
    email, phone = f"{name.lower()}@example.com", f"317-555-01{len(title):02}"
    return ["2024-03-05", f"Ann {name}son", "50", email, phone, "46032", "1", "USD", "General", "no"]


@pytest.mark.parametrize("start", range(0, ORDINARY, 100))
def test_no_damaged_upload_is_an_error_of_the_server(client_as, start):
    client = client_as("development")

    for number in range(start, start + 100):
        survives(number, client if number % 3 == 0 else None)


def test_what_mutants_are_made_of_is_read(client_as):
    for name, data in sound_files():
        assert plan_file(name, data, KnownRecords(), Context(funds=FUNDS)).state == PLANNED, name


def test_no_hostile_cell_is_an_error_of_the_server_in_any_column(client_as):
    titles = ["Date", "Name", "Amount", "Email", "Phone", "Zip", "Check #", "Currency", "Fund", "Email opt out"]
    cells = [text for text in HOSTILE if not set(text) & {"\x0b", "\x1f", "\ue000"}]
    rows = [[*sound[:at], cell, *sound[at + 1 :]] for at, sound in enumerate(map(giver, titles)) for cell in cells]
    lines = [",".join(f'"{text}"' for text in (cell.replace('"', '""') for cell in row)) for row in (titles, *rows)]

    uploads("hostile.csv", "\n".join(lines).encode("utf-8", "replace"), client_as("development"))
