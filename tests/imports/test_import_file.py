"""The command: its document, its exit codes, and that planning keeps nothing."""

import json

import pytest
from django.core.management import CommandError, call_command

from donations.models import Gift, Movement
from imports.models import ImportBatch
from tests.imports.books import small_log
from tests.imports.files import SAMPLES, samples

pytestmark = pytest.mark.usefixtures("organization")
ALIASES = "fund_code,fund,alias\nGEN,General,General\nWELL,Wells,wells\n"


@pytest.fixture
def paths(tmp_path):
    (tmp_path / "funds.csv").write_text(ALIASES)
    (tmp_path / "log.xlsx").write_bytes(small_log())
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04")
    return tmp_path


def run(capsys, *arguments):
    call_command("import_file", *map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out)


def test_a_planned_run_prints_every_row_and_keeps_nothing(capsys, paths):
    told = run(capsys, paths / "log.xlsx", "--funds", paths / "funds.csv")

    (file,) = told["files"]
    assert (file["state"], file["format"]) == ("planned", "donor_log")
    assert file["totals"]["cash_net_by_currency"] == {"GBP": "100.00", "USD": "950.00"}
    assert told["totals"]["cash_net_by_currency"] == {"GBP": "100.00", "USD": "950.00"}
    assert (Gift.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_a_committed_run_prints_keys_of_records(capsys, paths):
    told = run(capsys, paths / "log.xlsx", "--funds", paths / "funds.csv", "--commit")

    (file,) = told["files"]
    first = next(row for row in file["rows"] if row["name"] == "Kashif Otherperson")
    gift = Gift.objects.get(supporter__full_name="Kashif Otherperson")
    assert file["state"] == "applied"
    assert (first["gift"], first["supporter"]) == (f"gift:{gift.pk}", f"supporter:{gift.supporter_id}")


def test_a_refused_file_ends_with_one_and_a_whole_document(capsys, paths):
    with pytest.raises(SystemExit) as ended:
        run(capsys, paths / "bad.xlsx", paths / "log.xlsx")

    told = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert [file["state"] for file in told["files"]] == ["refused", "planned"]
    assert told["files"][0]["rows"] == []


def test_what_is_missing_is_said(paths):
    with pytest.raises(CommandError, match="cannot be opened") as error:
        call_command("import_file", str(paths / "none.xlsx"))
    assert error.value.returncode == 2
    with pytest.raises(CommandError, match="which fund"):
        call_command("import_file", str(paths / "log.xlsx"), "--commit")


@samples
def test_the_sample_log_ends_in_the_books_to_the_cent(capsys):
    log = SAMPLES / "files" / "MSP Donor Log (MASTER) 2018-2026 - DO NOT EDIT!!.xlsx"
    truth = json.loads((SAMPLES / "truth" / "truth_ledger.json").read_text())["files"][log.name]["money"]

    told = run(capsys, log, "--funds", SAMPLES / "truth" / "fund_aliases.csv", "--commit")

    assert told["files"][0]["totals"]["cash_net_by_currency"] == truth["cash_net_by_currency"]
    assert str(Movement.objects.raised().total()) == truth["cash_net_by_currency"]["USD"]
