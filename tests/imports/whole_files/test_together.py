"""Files brought in together are as safe as alone: in any order, planned or committed, whatever waits or is refused."""

import json
from collections import defaultdict
from contextlib import suppress
from decimal import Decimal
from itertools import permutations

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from crm.models import EmailAddress, PhoneNumber, Supporter
from donations.models import Gift
from imports import services
from imports.models import ImportRow
from tests.support.builders import TODAY

pytestmark = pytest.mark.usefixtures("organization")

FUNDS = "fund_code,fund,alias\nGEN,General,General\n"
SLOTS = ("supporter", "supporter_2", "organization", "household", "soft_credit")
PEOPLE = (
    "Name,Email\nAmina Farzana,amina@old.example\nBilal Khizar,bilal@old.example\nCeline Doost,celine@old.example\n"
)
#: People who are known only by a row that waits, and a file that tells more of them.
WAITING = {
    "a gift in another currency": (
        "Donor Name,Date of gift,Amount,Currency,Fund\nGulbahar Testwala,2024-03-05,100.00,GBP,General\n",
        "Name,Email,Phone\nGulbahar Testwala,gulbahar@private.example,317-555-0187\n",
    ),
    "a couple's gift in another currency": (
        "Donor Name,Date of gift,Amount,Currency,Fund\nOmar and Gulbahar Testwala,2024-03-05,100.00,GBP,General\n",
        "Name,Email,Phone\nGulbahar Testwala,gulbahar@private.example,317-555-0187\n"
        "Omar Testwala,omar@private.example,\n",
    ),
    "an organization's gift in another currency": (
        "Donor Name,Date of gift,Amount,Currency,Fund\nTestwala Traders Ltd,2024-03-05,100.00,GBP,General\n",
        "Name,Email,Phone\nTestwala Traders Ltd,office@private.example,317-555-0187\n",
    ),
    "a pledge in another currency": (
        "Donor Name,Date,Amount,Currency,Fund,Type\nGulbahar Testwala,2024-03-05,100.00,GBP,General,Pledge\n",
        "Name,Email,Phone\nGulbahar Testwala,gulbahar@private.example,317-555-0187\n",
    ),
    "a gift whose fund nobody knows": (
        "Donor Name,Date of gift,Amount,Fund\nGulbahar Testwala,2024-03-05,100.00,Unheard of\n",
        "Name,Email,Phone\nGulbahar Testwala,gulbahar@private.example,317-555-0187\n",
    ),
    "a gift a person must look at": (
        "Donor Name,Date of gift,Amount,Fund\nGulbahar Testwala,March 2024,100.00,General\n",
        "Name,Email,Phone\nGulbahar Testwala,gulbahar@private.example,317-555-0187\n",
    ),
    "a gift that a waiting one may repeat": (
        "Donor Name,Date of gift,Amount,Currency,Fund\nGulbahar Testwala,2024-03-05,100.00,GBP,General\n",
        "Donor Name,Date of gift,Amount,Currency,Fund,Email\n"
        "Gulbahar Testwala,2024-03-06,100.00,GBP,General,gulbahar@private.example\n"
        "Gulbahar Testwala,2024-09-06,70.00,USD,General,gulbahar@private.example\n",
    ),
}


def bring(capsys, *paths, funds, commit=True):
    """One run of the command over files, with its document."""
    with suppress(SystemExit):
        call_command("import_file", *map(str, paths), "--funds", str(funds), *["--commit"] * commit, "--json")
    return json.loads(capsys.readouterr().out)


def write(folder, **files):
    """The files, by name, and the list of funds beside them."""
    (folder / "funds.csv").write_text(FUNDS)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return [folder / f"{name}.csv" for name in files]


def groups(told):
    """Who equals whom in a document: the places that share a key, held rows aside."""
    places = defaultdict(set)
    for file in told["files"]:
        for row in file["rows"]:
            for slot in SLOTS if row["decision"] == "accept" else ():
                if row[slot]:
                    places[row[slot]].add((file["path"].rsplit("/", 1)[-1], row["row"], slot))
    return sorted(map(sorted, places.values()))


def reached():
    """Every address and number on record, with the name of whose it is."""
    points = [*EmailAddress.objects.select_related("supporter"), *PhoneNumber.objects.select_related("supporter")]
    return {(point.supporter.full_name, point.normalized) for point in points}


