"""The pages there are: every route that answers with a page, and the address it is looked at under.

A route without arguments needs no line here. One with arguments needs one in `SAMPLES`: its address, with names from
`furnished.furnish` in braces. `MORE` are further states of pages; `NO_PAGE` says of the rest why there is nothing to
look at.
"""

from functools import cache

from django.urls import reverse

from tests.test_access import routes

SAMPLES = {
    "crm:contact-add": "/supporters/{supporter}/email/add/",
    "crm:contact-edit": "/supporters/{supporter}/email/{point}/",
    "crm:contact-remove": "/supporters/{supporter}/email/{point}/remove/",
    "crm:consent-new": "/supporters/{supporter}/consent/",
    "crm:household-detail": "/households/{household}/",
    "crm:household-edit": "/households/{household}/edit/",
    "crm:household-leave": "/supporters/{supporter}/household/leave/",
    "crm:name-review": "/supporters/names/{review_of_name}/",
    "crm:name-review-reveal": "/supporters/names/{review_of_name}/reveal/",
    "crm:supporter-archive": "/supporters/{supporter}/archive/",
    "crm:supporter-delete": "/supporters/{lonely}/delete/",
    "crm:supporter-detail": "/supporters/{supporter}/",
    "crm:supporter-edit": "/supporters/{supporter}/edit/",
    "crm:supporter-household": "/supporters/{hidden}/household/",
    "crm:supporter-reveal": "/supporters/{hidden}/reveal/",
    "donations:campaign-edit": "/campaigns/{campaign}/",
    "donations:fund-edit": "/funds/{fund}/",
    "donations:fund-restriction": "/funds/{fund}/restriction/",
    "donations:gift-correct": "/gifts/{gift}/correct/",
    "donations:gift-detail": "/gifts/{gift}/",
    "donations:gift-edit": "/gifts/{gift}/edit/",
    "donations:gift-refund": "/gifts/{gift}/refund/",
    "donations:refund-failed": "/gifts/{refunded}/refunds/{refund}/failed/",
    "donations:pledge-new": "/pledges/new/{supporter}/",
    "events:door-code": "/check-in/{event}/{secret}/",
    "events:door-find": "/check-in/{event}/",
    "events:event-cancel": "/events/{event}/cancel/",
    "events:event-detail": "/events/{event}/",
    "events:event-edit": "/events/{event}/edit/",
    "events:event-preview": "/events/{draft}/preview/",
    "events:expense-edit": "/events/{event}/expenses/{expense}/",
    "events:expense-new": "/events/{event}/expenses/new/",
    "events:guest-edit": "/events/{event}/guests/{guest}/",
    "events:guest-list": "/events/{event}/guests/",
    "events:guest-print": "/events/{event}/guests/print/",
    "events:invitation-link": "/events/{event}/invitations/{invitation}/link/",
    "events:invitation-list": "/events/{event}/invitations/",
    "events:invitation-new": "/events/{event}/invitations/new/",
    "events:meals": "/events/{event}/meals/",
    "events:order": "/e/order/{order_token}/",
    "events:order-cancel": "/events/{event}/orders/{order}/cancel/",
    "events:order-detail": "/events/{event}/orders/{order}/",
    "events:order-hold": "/e/order/{asked_token}/hold/{proof}/",
    "events:order-keep": "/events/{event}/orders/{asked}/keep/",
    "events:order-link": "/events/{event}/orders/{order}/link/",
    "events:order-list": "/events/{event}/orders/",
    "events:order-new": "/e/{event}/order/?q_{ticket}=2",
    "events:order-new-staff": "/events/{event}/orders/new/",
    "events:order-paid": "/events/{event}/orders/{unpaid}/paid/",
    "events:order-release": "/events/{event}/orders/{unpaid}/release/",
    "events:public-event": "/e/{event}/",
    "events:result": "/events/{event}/result/",
    "events:rsvp": "/rsvp/{rsvp}/",
    "events:seating": "/events/{event}/seating/",
    "events:table-edit": "/events/{event}/tables/{table}/",
    "events:table-remove": "/events/{event}/tables/{table}/remove/",
    "events:tables-new": "/events/{event}/tables/new/",
    "events:ticket-edit": "/events/{event}/tickets/{ticket}/",
    "events:ticket-new": "/events/{event}/tickets/new/",
    "events:ticket-remove": "/events/{event}/tickets/{ticket}/remove/",
    "give:gift-refund": "/gifts/{online}/refund-online/",
    "give:page": "/give/{page}/",
    "give:payout-detail": "/payouts/{payout}/",
    "give:thanks": "/give/thanks/{intent}/",
    "give:unmatched-settle": "/payouts/unmatched/{unmatched}/",
    "give:unmatched-refund": "/payouts/refunds/{unmatched_refund}/",
    "give:row-explain": "/payouts/rows/{row_in_payout}/explain/",
    "give:review-close": "/payouts/donors/{review}/close/",
    "give:notice-again": "/payouts/notices/{notice}/again/",
    "imports:batch-detail": "/imports/{planned}/",
    "imports:columns": "/imports/{unexplained}/columns/",
    "imports:kind-edit": "/imports/kinds/{kind}/",
    "imports:kind-forget": "/imports/kinds/{kind}/forget/",
    "imports:funds": "/imports/{planned}/funds/",
    "imports:headings": "/imports/{titled}/titles/",
    "imports:people": "/imports/{planned}/people/",
    "imports:rates": "/imports/{applied}/rates/",
    "imports:undo": "/imports/{applied}/undo/",
    "imports:row": "/imports/{applied}/rows/{row}/",
    "job": "/jobs/{job}/",
    "message-bounced": "/outbox/{message}/bounced/",
    "message-detail": "/outbox/{message}/",
    "message-discard": "/outbox/{message}/discard/",
    "message-hold": "/outbox/{message}/hold/",
    "message-link": "/outbox/{message}/link/",
    "message-release": "/outbox/{message}/release/",
    "message-resend": "/outbox/{message}/resend/",
    "message-reveal": "/outbox/{message}/reveal/",
    "mfa_edit_webauthn": "/account/passkeys/{passkey}/",
    "mfa_remove_webauthn": "/account/passkeys/{passkey}/remove/",
    "suppression-lift": "/suppressions/{suppression}/lift/",
    "view-delete": "/views/{view}/delete/?at=/gifts/",
    "view-edit": "/views/{view}/?at=/gifts/",
    "view-new": "/views/new/?at=/gifts/",
    "password-link": "/welcome/{key}/{token}/",
    "receipts:acknowledgment-choose": "/acknowledgments/choose/?gift={gift}&wanted=0",
    "receipts:acknowledgment-issue": "/acknowledgments/issue/?gift={gift}",
    "receipts:receipt-detail": "/receipts/{receipt}/",
    "receipts:receipt-replace": "/receipts/{receipt}/replace/",
    "receipts:benefit-new": "/gifts/{unvalued}/received/",
    "receipts:receipt-void": "/receipts/{receipt}/void/",
    "settings-exemption-edit": "/settings/exemption/{status}/",
    "settings-exemption-remove": "/settings/exemption/{status}/remove/",
    "settings-registration-edit": "/settings/registrations/{registration}/",
    "settings-registration-end": "/settings/registrations/{registration}/end/",
    "settings-registration-remove": "/settings/registrations/{registration}/remove/",
    "settings-user-close": "/settings/users/{user}/close/",
    "settings-user-edit": "/settings/users/{user}/",
    "settings-user-link": "/settings/users/{user}/link/",
    "settings-user-reopen": "/settings/users/{closed}/reopen/",
    "settings-user-sessions": "/settings/users/{user}/sessions/",
}

