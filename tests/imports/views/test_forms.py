"""Funds suggested for the names a file uses."""

import pytest

from imports.views.forms import likely_fund
from tests.support.builders import make_fund

pytestmark = pytest.mark.usefixtures("organization")
FUNDS = (("GEN", "General"), ("WELL", "Water wells"), ("AID", "Water and bread"))


def test_a_fund_is_suggested_only_when_one_fits(organization):
    general, wells, more = (make_fund(code, name=name) for code, name in FUNDS)

    found = [likely_fund(name, [general, wells, more]) for name in ("gen fund", "wells", "water", "", "of the fund")]

    assert found == [general, wells, None, None, None]
