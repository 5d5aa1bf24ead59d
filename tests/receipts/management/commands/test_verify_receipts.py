"""Receipts are verified against the bytes and text that were issued."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from core.models import StoredFile
from receipts.issuing import services
from tests.support.builders import TODAY, make_gift, make_organization
from tests.support.doors import opened


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_sound_receipts_are_verified(organization):
    services.issue_receipts(gifts=[make_gift(), make_gift()], by=None, issued_on=TODAY)

    assert json.loads(run("verify_receipts", "--json")) == {"checked": 2, "sound": 2, "broken": []}


@pytest.mark.breaks_ledger
def test_other_bytes_and_another_text_are_found(own_database, capsys):
    make_organization()
    first, second = services.issue_receipts(gifts=[make_gift(), make_gift()], by=None, issued_on=TODAY).new
    # The first one's file is now the second one's letter, whole in itself.
    other = second.pdf
    with opened():
        StoredFile.objects.filter(pk=first.pdf_id).update(content=other.content, sha256=other.sha256, size=other.size)
        StoredFile.objects.filter(pk=second.pdf_id).update(content=bytes(other.content) + b"\n%")

    with pytest.raises(SystemExit):
        call_command("verify_receipts", "--json")

    result = json.loads(capsys.readouterr().out)
    faults = {row["number"]: row["faults"] for row in result["broken"]}
    assert (result["checked"], result["sound"]) == (2, 0)
    assert "the PDF does not contain its number" in faults["2026-0001"]
    assert "the stored PDF is not the one that was issued" in faults["2026-0002"]
