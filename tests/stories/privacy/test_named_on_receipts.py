"""Everybody a receipt names, donor or not: it opens to those who may read the name, and openings are written down."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from core.models import AuditEntry
from crm.models import Supporter
from crm.services.supporters import update_supporter
from donations.models import Gift, GiftIntent
from receipts.issuing.services import issue_receipts
from receipts.models import Receipt
from receipts.redaction import guarded_files
from tests.support.builders import TODAY, make_gift, make_soft_credit, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
NAME, SECRET = "Parveen Zanzeer", "Zanzeer"


def grant(person: Supporter) -> Receipt:
    """A fund's grant that she recommended."""
    sponsor = make_supporter("Sample Charitable", kind="organization", donor_type="daf_sponsor")
    gift = make_gift(Decimal("500"), supporter=sponsor)
    make_soft_credit(gift, supporter=person, amount=gift.amount, role="advisor")
    return issued(gift)


def joint(person: Supporter) -> Receipt:
    return issued(make_gift(supporter=make_supporter("Omar Khalil"), joint_with_id=person.pk))


def typed_online(person: Supporter) -> Receipt:
    """A gift made in her name that was booked as somebody else's."""
    gift = make_gift(supporter=make_supporter("Omar Khalil"), method=Gift.Method.CARD, origin=Gift.Origin.ONLINE)
    GiftIntent.objects.create(
        nonce="n", livemode=False, amount=gift.amount, title="Gift", return_path="/", cancel_path="/",
        state=GiftIntent.State.PAID, gift=gift, paid_at=gift.created_at, full_name=NAME, email="o@example.org",
    )  # fmt: skip
    return issued(gift)


def description(person: Supporter) -> Receipt:
    """Goods described with whom they were of."""
    donor = make_supporter("Omar Khalil")
    return issued(make_gift(kind="in_kind", method="in-kind", supporter=donor, description=f"The desk of {NAME}"))


def issued(gift: Gift) -> Receipt:
    (receipt,) = issue_receipts(gifts=[gift], by=None, issued_on=TODAY).new
    return receipt


WAYS: dict[str, Callable[[Supporter], Receipt]] = {
    "joint": joint, "grant": grant, "typed online": typed_online, "description": description,
}  # fmt: skip


def test_whoever_a_receipt_names_is_asked_about_once_they_are_protected(client_as):
    person = make_supporter(NAME)
    receipts = {way: make(person) for way, make in WAYS.items()}
    plain = issued(make_gift(supporter=make_supporter("Amina Testperson")))
    printed = {way: SECRET in str(Receipt.objects.get(pk=one.pk).letter) for way, one in receipts.items()}
    update_supporter(supporter=person, values={"protected": True}, version=person.version, by=None)
    development, finance = client_as("development"), client_as("finance")
    pages = {way: [f"/receipts/{one.pk}/", f"/receipts/{one.pk}/pdf/"] for way, one in receipts.items()}

    before = {way: [told(development, page) for page in both] for way, both in pages.items()}
    files = set(guarded_files().values_list("pdf", flat=True))
    read = [finance.get(both[1]).status_code for both in pages.values()]
    logged = set(AuditEntry.objects.filter(act="receipt.opened").values_list("object_id", flat=True))
    development.post(f"/supporters/{person.pk}/reveal/", {"reason": "A test"})
    after = {way: [told(development, page) for page in both] for way, both in pages.items()}

    assert printed == dict.fromkeys(WAYS, True)
    assert before == {way: [(200, False), (302, False)] for way in WAYS}
    assert after == {way: [(200, after[way][0][1]), (200, True)] for way in WAYS}
    keys = Receipt.objects.filter(pk__in=[one.pk for one in receipts.values()])
    assert files == set(keys.values_list("pdf", flat=True))
    assert set(Receipt.objects.naming(Supporter.objects.filter(pk=person.pk))) >= set(keys)
    assert (read, logged) == ([200] * 4, {one.pk for one in receipts.values()})
    assert development.get(f"/receipts/{plain.pk}/pdf/").status_code == 200


def told(client, page: str) -> tuple[int, bool]:
    """The answer's status, and whether it is the PDF or a page with the name."""
    answer = client.get(page)
    content = answer.getvalue() if answer.streaming else answer.content
    return answer.status_code, SECRET.encode() in content or content.startswith(b"%PDF")