@pytest.mark.parametrize("kind", WAITING)
def test_what_waits_lends_its_key_to_no_record(kind, capsys, tmp_path):
    people, waits, more = write(tmp_path, people=PEOPLE, waits=WAITING[kind][0], more=WAITING[kind][1])
    bring(capsys, people, funds=tmp_path / "funds.csv")
    before = reached()

    told = bring(capsys, waits, more, funds=tmp_path / "funds.csv")

    assert [file["state"] for file in told["files"]][1] == "applied"
    names = {"Gulbahar Testwala", "Omar Testwala", "Testwala Traders Ltd"}
    assert before <= reached()
    assert {name for name, _ in reached() - before} <= names
    connection.check_constraints()


#: Files that tell of one another's gifts.
SETS = {
    **{kind: {"people": PEOPLE, "waits": waits, "more": more} for kind, (waits, more) in WAITING.items()},
    "money that went back in another file": {
        "back": "Date,Name,Amount,Fund,Notes\n2024-05-06,Gul Orakzai,-50,General,returned\n",
        "gifts": "Date,Name,Amount,Fund\n2024-03-05,Gul Orakzai,50,General\n2024-04-05,Gul Orakzai,80,General\n",
        "people": "Name,Email\nGul Orakzai,gul@example.org\n",
    },
    "a pledge, and its payment told as a gift": {
        "deposits": "Date,Name,Amount,Check #,Fund\n2024-03-09,Gul Orakzai,250,4711,General\n",
        "log": "Date,Name,Amount,How paid,Fund,Type\n2024-01-05,Gul Orakzai,500,PLEDGE,General,Pledge\n"
        "2024-03-05,Gul Orakzai,250,Check 4711,General,Pledge payment\n",
        "people": "Name,Email\nGul Orakzai,gul@example.org\n",
    },
    "organizations under several names": {
        "grants": "Date,Organization,Amount,Fund\n2024-03-05,Fidelity Charitable,500,General\n",
        "more": "Date,Organization,Amount,Fund,Email\n"
        "2024-03-06,Fidelity Charitable Gift Fund,600,General,d@example.org\n"
        "2024-03-06,Schwab Charitable,700,General,d@example.org\n",
        "others": "Date,Organization,Amount,Fund,Email\n2024-03-05,DAFgiving360,500,General,d@example.org\n",
    },
    "one gift told by two files, by check": {
        "one": "Date,Name,Amount,Check #,Fund\n2024-03-09,Gul Orakzai,250,4711,General\n",
        "other": "Date,Name,Amount,Check #,Fund\n2024-03-11,G. Orakzai,250,4711,General\n",
        "third": "Date,Name,Amount,Fund\n2024-03-10,Gul Orakzai,250,General\n",
    },
}


@pytest.mark.parametrize("kind", SETS)
def test_order_changes_no_total_and_nobody_s_identity(kind, capsys, tmp_path):
    paths = write(tmp_path, **SETS[kind])
    seen = []
    for order in permutations(paths):
        for commit in (False, True):
            with transaction.atomic():
                told = bring(capsys, *order, funds=tmp_path / "funds.csv", commit=commit)
                connection.check_constraints()
                by_name = {file["path"]: file["totals"] for file in told["files"]}
                seen.append((told["totals"], by_name, groups(told)))
                transaction.set_rollback(True)

    assert all(one == seen[0] for one in seen)
    assert Supporter.objects.count() == 0


def test_whoever_waited_is_met_again_when_the_row_is_answered(capsys, tmp_path):
    """Between the file and the rate another file brought the person: the answer adds no twin."""
    waits, more = write(tmp_path, **dict(zip(("waits", "more"), WAITING["a gift in another currency"], strict=True)))
    bring(capsys, waits, funds=tmp_path / "funds.csv")
    bring(capsys, more, funds=tmp_path / "funds.csv")
    row = ImportRow.objects.get(state=ImportRow.State.WAITING)

    give_rate(row)

    gulbahar = Supporter.objects.get()
    assert Gift.objects.get().supporter == gulbahar
    assert reached() == {
        ("Gulbahar Testwala", "gulbahar@private.example"),
        ("Gulbahar Testwala", "+13175550187"),
    }


def give_rate(row):
    rates = {f"{row.currency} {row.date}": Decimal("1.25")}
    services.give_rates(batch=row.batch, rates=rates, source="Treasury", by=None, today=TODAY)
