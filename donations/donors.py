"""Who gave online: somebody on record for certain, or a new supporter and a question for a person.

An e-mail address is not an identity (spouses share one), and neither is a name: only both together, fitting exactly
one record, are. An existing record is never changed by what somebody typed; at most a new e-mail address is added
where a personal link proved who it is.
"""

from __future__ import annotations

from core.models import Organization
from crm import identity, names
from crm.models import EmailAddress, Supporter
from crm.services import SupporterDraft, create_supporter, save_contact_point
from donations.models import DonorReview, GiftIntent

SOURCE = "Online gift"
#: More people than this behind one address are not asked about one by one.
MOST_CANDIDATES = 5


def donor_of(intent: GiftIntent) -> Supporter:
    """The supporter an intent's gift belongs to, created when nobody on record is certain to be it.

    Call inside the transaction that records the gift: the organization's row is locked, so that two gifts of one new
    donor at the same moment make one record.
    """
    Organization.objects.select_for_update().get(pk=1)
    if intent.supporter_id:
        return _proven(intent)
    candidates = candidates_for(email=intent.email)
    same = [row for row in candidates if is_same_name(row, intent.full_name)]
    if len(same) == 1:
        return same[0]
    asked = DonorReview.objects.filter(supporter__in=same).order_by("pk").first()
    return asked.supporter if asked else _new(intent, same or candidates)


def candidates_for(*, email: str) -> list[Supporter]:
    """Living records that have an e-mail address."""
    mine = EmailAddress.objects.filter(normalized=identity.normal_email(email)).values("supporter")
    return list(Supporter.objects.living().filter(pk__in=mine).order_by("pk"))


def is_same_name(supporter: Supporter, name: str) -> bool:
    """Whether a name somebody typed is a supporter's, in the spelling on record or in its own script."""
    typed = names.parse_names(name).people
    written = [identity.legal_name(supporter, viewer=None, purpose="receipt"), identity.native_name(supporter)]
    if names.clean(name).casefold() in [names.clean(text).casefold() for text in written]:
        return True
    known = [person for text in written if text for person in names.parse_names(text).people]
    return len(typed) == 1 and any(names.compare(typed[0], person).verdict == names.SAME for person in known)


def _proven(intent: GiftIntent) -> Supporter:
    """Whom a personal link named; somebody merged since is found under the record that took them in."""
    supporter = intent.supporter
    if supporter is None:
        raise LookupError("The intent names nobody.")
    while supporter.merged_into:
        supporter = supporter.merged_into
    point = EmailAddress(supporter=supporter, address=intent.email, source=SOURCE)
    point.prepare()
    if not EmailAddress.objects.filter(supporter=supporter, normalized=point.normalized).exists():
        save_contact_point(point=point, by=None)
    return supporter


def _new(intent: GiftIntent, candidates: list[Supporter]) -> Supporter:
    draft = SupporterDraft(
        full_name=names.tidy(intent.full_name), language=intent.language, emails=(intent.email,), source=SOURCE
    )
    supporter = create_supporter(draft=draft, by=None)
    reason = "Several records have this address and name." if len(candidates) > 1 else "The address is on record."
    DonorReview.objects.bulk_create(
        DonorReview(intent=intent, supporter=supporter, candidate=row, reason=reason)
        for row in candidates[:MOST_CANDIDATES]
    )
    return supporter
