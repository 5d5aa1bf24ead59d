"""Every route that writes, with a form that it accepts: what the tests send twice, and changed.

`FORMS` has an address of `furnished.furnish`'s rows and what is filled in beside what the page's own form holds. A
form that stands on another page says which (`on`); one that stands on none is sent bare. `APART` says of every other
route that takes a form why it is not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.stories.addresses import SAMPLES
from tests.test_access import routes

LISTS = "a list: what is done with its picked rows is shown by `supporter-list`"
SIGN_IN = "signing in: what is typed are secrets, and each try stands for itself"
ONLINE = "leads to the payment page: tests/donations/online/test_checkout.py"
ORDERS = "leads to the payment page: tests/events/forms/test_public.py"
READS = "writes nothing"
LOOKS = "shows a secret; that somebody looked is written down each time"


@dataclass(frozen=True)
class Form:
    """A form and what goes into it. `bare`: no page shows it here. `anew`: other content is done as well. `after`: the
    route that is sent before, for a reason."""

    address: str = ""
    typed: dict[str, object] = field(default_factory=dict)
    on: str = ""
    bare: bool = False
    anew: bool = False
    after: str = ""


WHY = {"reason": "A reason that will do"}
PERSON = {"full_name": "Zubaida Otherperson", "kind": "person"}
FORMS = {
    "crm:consent-new": Form(typed={"channel": "email", "given": "yes", "purpose": "events", "source": "By phone"}),
    "crm:contact-add": Form(typed={"address": "another@example.org"}),
    "crm:contact-edit": Form(typed={"address": "changed@example.org"}),
    "crm:contact-remove": Form(),
    "crm:household-edit": Form(typed={"name": "The Renamed"}),
    "crm:household-join": Form("/households/{household}/join/", {"supporter": "{other_key}"}, bare=True),
    "crm:household-leave": Form(),
    "crm:household-new": Form("/households/new/", {"name": "The Newcomers"}),
    "crm:name-review": Form(typed={"answer": "same"}, after="crm:name-review-reveal"),
    "crm:name-review-reveal": Form(typed=WHY),
    "crm:supporter-archive": Form(typed=WHY),
    "crm:supporter-delete": Form("/supporters/{lonely}/delete/", WHY),
    "crm:supporter-restore": Form("/supporters/{archived}/restore/", bare=True),
    "crm:supporter-edit": Form(typed={"full_name": "Another Name"}),
    "crm:supporter-household": Form("/supporters/{other_key}/household/", {"household": "{household}"}, bare=True),
    "crm:supporter-list": Form("/supporters/?bulk=language&pick={supporter}&pick={other_key}", {"language": "ur"}),
    "crm:supporter-new": Form("/supporters/new/", PERSON),
    "crm:supporter-reveal": Form(typed=WHY),
    "donations:campaign-edit": Form(typed={"name": "Renamed"}),
    "donations:campaign-new": Form("/campaigns/new/", {"name": "A new campaign", "active": "on"}),
    "donations:fund-edit": Form(typed={"name": "Renamed"}),
    "donations:fund-new": Form("/funds/new/", {"code": "NEW", "name": "A new fund", "active": "on"}),
    "donations:fund-restriction": Form(typed=WHY),
    "donations:gift-correct": Form(typed={**WHY, "amount": "12.00"}),
    "donations:gift-edit": Form(typed={"note": "Another note"}),
    "donations:gift-new": Form(
        "/gifts/new/", {"donor": "Zubaida Otherperson", "create_new": "on", "amount": "40", "check_number": "77"}
    ),
    "donations:refund-failed": Form(typed=WHY),
    "donations:gift-refund": Form(typed={**WHY, "amount": "30"}),
    "donations:gift-undo": Form("/gifts/{mine}/undo/", bare=True),
    "donations:pledge-new": Form(typed={"amount": "500"}),
    "draft-discard": Form("/drafts/discard/", {"draft_form": "/supporters/new/"}, bare=True),
    "events:door-code": Form(typed={"all": "1"}, anew=True),
    "events:door-undo": Form("/check-in/{event}/{secret}/undo/", {"in": "{check_in}"}, bare=True, anew=True),
    "events:event-edit": Form(typed={"name": "Renamed"}),
    "events:event-new": Form(
        "/events/new/",
        {
            "name": "Another dinner",
            "slug": "another",
            "day": "2027-05-01",
            "begins": "18:00",
            "capacity": "50",
            "venue": "A hall",
            "fund": "{fund}",
        },
    ),
    "events:event-state": Form("/events/{event}/state/", {"state": "closed"}, bare=True, anew=True),
    "events:expense-edit": Form(typed={"amount": "77.00"}),
    "events:expense-new": Form(typed={"amount": "55.00", "description": "Flowers"}),
    "events:guest-edit": Form(typed={"alias": "The tall one"}),
    "events:invitation-new": Form(typed={"name": "Nadia Newperson", "email": "nadia@example.org", "most": "2"}),
    "events:meals": Form(typed={"meals": "Fish\nRice"}),
    "events:order-cancel": Form("/events/{event}/orders/{outside}/cancel/", WHY),
    "events:order-guests": Form(
        "/e/order/{order_token}/guests/",
        {"g{unpaid_guest}-name": "Nadia Newperson"},
        on="/e/order/{order_token}/",
        anew=True,
    ),
    "events:order-keep": Form("/events/{event}/orders/{unpaid}/keep/"),
    "events:order-new-staff": Form(typed={"name": "Nadia Newperson", "q_{ticket}": "1"}),
    "events:order-paid": Form(),
    "events:order-return": Form("/e/order/{order_token}/return/", {"seat": "{unpaid_guest}"}, bare=True, anew=True),
    "events:order-seats": Form("/events/{event}/orders/{order}/seats/", {"seat": "{guest}"}, bare=True),
    "events:rsvp": Form(typed={"answer": "yes", "name_1": "Nadia Newperson"}, anew=True),
    "events:seat": Form(
        "/events/{event}/seating/seat/", {"guest": "{guest}", "table": "{table_name}"}, bare=True, anew=True
    ),
    "events:table-edit": Form("/events/{event}/tables/{table}/", {"name": "Renamed"}),
    "events:table-remove": Form("/events/{event}/tables/{table}/remove/"),
    "events:tables-new": Form(typed={"names": "7\n8", "seats": "8"}),
    "events:ticket-edit": Form(typed={"name": "Renamed"}),
    "events:ticket-remove": Form("/events/{event}/tickets/{unsold}/remove/"),
    "events:ticket-new": Form(typed={"name": "Another seat", "price": "200", "value_each": "60", "seats": "1"}),
    "failed-work-again": Form("/failed-work/{failed_work}/again/", bare=True),
    "give:review-close": Form(),
    "give:row-explain": Form("/payouts/rows/{row_in_payout}/explain/", {"text": "Interest"}),
    "give:unmatched-refund": Form("/payouts/refunds/{unmatched_refund}/", {"reason": "Not ours"}),
    "give:unmatched-settle": Form(typed={"reason": "Not ours"}),
    "imports:commit": Form("/imports/{ready}/commit/", bare=True),
    "imports:funds": Form(typed={"rest": "{fund}"}),
    "imports:headings": Form(typed={"title_0": "contact_no"}),
    "imports:kind-edit": Form(typed={"name": "Renamed"}),
    "imports:kind-forget": Form(),
    "imports:row": Form(typed={"leave_out": "1"}),
    "imports:set-aside": Form("/imports/{planned}/set-aside/", bare=True),
    "imports:undo": Form(),
    "job-again": Form("/jobs/{failed_job}/again/", bare=True),
    "job-cancel": Form("/jobs/{job}/cancel/", bare=True),
    "message-bounced": Form("/outbox/{sent}/bounced/", WHY),
    "message-discard": Form(typed=WHY),
    "message-hold": Form(typed=WHY),
    "message-release": Form(),
    "message-resend": Form("/outbox/{sent}/resend/", WHY),
    "messages-release": Form("/outbox/release/", {"purposes": "account"}),
    "receipts:acknowledgment-choose": Form(typed=WHY),
    "receipts:acknowledgment-issue": Form(),
    "receipts:receipt-replace": Form(typed=WHY),
    "receipts:benefit-new": Form(typed={"received": "goods", "description": "dinner", "value_each": "20"}),
    "receipts:receipt-void": Form(typed=WHY),
    "set-up-skip": Form("/settings/set-up/{step}/skip/", bare=True),
    "settings-exemption-edit": Form(typed={"starts_on": "2011-02-03"}),
    "settings-exemption-new": Form("/settings/exemption/new/", {"status": "revoked", "starts_on": "2020-02-03"}),
    "settings-exemption-remove": Form(typed=WHY),
    "settings-mail": Form("/settings/mail/", {"on": "1"}),
    "settings-mail-addresses": Form("/settings/mail/addresses/", {"mail_from": "office@charity.example"}),
    "settings-mail-test": Form("/settings/mail/test/"),
    "settings-organization-edit": Form("/settings/organization/", {"signer_title": "Chair"}),
    "settings-registration-edit": Form(typed={"number": "22"}),
    "settings-registration-end": Form(typed={"ends_on": "2099-01-01"}),
    "settings-registration-new": Form(
        "/settings/registrations/new/", {"state": "CA", "number": "33", "starts_on": "2020-02-03"}
    ),
    "settings-registration-remove": Form(typed=WHY),
    "settings-user-close": Form(),
    "settings-user-edit": Form(typed={"title": "Chair"}),
    "settings-user-factor": Form("/settings/users/{user}/second-factor/", WHY),
    "settings-user-link": Form(typed=WHY),
    "settings-user-new": Form(
        "/settings/users/new/", {"name": "Nadia Newperson", "email": "nadia@example.org", "roles": "board"}
    ),
    "settings-user-reopen": Form(),
    "settings-user-sessions": Form(),
    "suppression-lift": Form(typed=WHY),
    "undo": Form("/undo/{undo}/", bare=True),
    "view-delete": Form(),
    "view-edit": Form(typed={"name": "Renamed"}),
    "view-new": Form(typed={"name": "A new view"}),
}
APART = {
    "crm:supporter-similar": READS,
    "draft-keep": "keeps what is typed again and again, one row a form",
    "events:event-cancel": "leaves the process: tests/core/forms/test_sent.py shows how such are begun",
    "events:invitation-link": LOOKS,
    "events:order-hold": "holds the seats of an order once, by the order's state: tests/events/orders/test_checks.py",
    "events:order-link": LOOKS,
    "events:order-new": ORDERS,
    "events:order-pay": ORDERS,
    "events:order-release": ORDERS,
    "events:order-resolve": "a payment without a seat, resolved once by its state: tests/events/views/test_orders.py",
    "events:order-wish": "likewise",
    "favicon": READS,
    "give:gift-refund": ONLINE,
    "give:home": ONLINE,
    "give:notice-again": "asks the processor again; every answer is applied by its own identity",
    "give:page": ONLINE,
    "give:webhook": "the processor's: known by the notice's id",
    "health": READS,
    "home": READS,
    "imports:columns": "needs a file of a kind nobody knows: tests/imports/views/test_columns.py",
    "imports:columns-leave": "needs a file with a column nobody knows: tests/imports/formats/unread/test_platforms.py",
    "imports:rates": "needs a file with a foreign currency: tests/imports/views/test_answer_forms.py",
    "imports:upload": "a file: shown below",
    "message-link": LOOKS,
    "message-reveal": LOOKS,
    "search": READS,
    "seen": "notes how far somebody has looked: the same again",
    "styleguide": READS,
    "theme": "light or dark, in a cookie",
}


def taking_forms() -> Iterator[str]:
    """The name of every route that takes a form."""
    for name, pattern in routes():
        view = getattr(pattern.callback, "view_class", None)
        if view is None or ("post" in view.http_method_names and hasattr(view, "post")):
            yield name


def why_apart(name: str) -> str:
    """Why a route is not among `FORMS`; empty when nobody said."""
    if name.startswith(("account", "mfa_", "password-", "session", "recovery-codes")):
        return SIGN_IN
    view = next((pattern.callback for known, pattern in routes() if known == name), None)
    if getattr(getattr(view, "view_class", None), "table_class", None) and name not in FORMS:
        return LISTS
    return APART.get(name, "")


def address_of(name: str) -> str:
    return FORMS[name].address or SAMPLES[name]
