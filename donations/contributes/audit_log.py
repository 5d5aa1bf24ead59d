"""Sentences of the audit log for acts on money, and links to the objects they are about."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from core.audit import reading
from core.extend import AuditAct, AuditObject, ChangeScope, visible_rows
from core.models import User
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


def _gifts(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Gift.objects.visible_to(user).filter(pk__in=keys)
    return {gift.pk: (gift.spoken_number, reverse("donations:gift-detail", args=[gift.pk])) for gift in found}


def _pledges(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Pledge.objects.visible_to(user).filter(pk__in=keys).select_related("supporter")
    to = reverse("donations:pledge-list")
    return {one.pk: (one.spoken_number, f"{to}?q={one.supporter.spoken_number}") for one in found}


def _payments(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("payouts.view"):
        return {}
    found = UnmatchedPayment.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: ("Unmatched payment", reverse("give:unmatched-list")) for one in found}


def _refunds(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("payouts.view"):
        return {}
    found = UnmatchedRefund.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: ("Unmatched refund", reverse("give:unmatched-refund-list")) for one in found}


def _journal(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
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


def _funds(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("gifts.view"):
        return {}
    page = "donations:fund-edit" if user.has_perm("funds.manage") else ""
    found = Fund.objects.filter(pk__in=keys)
    return {
        one.pk: (str(one), reverse(page, args=[one.pk]) if page else reverse("donations:fund-list")) for one in found
    }


def _campaigns(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("gifts.view"):
        return {}
    page = "donations:campaign-edit" if user.has_perm("funds.manage") else ""
    to = reverse("donations:campaign-list")
    found = Campaign.objects.filter(pk__in=keys)
    return {one.pk: (str(one), reverse(page, args=[one.pk]) if page else to) for one in found}


def _notices(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = GatewayEvent.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: (one.event_id, f"{reverse('give:notice-list')}?q={one.event_id}") for one in found}


ENTRIES = (
    AuditAct(name="campaign.saved", words="saved the campaign: {fields}"),
    AuditAct(name="donor.review_reopened", words="reopened the duplicate review", label="Donor review reopened"),
    AuditAct(name="donor.reviewed", words="marked the donor as not a duplicate", label="Donor review closed"),
    AuditAct(
        name="fund.restriction_changed",
        words="changed the restriction from {before} to {after}, for gifts from {starts_on}",
    ),
    AuditAct(name="fund.saved", words="saved the fund: {fields}", money=True, bare="saved the fund: {fields}"),
    AuditAct(name="gift.benefit_described", words="recorded what the donor received"),
    AuditAct(name="gift.annotated", words="changed {fields}", money=True, bare="changed {fields}", label="Gift edited"),
    AuditAct(
        name="gift.imported",
        words="imported {count:gift|gifts} totaling {total}",
        money=True,
        bare="imported {count:gift|gifts}",
    ),
    AuditAct(
        name="gift.recorded",
        words="recorded {count:gift|gifts} totaling {total}",
        money=True,
        bare="recorded {count:gift|gifts}",
    ),
    AuditAct(name="gift.refunded", words="refunded {amount}", money=True, bare="refunded money"),
    AuditAct(
        name="gift.refund_failed",
        words="marked a refund of {amount} as not received",
        money=True,
        bare="marked a refund as not received",
    ),
    AuditAct(name="gift.reversed", words="reversed the gift of {amount}", money=True, bare="reversed the gift"),
    AuditAct(
        name="gifts.annotated",
        words="changed {fields} of {count:gift|gifts}",
        money=True,
        bare="changed {fields} of {count:gift|gifts}",
        label="Gifts edited",
    ),
    AuditAct(
        name="gifts.refunded",
        words="refunded {total} on {count:gift|gifts}",
        money=True,
        bare="refunded {count:gift|gifts}",
    ),
    AuditAct(
        name="notice.set_aside",
        words="discarded the Stripe notification {notice}",
        label="Stripe notification discarded",
    ),
    AuditAct(
        name="payment.closed",
        words="closed the unmatched payment of {paid}",
        money=True,
        bare="closed the unmatched payment",
        label="Unmatched payment closed",
    ),
    AuditAct(
        name="payment.settled",
        words="matched the payment of {paid} to a gift",
        money=True,
        bare="matched a payment to a gift",
        label="Unmatched payment matched",
    ),
    AuditAct(
        name="payment.reopened",
        words="reopened the unmatched payment of {paid}",
        money=True,
        bare="reopened the unmatched payment",
        label="Unmatched payment reopened",
    ),
    AuditAct(
        name="payout_row.explained",
        words="explained {amount} in a payout",
        money=True,
        bare="explained a payout line",
        label="Payout line explained",
    ),
    AuditAct(name="pledge.recorded", words="recorded a pledge of {amount}", money=True, bare="recorded a pledge"),
    AuditAct(
        name="pledges.recorded",
        words="recorded {count:pledge|pledges} totaling {total}",
        money=True,
        bare="recorded {count:pledge|pledges}",
    ),
    AuditAct(
        name="refund.closed",
        words="closed the unmatched refund of {paid}",
        money=True,
        bare="closed an unmatched refund",
        label="Unmatched refund closed",
    ),
    AuditAct(
        name="refund.matched",
        words="matched a refund to {refunds:recorded refund|recorded refunds}",
        money=True,
        bare="matched a refund to {refunds:recorded refund|recorded refunds}",
        label="Unmatched refund matched",
    ),
    AuditObject(object_type="donations.balancetransaction", noun="payout line", shown=_journal),
    AuditObject(object_type="donations.campaign", noun="campaign", shown=_campaigns),
    AuditObject(object_type="donations.fund", noun="fund", shown=_funds),
    AuditObject(object_type="donations.gatewayevent", noun="Stripe notification", shown=_notices),
    AuditObject(object_type="donations.gift", noun="gift", shown=_gifts),
    AuditObject(object_type="donations.pledge", noun="pledge", shown=_pledges),
    AuditObject(object_type="donations.unmatchedpayment", noun="unmatched payment", shown=_payments),
    AuditObject(object_type="donations.unmatchedrefund", noun="unmatched refund", shown=_refunds),
    ChangeScope(object_type="donations.gift", permission="gifts.record", rows=visible_rows(Gift)),
    ChangeScope(object_type="donations.pledge", permission="gifts.record", rows=visible_rows(Pledge)),
    ChangeScope(
        object_type="donations.fund", permission="gifts.view", rows=lambda user: Fund.objects.order_by().values("pk")
    ),
    ChangeScope(
        object_type="donations.campaign",
        permission="gifts.view",
        rows=lambda user: Campaign.objects.order_by().values("pk"),
    ),
    ChangeScope(object_type="donations.gatewayevent", permission="payouts.view", rows=visible_rows(GatewayEvent)),
    ChangeScope(
        object_type="donations.unmatchedpayment", permission="payouts.view", rows=visible_rows(UnmatchedPayment)
    ),
    about(
        "donations.gift",
        *("supporter", "joint_with", "soft_credits__supporter", "pledge__supporter"),
        parts=("intent", "unmatched"),
    ),
    about("donations.gatewayevent"),
    about("donations.pledge", "supporter", "payments__supporter", "payments__joint_with"),
    about("donations.balancetransaction", "gift__supporter", parts=("unmatched",), within=("gift",)),
    about("donations.unmatchedpayment", "gift__supporter", within=("gift",)),
    about("donations.unmatchedrefund", "gift__supporter", parts=("payment",), within=("gift",)),
    reading.history_of("campaign", column="main"),
    reading.history_of("fund", column="main"),
    reading.history_of("gift"),
)
