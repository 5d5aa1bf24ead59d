"""Addresses as logs may hold them."""

import pytest

from core.http.secret_links import HIDDEN, safe_path


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/gifts/12/", "/gifts/12/"),
        ("/e/order/abcdefghijkl/pay/", "/e/order/<token>/pay/"),
        ("/gifts/?q=Ann", f"/gifts/?{HIDDEN}"),
        ("/nowhere/Ann/gifts/", f"/{HIDDEN}/{HIDDEN}/gifts/"),
        ("/gifts/#Ann", "/gifts/"),
    ],
)
def test_what_somebody_chose_never_stands_in_a_log(path, shown):
    assert safe_path(path) == shown
