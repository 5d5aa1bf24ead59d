"""The client's IP address behind our proxy, and its network."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port


def client_address(request: HttpRequest) -> str:
    """The client's IP address; '' where there is none, as over a local socket.

    Behind our proxy it is the last address the proxy names, as earlier ones can be forged.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    text = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    host, port = split_domain_port(text)
    try:
        return str(ip_address(host.strip("[]") if port else text))
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """The network of a household or office: an IPv4 address, or the first half of an IPv6 address."""
    if not address:
        return ""
    found = ip_address(address)
    return str(found.ipv4_mapped or int(found) >> 64) if isinstance(found, IPv6Address) else str(found)
