"""The command: its document, its exit codes, and that planning keeps nothing."""

import json

import pytest
from django.core.management import CommandError, call_command

from donations.models import Gift, Movement
from imports.applying.apply_rows import Applier
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


def ended(capsys, *arguments):
    """The document of a run that ends with 1: something of it was not read or not written."""
    with pytest.raises(SystemExit) as stopped:
        run(capsys, *arguments)
    assert stopped.value.code == 1
    return json.loads(capsys.readouterr().out)


def test_a_file_that_is_not_there_is_an_entry_and_the_others_go_on(capsys, paths):
    told = ended(capsys, paths / "none.xlsx", paths / "log.xlsx", "--funds", paths / "funds.csv", "--commit")

    assert [file["state"] for file in told["files"]] == ["refused", "applied"]
    assert "cannot be opened" in told["files"][0]["refusal"]
    assert Gift.objects.count() == told["files"][1]["written"]["gifts"] > 0


def test_a_question_is_an_entry_and_the_others_go_on(capsys, paths):
    (paths / "other.csv").write_text("Date,Name,Amount,Fund\n2024-03-05,Zubaida Otherperson,40,General\n")
    (paths / "known.csv").write_text("fund_code,fund,alias\nGEN,General,General\n")

    told = ended(capsys, paths / "log.xlsx", paths / "other.csv", "--funds", paths / "known.csv", "--commit")

    first, second = told["files"]
    assert (first["state"], second["state"]) == ("planned", "applied")
    assert "Match these fund names" in first["question"]
    assert (first["written"], second["written"]["gifts"]) == (None, 1)
    assert [batch.name for batch in ImportBatch.objects.all()] == ["other.csv"]


def test_a_mistake_in_the_program_stops_one_file_alone(capsys, paths, monkeypatch):
    whole = Applier.apply

    def broken(self, rows):
        whole(self, rows)
        if self.batch.name == "log.xlsx":
            raise ZeroDivisionError

    monkeypatch.setattr(Applier, "apply", broken)
    (paths / "other.csv").write_text("Date,Name,Amount,Fund\n2024-03-05,Zubaida Otherperson,40,General\n")

    told = ended(capsys, paths / "log.xlsx", paths / "other.csv", "--funds", paths / "funds.csv", "--commit")

    assert [file["state"] for file in told["files"]] == ["planned", "applied"]
    assert Gift.objects.count() == 1


def test_the_very_same_file_again_is_said_and_written_once(capsys, paths):
    run(capsys, paths / "log.xlsx", "--funds", paths / "funds.csv", "--commit")
    count = Gift.objects.count()

    told = ended(capsys, paths / "log.xlsx", "--funds", paths / "funds.csv", "--commit")

    assert "already imported" in told["files"][0]["question"]
    assert Gift.objects.count() == count


def test_a_command_that_cannot_begin_ends_with_two(paths):
    for arguments in (["--funds", "none.csv"], ["--time-zone", "Nowhere/Else"]):
        with pytest.raises(CommandError) as error:
            call_command("import_file", str(paths / "log.xlsx"), *arguments)
        assert error.value.returncode == 2


SECRET = "Gul Testwala, gul@example.org"


def broken(*args, **kwargs):
    raise RuntimeError(SECRET)


@pytest.mark.parametrize("place", ["read_plan", "plan_read", "_Run._apply", "masked", "existing_records.known_records"])
def test_a_mistake_in_the_program_says_where_and_of_nobody(capsys, paths, monkeypatch, place):
    monkeypatch.setattr(f"imports.management.commands.import_file.{place}", broken)

    with pytest.raises((SystemExit, CommandError)):
        call_command("import_file", str(paths / "log.xlsx"), "--funds", str(paths / "funds.csv"), "--commit", "--json")

    printed = capsys.readouterr()
    assert json.loads(printed.out)["files"] or json.loads(printed.out)["error"]
    assert "RuntimeError" in printed.err
    assert "import_file.py" in printed.err
    assert "gul" not in (printed.err + printed.out).casefold()


def test_a_command_that_cannot_begin_prints_its_document_too(capsys, paths):
    with pytest.raises(CommandError):
        call_command("import_file", str(paths / "log.xlsx"), "--time-zone", "Nowhere/Else", "--json")

    told = json.loads(capsys.readouterr().out)
    assert told["files"] == []
    assert "time zone" in told["error"]


@samples
def test_the_sample_log_ends_in_the_books_to_the_cent(capsys):
    log = SAMPLES / "files" / "MSP Donor Log (MASTER) 2018-2026 - DO NOT EDIT!!.xlsx"
    truth = json.loads((SAMPLES / "truth" / "truth_ledger.json").read_text())["files"][log.name]["money"]

    told = run(capsys, log, "--funds", SAMPLES / "truth" / "fund_aliases.csv", "--commit")

    assert told["files"][0]["totals"]["cash_net_by_currency"] == truth["cash_net_by_currency"]
    assert str(Movement.objects.raised().total()) == truth["cash_net_by_currency"]["USD"]


def test_a_file_nobody_knows_waits_for_its_columns_and_is_never_applied(capsys, tmp_path):
    files = {"unknown.csv": "Wer,Wieviel\nGul Testwala,20\n", "status.csv": "id,Status,Fee\nch_1,Paid,2.10\n",
             "hopeless.csv": "Date,Name,Amount\n2024-01-05,Gul Testwala,none\n"}  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    with pytest.raises(SystemExit):
        run(capsys, *(tmp_path / name for name in files), "--commit")

    told = json.loads(capsys.readouterr().out)
    assert [file["state"] for file in told["files"]] == ["planned"] * 3
    assert all(file["question"] for file in told["files"])
    assert (Gift.objects.count(), ImportBatch.objects.count()) == (0, 0)
