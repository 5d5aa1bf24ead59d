"""Return URLs: back to the page a user came from, never to another site."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def own_path(wanted: str) -> str:
    """The path to return to; '' when it is not on this site."""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else ""
