"""Which state a ZIP code is in."""

import pytest

from donations.tax_facts.zip_states import state_of


@pytest.mark.parametrize(
    ("postal_code", "state"),
    [
        ("46032", "IN"),
        ("10001-1234", "NY"),
        ("100011234", "NY"),
        ("33101", "FL"),
        ("34102", "FL"),
        ("34001", ""),  # military mail
        ("06390", "NY"),  # Fishers Island
        ("06103", "CT"),
        ("19801", "DE"),
        ("20001", "DC"),
        ("20101", "VA"),
        ("20850", "MD"),
        ("19102", "PA"),
        ("27601", "NC"),
        ("39201", "MS"),
        ("25301", "WV"),
        ("08540", "NJ"),
        ("07302", "NJ"),
        ("83101", "WY"),
        ("83702", "ID"),
        ("88510", "TX"),
        ("90001", "CA"),
        ("99501", "AK"),
        ("00501", "NY"),
        ("1234", ""),
        ("SW1A 1AA", ""),
        ("460321", ""),
        ("", ""),
    ],
)
def test_a_zip_code_tells_the_state(postal_code, state):
    assert state_of(country="US", postal_code=postal_code) == state


def test_abroad_a_number_is_no_zip_code():
    assert (state_of(country="PK", postal_code="54000"), state_of(country="", postal_code="46032")) == ("", "IN")
