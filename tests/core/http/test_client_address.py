import pytest
from django.test import RequestFactory

from core.http.client_address import client_address, network_of


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("2001:DB8::1", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_an_address_is_the_one_that_called(remote: str, address: str, settings) -> None:
    settings.BEHIND_PROXY = False
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": "198.51.100.9"})

    assert client_address(request) == address


@pytest.mark.parametrize(
    ("named", "address"),
    [("198.51.100.9, 203.0.113.7", "203.0.113.7"), ("203.0.113.7", "203.0.113.7"), ("", "127.0.0.1")],
)
def test_behind_a_proxy_it_is_the_last_address_named(named: str, address: str, settings) -> None:
    settings.BEHIND_PROXY = True
    request = RequestFactory().get("/", headers={"X-Forwarded-For": named})

    assert client_address(request) == address


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("", "", True),
    ],
)
def test_a_network_is_one_address_or_the_first_half_of_an_ipv6_one(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same
