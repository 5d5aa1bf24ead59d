"""Whose record an online gift is added to: a supporter who certainly matches, or a new one with a review.

An email address does not identify a person (spouses share one), and neither does a name: only both together do, with
every part of the name, when exactly one record matches. A typed name never joins a protected record; a possible match
is added behind a code until a personal link or a user who may reveal names says who it is. Typed values never change an
existing record, except that a personal link may add a new email address.
"""

from __future__ import annotations

from core.models import Organization
from crm import identity
from crm.models import EmailAddress, Supporter
from crm.names import people
from crm.names.comparison import SAME, compare, pair_off
from crm.names.keys import plain_word
from crm.services.supporters import SupporterDraft, create_supporter, save_contact_point
from donations.models import DonorReview, GiftIntent

SOURCE = "Online gift"
#: With more people on one address, no reviews are opened one by one.
MOST_CANDIDATES = 5


def donor_of(intent: GiftIntent) -> Supporter:
    """The supporter of an intent's gift, created unless an existing one certainly matches.

    Call inside the transaction that records the gift: the organization's row is locked, so that two simultaneous gifts
    of one new donor create one record.
    """
    Organization.objects.select_for_update().get(pk=1)
    if intent.supporter_id:
        return _proven(intent)
    candidates = candidates_for(email=intent.email)
    same = [row for row in candidates if is_same_name(row, intent.full_name)]
    if len(same) == 1 and not same[0].protected:
        return same[0]
    return _asked_before(intent) or _new(intent, same or candidates)


def candidates_for(*, email: str) -> list[Supporter]:
    """Unmerged records with an email address."""
    mine = EmailAddress.objects.filter(normalized=identity.normal_email(email)).values("supporter")
    return list(Supporter.objects.not_merged().filter(pk__in=mine).order_by("pk"))


def is_same_name(supporter: Supporter, name: str) -> bool:
    """Whether a typed name is a supporter's whole name, in any spelling or in native script. Every part counts: “Ali”
    is not “Ali Khan”, and neither is “Muhammad Ali Khan”."""
    written = [identity.legal_name(supporter, viewer=None, purpose="receipt"), identity.native_name(supporter)]
    return any(is_whole_name(name, text) for text in written if text)


def is_whole_name(typed: str, written: str) -> bool:
    """Whether two texts are the same name: letter for letter, or one person with every part spelled alike."""
    if people.clean(typed).casefold() == people.clean(written).casefold():
        return True
    ours, theirs = people.people_on_record(typed), people.people_on_record(written)
    if len(ours) != 1 or len(theirs) != 1 or compare(ours[0], theirs[0]).verdict != SAME:
        return False
    return _same_parts(_parts(ours[0]), _parts(theirs[0]))


def _parts(name: people.PersonName) -> list[str]:
    """Every word of a name, including a leading Muhammad."""
    return [plain_word(word) for word in f"{name.given} {name.family}".split()]


def _same_parts(ours: list[str], theirs: list[str]) -> bool:
    """Whether the words can be paired, each with a spelling of itself."""
    return len(ours) == len(theirs) and pair_off(ours, theirs)


def _proven(intent: GiftIntent) -> Supporter:
    """The supporter of a personal link, or chosen by staff for an order, following merges. A typed email address is
    added only when a link proved who it is."""
    supporter = intent.supporter
    if supporter is None:
        raise LookupError("The online gift in progress names no donor.")
    while supporter.merged_into:
        supporter = supporter.merged_into
    point = EmailAddress(supporter=supporter, address=intent.email, source=SOURCE)
    point.prepare()
    known = EmailAddress.objects.filter(supporter=supporter, normalized=point.normalized).exists()
    if intent.purpose == "gift" and not known:
        save_contact_point(point=point, by=None)
    return supporter


def _asked_before(intent: GiftIntent) -> Supporter | None:
    """The supporter added for an earlier gift with this name and address, while its review is open."""
    held = (
        row
        for row in candidates_for(email=intent.email)
        if row.pending_name_review and is_same_name(row, intent.full_name)
    )
    if row := next(held, None):
        return row
    asked = DonorReview.objects.filter(closed_at__isnull=True, intent__email__iexact=intent.email)
    found = next(
        (row for row in asked.select_related("intent", "supporter").order_by("pk") if _is_again(row, intent)), None
    )
    return found.supporter if found else None


def _is_again(asked: DonorReview, intent: GiftIntent) -> bool:
    alive = asked.supporter.merged_into_id is None
    return alive and people.clean(asked.intent.full_name).casefold() == people.clean(intent.full_name).casefold()


def _new(intent: GiftIntent, candidates: list[Supporter]) -> Supporter:
    """A new record, with a review for each candidate. `create_supporter` holds it behind a code when the typed values
    are about a protected person."""
    draft = SupporterDraft(
        full_name=people.tidy(intent.full_name), language=intent.language, emails=(intent.email,), source=SOURCE
    )
    supporter = create_supporter(draft=draft, by=None)
    asked = [row for row in candidates if not row.protected]
    reason = (
        "Several supporters have this email address." if len(asked) > 1 else "This email address is already on record."
    )
    DonorReview.objects.bulk_create(
        DonorReview(intent=intent, supporter=supporter, candidate=row, reason=reason) for row in asked[:MOST_CANDIDATES]
    )
    return supporter
