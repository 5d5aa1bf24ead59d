"""Who may open what: every route with every role, by real requests.

A new route needs a line in `EXPECTED`: the permission its view states, or `PUBLIC` or `SIGNED_IN`. Keep it sorted.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config.roles import ROLES
from core.permissions import PUBLIC, SIGNED_IN, permissions_of, stated
from tests.support.builders import make_organization, make_user
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

EXPECTED = {
    "account": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "audit": "audit.view",
    "crm:consent-new": "supporters.edit",
    "crm:contact-add": "supporters.edit",
    "crm:contact-edit": "supporters.edit",
    "crm:contact-remove": "supporters.edit",
    "crm:household-detail": "supporters.view",
    "crm:household-edit": "supporters.edit",
    "crm:household-join": "supporters.edit",
    "crm:household-leave": "supporters.edit",
    "crm:household-list": "supporters.view",
    "crm:household-new": "supporters.edit",
    "crm:name-review": "supporters.edit",
    "crm:name-review-list": "supporters.edit",
    "crm:name-review-reveal": "supporters.edit",
    "crm:supporter-archive": "supporters.edit",
    "crm:supporter-delete": "supporters.edit",
    "crm:supporter-detail": "supporters.view",
    "crm:supporter-edit": "supporters.edit",
    "crm:supporter-household": "supporters.edit",
    "crm:supporter-list": "supporters.view",
    "crm:supporter-new": "supporters.edit",
    "crm:supporter-restore": "supporters.edit",
    "crm:supporter-reveal": "supporters.edit",
    "crm:supporter-similar": "supporters.edit",
    "donations:campaign-edit": "funds.manage",
    "donations:campaign-list": "gifts.view",
    "donations:campaign-new": "funds.manage",
    "donations:donor-options": "gifts.record",
    "donations:donor-picked": "gifts.record",
    "donations:fund-edit": "funds.manage",
    "donations:fund-list": "gifts.view",
    "donations:fund-new": "funds.manage",
    "donations:fund-restriction": "funds.manage",
    "donations:gift-correct": "gifts.correct",
    "donations:gift-detail": "gifts.view",
    "donations:gift-edit": "gifts.record",
    "donations:gift-list": "gifts.view",
    "donations:gift-new": "gifts.record",
    "donations:gift-refund": "gifts.refund",
    "donations:gift-similar": "gifts.record",
    "donations:gift-undo": "gifts.record",
    "donations:pledge-list": "gifts.view",
    "donations:pledge-new": "gifts.record",
    "donations:refund-failed": "gifts.refund",
    "draft-discard": SIGNED_IN,
    "draft-keep": SIGNED_IN,
    "events:door-code": "events.checkin",
    "events:door-find": "events.checkin",
    "events:door-home": "events.checkin",
    "events:door-undo": "events.checkin",
    "events:door-welcome": "events.checkin",
    "events:event-cancel": "events.manage",
    "events:event-detail": "events.view",
    "events:event-edit": "events.manage",
    "events:event-list": "events.view",
    "events:event-new": "events.manage",
    "events:event-preview": "events.view",
    "events:event-state": "events.manage",
    "events:expense-edit": "events.manage",
    "events:expense-new": "events.manage",
    "events:guest-edit": "events.manage",
    "events:guest-list": "events.view",
    "events:guest-print": "events.view",
    "events:invitation-link": "events.manage",
    "events:invitation-list": "events.view",
    "events:invitation-new": "events.manage",
    "events:meals": "events.manage",
    "events:order": PUBLIC,
    "events:order-cancel": "events.manage",
    "events:order-detail": "events.view",
    "events:order-guests": PUBLIC,
    "events:order-hold": PUBLIC,
    "events:order-keep": "events.manage",
    "events:order-link": "events.manage",
    "events:order-list": "events.view",
    "events:order-new": PUBLIC,
    "events:order-new-staff": "events.manage",
    "events:order-paid": "events.manage",
    "events:order-pay": PUBLIC,
    "events:order-release": "events.manage",
    "events:order-resolve": "events.manage",
    "events:order-return": PUBLIC,
    "events:order-seats": "events.manage",
    "events:order-wish": PUBLIC,
    "events:public-event": PUBLIC,
    "events:result": "events.view",
    "events:rsvp": PUBLIC,
    "events:seat": "events.manage",
    "events:seating": "events.view",
    "events:table-edit": "events.manage",
    "events:table-remove": "events.manage",
    "events:tables-new": "events.manage",
    "events:ticket-edit": "events.manage",
    "events:ticket-new": "events.manage",
    "events:ticket-remove": "events.manage",
    "failed-work": SIGNED_IN,
    "failed-work-again": SIGNED_IN,
    "favicon": PUBLIC,
    "file": SIGNED_IN,
    "give:gift-refund": "gifts.refund",
    "give:home": PUBLIC,
    "give:notice-again": "payouts.view",
    "give:notice-list": "payouts.view",
    "give:page": PUBLIC,
    "give:payout-detail": "payouts.view",
    "give:payout-list": "payouts.view",
    "give:review-close": "supporters.edit",
    "give:review-list": "supporters.edit",
    "give:row-explain": "gifts.record",
    "give:thanks": PUBLIC,
    "give:unmatched-list": "payouts.view",
    "give:unmatched-refund": "gifts.record",
    "give:unmatched-refund-list": "payouts.view",
    "give:unmatched-settle": "gifts.record",
    "give:webhook": PUBLIC,
    "health": PUBLIC,
    "home": SIGNED_IN,
    "imports:batch-detail": "imports.run",
    "imports:batch-list": "imports.run",
    "imports:columns": "imports.run",
    "imports:columns-leave": "imports.run",
    "imports:commit": "imports.run",
    "imports:funds": "imports.run",
    "imports:headings": "imports.run",
    "imports:kind-edit": "imports.run",
    "imports:kind-forget": "imports.run",
    "imports:kind-list": "imports.run",
    "imports:people": "imports.run",
    "imports:rates": "imports.run",
    "imports:row": "imports.run",
    "imports:set-aside": "imports.run",
    "imports:undo": "imports.run",
    "imports:upload": "imports.run",
    "job": SIGNED_IN,
    "job-again": SIGNED_IN,
    "job-cancel": SIGNED_IN,
    "jobs": "settings.manage",
    "jobs-bar": SIGNED_IN,
    "mail-reports": PUBLIC,
    "message-bounced": "mail.manage",
    "message-detail": "mail.view",
    "message-discard": "mail.manage",
    "message-frame": "mail.view",
    "message-hold": "mail.manage",
    "message-link": "settings.manage",
    "message-release": "mail.manage",
    "message-resend": "mail.manage",
    "message-reveal": "supporters.edit",
    "messages-release": "mail.manage",
    "mfa_activate_totp": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "outbox": "mail.view",
    "password-forgotten": PUBLIC,
    "password-link": PUBLIC,
    "receipts-online:pdf": PUBLIC,
    "receipts:acknowledgment-aside": "receipts.issue",
    "receipts:acknowledgment-choose": "receipts.issue",
    "receipts:acknowledgment-history": "receipts.issue",
    "receipts:acknowledgment-issue": "receipts.issue",
    "receipts:acknowledgment-list": "receipts.issue",
    "receipts:benefit-new": "receipts.issue",
    "receipts:receipt-detail": "receipts.view",
    "receipts:receipt-list": "receipts.view",
    "receipts:receipt-pdf": "receipts.view",
    "receipts:receipt-print": "receipts.view",
    "receipts:receipt-replace": "receipts.void",
    "receipts:receipt-void": "receipts.void",
    "recovery-codes-file": SIGNED_IN,
    "reports:board": "reports.board",
    "reports:board-pdf": "reports.board",
    "reports:catalog": "reports.board",
    "reports:donors": "gifts.view",
    "reports:fund-months": "reports.board",
    "reports:fund-years": "reports.board",
    "reports:movements": "gifts.view",
    "search": SIGNED_IN,
    "seen": SIGNED_IN,
    "session-end": SIGNED_IN,
    "sessions-end": SIGNED_IN,
    "set-up-skip": "settings.manage",
    "settings": "settings.manage",
    "settings-exemption-edit": "settings.manage",
    "settings-exemption-new": "settings.manage",
    "settings-exemption-remove": "settings.manage",
    "settings-mail": "settings.manage",
    "settings-mail-addresses": "settings.manage",
    "settings-mail-test": "settings.manage",
    "settings-organization-edit": "settings.manage",
    "settings-registration-edit": "settings.manage",
    "settings-registration-end": "settings.manage",
    "settings-registration-new": "settings.manage",
    "settings-registration-remove": "settings.manage",
    "settings-user-close": "settings.manage",
    "settings-user-edit": "settings.manage",
    "settings-user-factor": "settings.manage",
    "settings-user-link": "settings.manage",
    "settings-user-new": "settings.manage",
    "settings-user-reopen": "settings.manage",
    "settings-user-sessions": "settings.manage",
    "sign-in-go-on": SIGNED_IN,
    "styleguide": "styleguide.view",
    "suppression-lift": "mail.manage",
    "theme": SIGNED_IN,
    "undo": SIGNED_IN,
    "view-delete": SIGNED_IN,
    "view-edit": SIGNED_IN,
    "view-new": SIGNED_IN,
}
#: What stands for nothing that exists, by the kind of argument.
NOBODY = {
    "IntConverter": 999_999_999,
    "StringConverter": "none",
    "SecretConverter": "none",
    "SlugConverter": "none",
    "PathConverter": "none",
    "UUIDConverter": "00000000-0000-0000-0000-000000000000",
}
ANONYMOUS = "anonymous"
#: What answers only where it is set up, and is not there otherwise.
SWITCHED_OFF = {"mail-reports"}


def routes(patterns=None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address, with its namespace."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else "")
        else:
            yield f"{namespace}{pattern.name}", pattern


def test_every_route_has_a_stated_expectation():
    assert sorted(name for name, _ in routes()) == list(EXPECTED)


def test_every_expected_permission_is_some_roles():
    wanted = set(EXPECTED.values()) - {PUBLIC, SIGNED_IN}

    assert wanted - permissions_of(ROLES) == set()


def test_every_route_states_its_permission():
    told = {name: stated(pattern.callback, pattern.name) for name, pattern in routes()}

    assert told == EXPECTED


@pytest.mark.parametrize("role", [ANONYMOUS, *ROLES])
def test_a_role_opens_what_its_permissions_say_and_nothing_else(role):
    make_organization()
    client = Client()
    if role != ANONYMOUS:
        sign_in(client, make_user(role))

    answers = {name: answer(client, name, pattern) for name, pattern in routes()}

    assert answers == {name: verdict(EXPECTED[name], role) for name in answers}


def verdict(expected: str | None, role: str) -> str:
    if expected == PUBLIC:
        return "opened"
    if role == ANONYMOUS:
        return "sent to sign in"
    return "opened" if expected == SIGNED_IN or expected in ROLES[role] else "refused"


def answer(client: Client, name: str, pattern: URLPattern) -> str:
    """How the application answers GET; POST must be refused to the same people."""
    arguments = {key: NOBODY[type(kind).__name__] for key, kind in pattern.pattern.converters.items()}
    address = reverse(name, kwargs=arguments)
    read = client.get(address)
    outcome = outcome_of(read)
    if outcome == "opened":
        # What stands for nothing may be missing; everything else is there, or speaks another method.
        may_be_missing = bool(arguments) or name in SWITCHED_OFF
        assert read.status_code in ((200, 302, 404, 405) if may_be_missing else (200, 302, 405)), address
    else:
        assert outcome_of(client.post(address)) == outcome, f"POST {address}"
    return outcome


def outcome_of(response) -> str:
    to_sign_in = response.status_code == 302 and response.url.startswith(f"{reverse(settings.LOGIN_URL)}?next=")
    return "sent to sign in" if to_sign_in else "refused" if response.status_code == 403 else "opened"