#: Other states of pages, and pages that are there when something is not.
MORE = [
    "/gifts/?q=nobody+at+all",
    "/gifts/new/?supporter={supporter}&amount=250&made={gift}",
    "/gifts/{reversed}/",
    "/gifts/{reversed}/correct/",
    "/supporters/{hidden}/",
    "/supporters/?q=nobody+at+all",
    "/imports/{applied}/",
    "/events/{event}/orders/{unpaid}/",
    "/events/{event}/orders/{asked}/",
    "/e/order/{asked_token}/?lang=ur",
    "/events/{draft}/",
    "/events/{draft}/result/",
    "/board/?as_of=1999-05-05",
    "/search/?q=test",
    "/search/?q=nobody+at+all",
    "/e/{event}/?lang=ur",
    "/give/{page}/?lang=ur",
    "/jobs/{failed_job}/",
    "/outbox/{account_message}/",
    "/no-such-page/",
]

#: Pages for people who are not signed in.
SIGNED_OUT = {"account_login", "password-forgotten", "password-link"}

#: Routes with nothing to look at, and why.
NO_PAGE = {
    "crm:household-join": "can't be opened directly",
    "crm:supporter-similar": "a fragment of another page",
    "donations:donor-options": "a fragment of another page",
    "donations:donor-picked": "a fragment of another page",
    "donations:gift-similar": "a fragment of another page",
    "crm:supporter-restore": "can't be opened directly",
    "set-up-skip": "can't be opened directly",
    "donations:gift-undo": "can't be opened directly",
    "draft-discard": "can't be opened directly",
    "draft-keep": "for the page's script",
    "events:door-home": "leads on to the only event; looked at there",
    "events:door-undo": "can't be opened directly",
    "events:door-welcome": "can't be opened directly",
    "events:event-state": "can't be opened directly",
    "events:order-guests": "can't be opened directly",
    "events:order-pay": "can't be opened directly",
    "events:order-resolve": "can't be opened directly",
    "events:order-return": "leads on to another page",
    "events:order-seats": "can't be opened directly",
    "events:order-wish": "can't be opened directly",
    "events:seat": "can't be opened directly",
    "failed-work-again": "can't be opened directly",
    "favicon": "a picture",
    "file": "a download",
    "give:webhook": "for the processor",
    "health": "for machines",
    "job-again": "can't be opened directly",
    "job-cancel": "can't be opened directly",
    "jobs-bar": "a fragment of every page",
    "mail-reports": "for the provider",
    "message-frame": "shown inside the letter's page",
    "imports:commit": "can't be opened directly",
    "imports:columns-leave": "can't be opened directly",
    "imports:set-aside": "can't be opened directly",
    "mfa_activate_totp": "leads on where an app is set up; looked at while signing in",
    "mfa_authenticate": "only between password and code; looked at while signing in",
    "mfa_index": "leads on where a second factor is set up; looked at while signing in",
    "mfa_login_webauthn": "for the browser's passkey script",
    "receipts-online:pdf": "a document",
    "receipts:receipt-pdf": "a document",
    "receipts:receipt-print": "a document",
    "recovery-codes-file": "a download",
    "reports:board-pdf": "a document",
    "seen": "can't be opened directly",
    "session-end": "can't be opened directly",
    "sessions-end": "can't be opened directly",
    "settings-user-factor": "can't be opened directly",
    "sign-in-go-on": "can't be opened directly",
    "theme": "can't be opened directly",
    "undo": "can't be opened directly",
}


#: Addresses that answer with another number than 200.
STATUSES = {"/no-such-page/": 404, "/gifts/{reversed}/correct/": 409}


def addresses() -> dict[str, str]:
    """The address of every route's page, and of more states."""
    found = {name: SAMPLES.get(name) or reverse(name) for name, _ in routes() if name not in NO_PAGE and _known(name)}
    return {**found, **{address: address for address in MORE}}


def unknown() -> list[str]:
    """Routes with arguments of which nothing is said here."""
    return sorted(name for name, _ in routes() if name not in NO_PAGE and not _known(name))


def gone() -> list[str]:
    """What is said here of routes that are no longer there."""
    there = {name for name, _ in routes()}
    return sorted({*SAMPLES, *NO_PAGE} - there)


def _known(name: str) -> bool:
    return name in SAMPLES or not _arguments()[name]


@cache
def _arguments() -> dict[str, list[str]]:
    return {name: list(pattern.pattern.converters) for name, pattern in routes()}
