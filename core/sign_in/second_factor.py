"""Who needs a second factor, and where users without one, or who have not shown it, are redirected.

A role needs one when it has a permission of `config.roles.NEED_SECOND_FACTOR`. The demonstration may relax this
(`SOLIDARITY_RELAXED_SIGN_IN`); production refuses to start with it.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string

from core.models import User
from core.sign_in import authentication_records
from core.sign_in.redirects import lead_to

#: Recovery codes replace a lost factor; they are not one themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
SET_UP = "mfa_index"
ALWAYS_OPEN = frozenset({"account_logout", "theme"})
#: Pages open to users who have not set one up yet …
SETTING_UP = ALWAYS_OPEN | {SET_UP, "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
#: … and to users who have not shown it in this session.
SHOWING = ALWAYS_OPEN | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


def is_needed_by(user: User) -> bool:
    """Whether a user's roles see donors, their money or users; never where the demonstration relaxes it."""
    needing: frozenset[str] = import_string(settings.SECOND_FACTOR_PERMISSIONS)
    return not settings.SECOND_FACTOR_RELAXED and bool(user.get_permissions() & needing)


def factors_of(user: User) -> set[str]:
    """The kinds of second factor a user has set up."""
    return set(Authenticator.objects.filter(user=user, type__in=FACTORS).values_list("type", flat=True))


def demand(request: HttpRequest, url_name: str | None) -> HttpResponse | None:
    """Where to redirect a user whose session lacks a required second factor; None otherwise."""
    if authentication_records.proved_second_factor(request) or not is_needed_by(request.user):
        return None
    factors = factors_of(request.user)
    request.lacks_second_factor = True  # type: ignore[attr-defined]  # the sidebar then leads nowhere
    if url_name in (SHOWING if factors else SETTING_UP):
        return None
    if not factors:
        return lead_to(request, reverse(SET_UP))
    kind = "mfa_reauthenticate" if Authenticator.Type.TOTP in factors else "mfa_reauthenticate_webauthn"
    return lead_to(request, reverse(kind))
