"""Sentences of the audit log for acts on money, and links to the objects they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from core.audit import reading
from core.extend import AuditAct, AuditObject, ChangeScope
from crm.contributes.protection import about
from donations.models import (
    BalanceTransaction,
    Campaign,
    Fund,
    GatewayEvent,
    Gift,
    Pledge,
    UnmatchedPayment,
    UnmatchedRefund,
)


def _gifts(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Gift.objects.visible_to(user).filter(pk__in=keys)
    return {gift.pk: (gift.spoken_number, reverse("donations:gift-detail", args=[gift.pk])) for gift in found}


def _pledges(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Pledge.objects.visible_to(user).filter(pk__in=keys).select_related("supporter")
    to = reverse("donations:pledge-list")
    return {one.pk: (one.spoken_number, f"{to}?q={one.supporter.spoken_number}") for one in found}


def _payments(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("payouts.view"):
        return {}
    found = UnmatchedPayment.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: ("Unmatched payment", reverse("give:unmatched-list")) for one in found}


def _refunds(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("payouts.view"):
        return {}
    found = UnmatchedRefund.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: ("Unmatched refund", reverse("give:unmatched-refund-list")) for one in found}


def _journal(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("payouts.view"):
        return {}
    found = BalanceTransaction.objects.visible_to(user).filter(pk__in=keys)
    to = reverse("give:payout-list")
    return {
        one.pk: (
            f"Payout line ({one.type})",
            reverse("give:payout-detail", args=[one.payout_id]) if one.payout_id else to,
        )
        for one in found
    }


def _funds(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("gifts.view"):
        return {}
    page = "donations:fund-edit" if user.has_perm("funds.manage") else ""
    found = Fund.objects.filter(pk__in=keys)
    return {
        one.pk: (str(one), reverse(page, args=[one.pk]) if page else reverse("donations:fund-list")) for one in found
    }


def _campaigns(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("gifts.view"):
        return {}
    page = "donations:campaign-edit" if user.has_perm("funds.manage") else ""
    to = reverse("donations:campaign-list")
    found = Campaign.objects.filter(pk__in=keys)
    return {one.pk: (str(one), reverse(page, args=[one.pk]) if page else to) for one in found}


def _notices(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = GatewayEvent.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: (one.event_id, f"{reverse('give:notice-list')}?q={one.event_id}") for one in found}


def _keys(model: Any) -> Callable[[Any], Any]:
    """The keys of the rows a user may see."""
    return lambda user: model.objects.visible_to(user).order_by().values("pk")


def _gift_keys(user: Any) -> Any:
    return Gift.objects.visible_to(user).order_by().values("pk")


ENTRIES = (
    AuditAct("campaign.saved", "saved the campaign: {fields}"),
    AuditAct("donor.review_reopened", "reopened the duplicate review", label="Donor review reopened"),
    AuditAct("donor.reviewed", "marked the donor as not a duplicate", label="Donor review closed"),
    AuditAct(
        "fund.restriction_changed", "changed the restriction from {before} to {after}, for gifts from {starts_on}"
    ),
    AuditAct("fund.saved", "saved the fund: {fields}", True, "saved the fund: {fields}"),
    AuditAct("gift.annotated", "changed {fields}", True, "changed {fields}", label="Gift edited"),
    AuditAct("gift.imported", "imported {count:gift|gifts} totaling {total}", True, "imported {count:gift|gifts}"),
    AuditAct("gift.recorded", "recorded {count:gift|gifts} totaling {total}", True, "recorded {count:gift|gifts}"),
    AuditAct("gift.refunded", "refunded {amount}", True, "refunded money"),
    AuditAct(
        "gift.refund_failed",
        "marked a refund of {amount} as not received",
        True,
        "marked a refund as not received",
    ),
    AuditAct("gift.reversed", "reversed the gift of {amount}", True, "reversed the gift"),
    AuditAct(
        "gifts.annotated",
        "changed {fields} of {count:gift|gifts}",
        True,
        "changed {fields} of {count:gift|gifts}",
        label="Gifts edited",
    ),
    AuditAct("gifts.refunded", "refunded {total} on {count:gift|gifts}", True, "refunded {count:gift|gifts}"),
    AuditAct("notice.set_aside", "discarded the Stripe notification {notice}", label="Stripe notification discarded"),
    AuditAct(
        "payment.closed",
        "closed the unmatched payment of {paid}",
        True,
        "closed the unmatched payment",
        label="Unmatched payment closed",
    ),
    AuditAct(
        "payment.settled",
        "matched the payment of {paid} to a gift",
        True,
        "matched a payment to a gift",
        label="Unmatched payment matched",
    ),
    AuditAct(
        "payment.reopened",
        "reopened the unmatched payment of {paid}",
        True,
        "reopened the unmatched payment",
        label="Unmatched payment reopened",
    ),
    AuditAct(
        "payout_row.explained",
        "explained {amount} in a payout",
        True,
        "explained a payout line",
        label="Payout line explained",
    ),
    AuditAct("pledge.recorded", "recorded a pledge of {amount}", True, "recorded a pledge"),
    AuditAct(
        "pledges.recorded",
        "recorded {count:pledge|pledges} totaling {total}",
        True,
        "recorded {count:pledge|pledges}",
    ),
    AuditAct(
        "refund.closed",
        "closed the unmatched refund of {paid}",
        True,
        "closed an unmatched refund",
        label="Unmatched refund closed",
    ),
    AuditAct(
        "refund.matched",
        "matched a refund to {refunds:recorded refund|recorded refunds}",
        True,
        "matched a refund to {refunds:recorded refund|recorded refunds}",
        label="Unmatched refund matched",
    ),
    AuditObject("donations.balancetransaction", "payout line", _journal),
    AuditObject("donations.campaign", "campaign", _campaigns),
    AuditObject("donations.fund", "fund", _funds),
    AuditObject("donations.gatewayevent", "Stripe notification", _notices),
    AuditObject("donations.gift", "gift", _gifts),
    AuditObject("donations.pledge", "pledge", _pledges),
    AuditObject("donations.unmatchedpayment", "unmatched payment", _payments),
    AuditObject("donations.unmatchedrefund", "unmatched refund", _refunds),
    ChangeScope("donations.gift", "gifts.record", _gift_keys),
    ChangeScope("donations.pledge", "gifts.record", _keys(Pledge)),
    ChangeScope("donations.fund", "gifts.view", lambda user: Fund.objects.order_by().values("pk")),
    ChangeScope("donations.campaign", "gifts.view", lambda user: Campaign.objects.order_by().values("pk")),
    ChangeScope("donations.gatewayevent", "payouts.view", _keys(GatewayEvent)),
    ChangeScope("donations.unmatchedpayment", "payouts.view", _keys(UnmatchedPayment)),
    about("donations.gift", "supporter", "joint_with"),
    about("donations.pledge", "supporter"),
    about("donations.balancetransaction", "gift__supporter"),
    about("donations.unmatchedpayment", "gift__supporter"),
    about("donations.unmatchedrefund", "gift__supporter"),
    reading.history_of("campaign", column="main"),
    reading.history_of("fund", column="main"),
    reading.history_of("gift"),
)
