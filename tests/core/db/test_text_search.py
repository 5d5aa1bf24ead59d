"""Columns searched by any part of their text: an index that follows its rows, and is used."""

import pytest
from django.db import connection

from crm.models import Supporter
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def people(db):
    place = {"street": "1 Example Street", "city": "San José", "region": "CA", "postal_code": "95112-1234"}
    amina = make_supporter(
        "Amina O'Testperson-Khan", emails=("amina.tp@example.org",), phones=("(317) 555-0142",), addresses=[place]
    )
    amina.native_name = "آمنہ خان"
    amina.save()
    return {"amina": amina, "josef": make_supporter("José Sampleson"), "clinic": make_supporter("Example Clinic, LLC")}


def found(text: str) -> set[str]:
    return set(Supporter.objects.matching(text).values_list("full_name", flat=True))


def test_an_index_follows_what_is_changed_and_deleted(people):
    amina = people["amina"]
    amina.emails.get().delete()
    amina.full_name = "Bilal Newname"
    amina.native_name = ""
    amina.save()

    assert [found(text) for text in ("amina", "khan", "tp@", "newn")] == [set(), set(), set(), {"Bilal Newname"}]


@pytest.mark.parametrize("text", ["amina", "amina khan", "95112", "0142"])
def test_a_search_reads_no_table_from_end_to_end(people, text):
    """Each place is asked by its index; with a few rows PostgreSQL takes another plan unless it is told not to."""
    rows = Supporter.objects.matching(text).order_by().values("pk")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        sql, parameters = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}", parameters)
        plan = "\n".join(str(line[-1]) for line in cursor.fetchall())

    read = [line for line in plan.splitlines() if "Seq Scan" in line or "SCAN crm_" in line]
    assert [line for line in read if "VIRTUAL TABLE INDEX" not in line] == []
