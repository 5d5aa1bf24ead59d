"""What files call funds: whatever the name looks like, and files that name none, the question can be answered."""

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from donations.models import Fund, Gift
from imports.models import ImportBatch
from tests.support.builders import make_fund

pytestmark = pytest.mark.usefixtures("organization")
#: Names that a program could take for a number, a truth, nothing, or JSON.
NAMES = ("2024", "4010", "07", "1e5", "true", "null", "NULL", "[1]", "{}", '"', "-", "Rent")


@pytest.fixture
def fund(organization):
    return make_fund("GEN", name="General")


def bring_in(client, text):
    """Upload, answer the question about funds, import; gives the addresses shown."""
    file = SimpleUploadedFile("list.csv", text.encode())
    shown = [client.post("/imports/new/", {"file": file}, follow=True)]
    address = f"/imports/{ImportBatch.objects.get().pk}"
    shown.append(client.get(f"{address}/funds/"))
    shown.append(client.post(f"{address}/funds/", {"rest": Fund.objects.get().pk}, follow=True))
    shown.append(client.post(f"{address}/commit/", follow=True))
    return shown


@pytest.mark.parametrize("name", NAMES)
def test_a_fund_may_be_called_anything(client_as, fund, name):
    quoted = name.replace('"', '""')

    shown = bring_in(client_as("development"), f'Name,Amount,Date,Fund\nTom Vance,0.10,2024-03-14,"{quoted}"\n')

    assert {page.status_code for page in shown} == {200}
    assert "$0.10" in shown[1].content.decode()
    assert list(Gift.objects.values_list("amount", "lines__fund")) == [(Decimal("0.10"), fund.pk)]


def test_a_file_that_names_no_fund_is_asked_once(client_as, fund):
    shown = bring_in(client_as("development"), "Name,Amount,Date\nTom Vance,25.50,2024-03-14\n")

    assert "Rows without a fund" in shown[1].content.decode()
    assert list(Gift.objects.values_list("amount", "lines__fund")) == [(Decimal("25.50"), fund.pk)]


def test_the_command_knows_the_fund_of_a_file_that_names_none(capsys, tmp_path):
    (tmp_path / "funds.csv").write_text("fund_code,fund,alias\nGEN,General,\nWELL,Wells,wells\n")
    (tmp_path / "list.csv").write_text("Name,Amount,Date\nTom Vance,25.50,2024-03-14\n")

    call_command(
        "import_file", str(tmp_path / "list.csv"), "--funds", str(tmp_path / "funds.csv"), "--commit", "--json"
    )

    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert (file["state"], file["rows"][0]["fund"]) == ("applied", None)
    assert list(Gift.objects.values_list("lines__fund__code", flat=True)) == ["GEN"]


def test_a_file_of_contacts_makes_no_fund(capsys, tmp_path):
    (tmp_path / "funds.csv").write_text("fund_code,fund,alias\nGEN,General,\n")
    (tmp_path / "list.csv").write_text("Name,Email\nTom Vance,tom@vance.example\n")

    call_command(
        "import_file", str(tmp_path / "list.csv"), "--funds", str(tmp_path / "funds.csv"), "--commit", "--json"
    )

    assert not Fund.objects.exists()
