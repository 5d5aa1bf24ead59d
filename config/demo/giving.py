"""The giving of the demonstration: two years and a bit of checks, cards and grants, so that trends show."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from config.demo.people import People
from crm.models import Supporter
from donations.ledger.drafts import GiftDraft, LineDraft, Reference
from donations.ledger.services import record_gifts, record_pledge
from donations.models import Campaign, Fund, Gift

AMOUNTS = (25, 50, 50, 100, 100, 100, 150, 250, 250, 500, 1000, 2500)
METHODS = (Gift.Method.CHECK, Gift.Method.CHECK, Gift.Method.CARD, Gift.Method.ZELLE, Gift.Method.CASH)
# How a year's giving spreads over its months: quiet summers, Ramadan, the dinners, the end of the year.
MONTHS = (6, 5, 16, 8, 5, 4, 3, 4, 6, 15, 11, 17)


def record_giving(*, people: People, today: date, random: Random) -> list[Gift]:
    """Record the gifts of everybody over the last two years and this one, oldest first."""
    funds = {fund.code: fund.pk for fund in Fund.objects.all()}
    campaigns = list(Campaign.objects.all())
    drafts = [
        draft
        for person in people.persons
        for draft in _gifts_of(person, funds=funds, campaigns=campaigns, today=today, random=random)
    ]
    for organization in people.organizations:
        drafts += _grants_of(organization, funds=funds, today=today, random=random)
    drafts.sort(key=lambda draft: (draft.gift_on, draft.supporter_id))
    gifts = record_gifts(drafts=drafts, by=None, today=today).gifts
    for person in people.persons[5::29]:
        record_pledge(
            supporter_id=person.pk,
            amount=Decimal(random.choice((600, 1200, 3000))),
            fund_id=funds["LEGAL"],
            promised_on=today - timedelta(days=random.randint(20, 200)),
            by=None,
        )
    return gifts


def _gifts_of(
    person: Supporter, *, funds: dict[str, int], campaigns: list[Campaign], today: date, random: Random
) -> list[GiftDraft]:
    """A person's gifts: a favorite amount and fund, most years, and for some a card every month."""
    if random.random() < 0.12:
        return []
    amount = Decimal(random.choice(AMOUNTS))
    fund = random.choices(list(funds.values()), weights=[5, 2, 2, 1])[0]
    monthly = random.random() < 0.06
    drafts = []
    for year in range(today.year - 2, today.year + 1):
        if random.random() > (0.62 if year < today.year else 0.7):
            continue
        times = 12 if monthly else random.choice((1, 1, 1, 2, 3))
        for n in range(times):
            month = n + 1 if monthly else random.choices(range(1, 13), weights=MONTHS)[0]
            day = date(year, month, 1 if monthly else random.randint(1, 28))
            if day > today:
                continue
            raised = amount * random.choice((1, 1, 1, 2)) if not monthly else amount
            drafts.append(_draft(person, fund, raised, day, campaigns, monthly, random))
    return drafts


def _draft(
    person: Supporter, fund: int, amount: Decimal, day: date, campaigns: list[Campaign], card: bool, random: Random
) -> GiftDraft:
    method = Gift.Method.CARD if card else random.choice(METHODS)
    check = str(random.randint(1001, 4999)) if method == Gift.Method.CHECK else ""
    running = [
        campaign.pk
        for campaign in campaigns
        if campaign.starts_on and campaign.ends_on and campaign.starts_on <= day <= campaign.ends_on
    ]
    return GiftDraft(
        supporter_id=person.pk,
        lines=(LineDraft(fund, amount),),
        method=method,
        gift_on=day,
        posted_on=day,
        received_on=day,
        check_number=check,
        origin=Gift.Origin.ONLINE if method == Gift.Method.CARD else Gift.Origin.FORM,
        anonymous=person.anonymous,
        campaign_id=random.choice(running) if running and random.random() < 0.6 else None,
    )


def _grants_of(organization: Supporter, *, funds: dict[str, int], today: date, random: Random) -> list[GiftDraft]:
    is_daf = organization.donor_type == Supporter.DonorType.DAF_SPONSOR
    days = [today - timedelta(days=random.randint(3, 900)) for _ in range(4)]
    return [
        GiftDraft(
            supporter_id=organization.pk,
            lines=(LineDraft(funds["REPORT"], Decimal(random.choice((1500, 2500, 5000)))),),
            method=Gift.Method.DAF if is_daf else Gift.Method.CHECK,
            gift_on=day,
            posted_on=day,
            check_number="" if is_daf else str(random.randint(5000, 9000)),
            references=(Reference("demo", "grant", f"{organization.pk}-{n}"),),
        )
        for n, day in enumerate(days)
    ]
