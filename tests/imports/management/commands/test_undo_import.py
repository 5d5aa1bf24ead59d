"""The command that undoes an import: it shows what would go, then does it."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.imports.books import small_log
from tests.imports.test_services import bring, commit
from tests.support.builders import make_fund

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def funds(organization):
    return {"General": make_fund("GEN", name="General"), "Wells": make_fund("WELL", name="Wells")}


@pytest.fixture
def log():
    """One file, since a workbook holds the second it was saved in."""
    return small_log()


def brought(content):
    batch = bring(content)
    commit(batch)
    return batch


def stays(plan):
    return [(stay.noun, stay.name, stay.why) for stay in plan.stays]


def test_the_command_says_what_would_go_then_does_it(funds, log, capsys):
    batch = brought(log)

    def told(*options):
        call_command("undo_import", str(batch.pk), "--json", *options)
        return json.loads(capsys.readouterr().out)

    assert told("--dry-run")["goes"]["donations.gift"] == 4
    done, again = told(), told()
    assert (done["state"], done["goes"]["donations.gift"], done["stays"]) == ("undone", 4, [])
    assert (again["state"], again["goes"]) == ("nothing", {})


def test_the_command_refuses_what_it_cannot_take_back(funds, log):
    with pytest.raises(CommandError, match="no import 999"):
        call_command("undo_import", "999")
    with pytest.raises(CommandError, match="not been imported"):
        call_command("undo_import", str(bring(log).pk), "--dry-run")
