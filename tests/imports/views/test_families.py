"""The families a held row may mean are looked for by its name: other households of the ledger are not read."""

import pytest

from crm.models import Household
from imports.models import ImportRow
from imports.views import families
from tests.imports.mapping.test_services import newest, upload
from tests.support.builders import make_fund, make_user

pytestmark = pytest.mark.usefixtures("organization")


def test_only_households_of_the_row_s_name_are_read(client_as, organization, monkeypatch):
    make_fund("GEN", name="General")
    names = ["The Raza Family", "the  raza family", *(f"The Sample{n} Family" for n in range(30))]
    for name in names:
        Household.objects.create(name=name, shown_name=name)
    upload(client_as("development"), b"Date,Name,Amount,Fund\n2024-01-05,THE RAZA FAMILY,10,General\n", "list.csv")
    row = ImportRow.objects.get(batch=newest())
    read = []
    made = Household.from_db.__func__
    monkeypatch.setattr(Household, "from_db", classmethod(lambda cls, *args: read.append(1) or made(cls, *args)))

    found = families.choices_of(row, user=make_user("development"))

    assert {label for _, label in found} == {"On record: the  raza family", "On record: The Raza Family"}
    assert len(read) == 2
