"""Files whose columns nobody explained yet."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from imports.models import ImportBatch
from tests.support.builders import make_fund

#: 1,250.50 + 20.00 = 1,270.50 came; the third did not.
ODD = b"""Wer;Wieviel;Wann;Nr;Wie steht's
Ulf Beispiel;1.250,50;03.04.2024;A-1;paid
Eva Beispiel;20,00;05.06.2024;A-2;paid
Ute Beispiel;99,00;05.06.2024;A-3;failed
"""

SAID = {
    "col_0": "name", "col_1": "amount", "col_2": "date", "col_3": "external_id", "col_4": "status",
    "name": "Spendenliste", "lists": "gifts", "method": "wire", "day_first": "day",
}  # fmt: skip


@pytest.fixture
def fund(organization):
    return make_fund("GEN", name="General")


def upload(client, content, name="spenden.csv"):
    return client.post("/imports/new/", {"file": SimpleUploadedFile(name, content)})


def newest():
    return ImportBatch.objects.latest("pk")


def say(client, said, verb="save", **more):
    return client.post(f"/imports/{newest().pk}/columns/", {**said, verb: "1"}, **more)


def explained(client, fund, content=ODD):
    upload(client, content)
    say(client, {**SAID, "fund": fund.pk})
    return newest()


def errors(answer):
    assert answer.status_code == 422
    return answer.context["form"].errors
