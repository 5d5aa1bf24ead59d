"""The command that undoes an import: it shows what would go, then does it."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.imports.test_services import bring
from tests.imports.undoing.brought_in import brought, funds, log

__all__ = ["funds", "log"]

pytestmark = pytest.mark.usefixtures("organization")


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
