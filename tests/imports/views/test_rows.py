"""What a file says under a title nobody knows stays with each row: on its page after the import, and in the JSON."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import call_command

from imports.models import SavedMapping
from imports.plans import ACCEPT
from tests.imports.files import planned
from tests.imports.formats.unread.test_platforms import LISTS
from tests.imports.mapping.test_services import newest, say, upload
from tests.support.builders import make_fund

pytestmark = pytest.mark.usefixtures("organization")
TITLE = "Shoe size"
LONG = "Wide " + "and long " * 200 + "feet"
MAPPED = {"lists": "gifts", "method": "cash", "name": "Odd", "col_0": "name", "col_1": "amount", "col_2": "date"}


def with_cell(slug: str, value: str) -> str:
    titles, row = LISTS[slug]
    written = StringIO()
    csv.writer(written).writerows([[*titles.split(","), TITLE], [*row.split(","), value]])
    return written.getvalue()


@pytest.fixture
def fund(organization):
    return make_fund("GEN", name="wells")


@pytest.mark.parametrize("value", ["forty-two", LONG])
@pytest.mark.parametrize("slug", LISTS)
def test_the_page_of_an_imported_row_and_the_document_show_it(client_as, fund, tmp_path, capsys, slug, value):
    client = client_as("development")
    path = tmp_path / "list.csv"
    path.write_text(with_cell(slug, value))
    call_command("import_file", str(path), "--json")
    told = json.loads(capsys.readouterr().out)

    upload(client, path.read_bytes(), "list.csv")
    batch = newest()
    client.post(f"/imports/{batch.pk}/funds/", {"rest": fund.pk})
    client.post(f"/imports/{batch.pk}/commit/")
    page = client.get(f"/imports/{batch.pk}/rows/{batch.rows.get().pk}/").content.decode()

    assert [row["raw"][TITLE] for row in told["files"][0]["rows"]] == [value]
    assert (batch.rows.get().decision, batch.rows.get().state) == (ACCEPT, "applied")
    assert TITLE in page
    assert value in page


def test_a_column_left_out_of_a_mapping_stays_with_its_rows(client_as, fund):
    client = client_as("development")
    upload(client, f"Wer,Wieviel,Wann,{TITLE}\nAna Pinto,10.00,2024-01-05,forty-two\n".encode(), "odd.csv")
    say(client, {**MAPPED, "fund": fund.pk})
    client.post(f"/imports/{newest().pk}/commit/")

    page = client.get(f"/imports/{newest().pk}/rows/{newest().rows.get().pk}/").content.decode()

    assert newest().rows.get().state == "applied"
    assert "forty-two" in page


def test_a_month_left_out_of_a_mapping_stays_with_its_rows(client_as, fund):
    client = client_as("development")
    upload(client, b"Wer,2024-01,2024-02,2024-03\nAna Pinto,10.00,20.00,30.00\n", "odd.csv")
    said = {**MAPPED, "col_1": "month", "col_2": "month", "month_day": "first", "fund": fund.pk}
    say(client, said)

    assert SavedMapping.objects.count() == 1
    assert [row.plan["raw"] for row in newest().rows.order_by("part")] == [
        {"Wer": "Ana Pinto", "2024-01": "10.00", "2024-03": "30.00"},
        {"Wer": "Ana Pinto", "2024-02": "20.00", "2024-03": "30.00"},
    ]


def test_no_cell_is_lost_to_a_title_that_looks_numbered():
    (row,) = planned("Name,Email,Shoe,Shoe,Shoe (2)\nAna Pinto,ana@example.org,left,right,third\n").rows

    assert [text for title, text in row.raw.items() if title.startswith("Shoe")] == ["left", "right", "third"]
