"""Ten thousand damaged files, uploaded one by one."""

import pytest

from tests.imports.whole_files.test_mutants import survives

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("organization")]
ALL, PART = 10_000, 500


@pytest.mark.parametrize("start", range(0, ALL, PART))
def test_no_damaged_upload_is_an_error_of_the_server(client_as, start):
    client = client_as("development")

    for number in range(start, start + PART):
        survives(number, client)
