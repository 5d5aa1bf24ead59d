"""Files uploaded on their page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.builders import make_fund


@pytest.fixture
def funds(organization):
    return [make_fund("GEN", name="General"), make_fund("WELL", name="Wells")]


def upload(client, content, name="log.xlsx"):
    return client.post("/imports/new/", {"file": SimpleUploadedFile(name, content)}, follow=True)
