"""Words of a file that stand in no row of somebody: sheets, titles, funds, values that are asked about.

One that names a protected person is shown on no page and printed by no command, whether they were protected before the
upload or after it.
"""

import html
import json
import re
from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.management import call_command

from core.models import Change
from crm.models import Supporter
from crm.services.supporters import update_supporter
from imports import services
from imports.models import ImportBatch
from tests.imports.books import HEAD
from tests.imports.files import xlsx
from tests.support.builders import general_fund, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
PERSON = "Parveen Zanzeer"
OMAR = ["2024-07-02", "Omar Fileperson", "31.00"]
ROW = ["2024-07-05", "Amina Testperson", "34.00", "Cash", "General", "A plain note"]
FILES = {
    "fund": {"Gifts": [HEAD, [*OMAR, "Cash", f"In memory of {PERSON}", ""], ROW]},
    "fund alone": {"Gifts": [HEAD, [*OMAR, "Cash", PERSON, ""], ROW]},
    "payment method": {"Gifts": [HEAD, [*OMAR, f"via {PERSON}", "General", ""], ROW]},
    "sheet": {PERSON: [HEAD, ROW]},
    "second sheet": {"Gifts": [HEAD, ROW], PERSON: [["x", "y"], ["1", "2"]]},
    "title": {"Gifts": [[f"Gifts collected by {PERSON}"], HEAD, ROW]},
    "group": {"Gifts": [HEAD, ROW, [f"— Collected by {PERSON} —"], [*OMAR, "Cash", "General"]]},
    "foot": {"Gifts": [HEAD, ROW, [f"* {PERSON}'s gifts are apart"]]},
    "column": {"Gifts": [[*HEAD, PERSON], [*ROW, "x"]]},
    "status": {"Gifts": [[*HEAD, "Status"], [*ROW, f"void, says {PERSON}"]]},
}  # fmt: skip


def protect(person: Supporter) -> None:
    update_supporter(supporter=person, values={"protected": True}, version=person.version, by=None)


def walk(client, batch: ImportBatch) -> dict[str, str]:
    """Every page of a file to which its pages lead, with what each says."""
    first = f"/imports/{batch.pk}/"
    asked = [first, *(f"{first}{part}/" for part in ("people", "funds", "columns")), f"{first}?show=all", "/imports/"]
    found: dict[str, str] = {}
    seen = set()
    while asked:
        address = asked.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        found[address] = answer.text
        links = [html.unescape(link) for link in re.findall(r'href="([^"#]*)"', answer.text)]
        inside = [link if link.startswith("/") else f"{address.partition('?')[0]}{link}" for link in links]
        # How a list is sorted and laid out changes none of its words.
        asked += [link for link in inside if link.startswith(first) and not re.search(r"[?&](cols|sort|group)=", link)]
    return found


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", FILES)
def test_no_page_of_a_file_says_them(name, when, client_as):
    person = make_supporter(PERSON)
    general_fund()
    if when == "before":
        protect(person)
    batch = services.upload(name="gifts.xlsx", content=xlsx(FILES[name]), by=None)
    if when == "after":
        protect(person)

    said = walk(client_as("development", "finance"), batch)

    assert len(said) > 4
    assert [address for address, text in said.items() if "Zanzeer" in text] == []


@pytest.mark.parametrize("name", FILES)
def test_no_document_of_a_run_says_them(name, tmp_path):
    protect(make_supporter(PERSON))
    general_fund()
    (tmp_path / "gifts.xlsx").write_bytes(xlsx(FILES[name]))
    out = StringIO()

    with pytest.raises(SystemExit) if name.startswith("fund") else nullcontext():
        call_command("import_file", str(tmp_path / "gifts.xlsx"), "--json", "--commit", stdout=out)

    assert json.loads(out.getvalue())["files"][0]["rows"]
    assert "Zanzeer" not in out.getvalue()


def test_matching_a_fund_leaves_no_name_in_the_audit_log():
    protect(make_supporter(PERSON))
    batch = services.upload(name="gifts.xlsx", content=xlsx(FILES["fund"]), by=None)

    services.map_funds(batch=batch, funds={f"In memory of {PERSON}": general_fund()}, by=None)

    told = Change.objects.values_list("field", "before", "after")
    assert "Zanzeer" not in str(list(told))
