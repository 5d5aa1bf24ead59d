"""Rows for tests: valid by default, through the services; override only what the test is about.

Every name is made up. `TODAY` is the day the tests live in.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from core.models import ExemptionStatus, Organization, User
from crm.models import Household, Supporter
from crm.services.supporters import SupporterDraft, create_household, create_supporter
from donations.ledger.drafts import GiftDraft, LineDraft
from donations.ledger.rollups import followed
from donations.ledger.services import record_gift, record_pledge
from donations.models import Campaign, Fund, Gift, Pledge, SoftCredit

TODAY = date(2026, 6, 15)
PASSWORD = "a long sentence for tests"
RECOGNIZED = ((ExemptionStatus.Status.RECOGNIZED, date(2010, 1, 1)),)
_next = count(1)


def make_user(*roles: str, email: str = "", name: str = "", password: str = PASSWORD) -> User:
    """A user with roles."""
    number = next(_next)
    return User.objects.create_user(
        email or f"user{number}@example.org", password, name=name or f"Casey Example {number}", roles=roles
    )


def make_organization(*, statuses: Iterable[tuple[str, date]] = RECOGNIZED, **override: Any) -> Organization:
    """The charity, recognized since its formation; `statuses` are (status, first day)."""
    organization = Organization(
        **{
            "legal_name": "Example Charity of Solidarity, Inc.",
            "short_name": "Example Charity",
            "ein": "00-0000000",
            "address": "1 Example Street\nSpringfield, NY 10000",
            "formation_on": date(2010, 1, 1),
            "state_of_incorporation": "NY",
            "signer_name": "Casey Example",
            "signer_title": "Treasurer",
            **override,
        }
    )
    organization.save()
    ExemptionStatus.objects.bulk_create([ExemptionStatus(status=status, starts_on=day) for status, day in statuses])
    return organization


def make_supporter(full_name: str = "", *, by: User | None = None, **override: Any) -> Supporter:
    """A person. `emails`, `phones`, `addresses` and `references` as in `SupporterDraft`; other model fields too."""
    draft_fields = {item.name for item in fields(SupporterDraft)}
    known = {name: value for name, value in override.items() if name in draft_fields}
    others = {name: value for name, value in override.items() if name not in draft_fields}
    draft = SupporterDraft(full_name=full_name or f"Amina Testperson {_word(next(_next))}", **known, fields=others)
    return create_supporter(draft=draft, by=by)


def make_household(*members: Supporter, name: str = "The Testpersons", salutation: str = "") -> Household:
    return create_household(name=name, salutation=salutation, members=list(members), by=None)


def make_fund(code: str = "", **override: Any) -> Fund:
    """A fund without restriction."""
    number = next(_next)
    fund = Fund(**{"code": code or f"F{number}", "name": f"Fund {number}", **override})
    fund.full_clean()
    fund.save()
    return fund


def make_campaign(name: str = "", **override: Any) -> Campaign:
    campaign = Campaign(name=name or f"Campaign {next(_next)}", **override)
    campaign.full_clean()
    campaign.save()
    return campaign


METHOD_OF_KIND = {Gift.Kind.CASH: Gift.Method.CHECK, Gift.Kind.SECURITIES: Gift.Method.STOCK}
KIND_OF_METHOD = {Gift.Method.STOCK: Gift.Kind.SECURITIES, Gift.Method.IN_KIND: Gift.Kind.IN_KIND}


def draft_gift(
    amount: Decimal = Decimal("50"), *, supporter: Supporter | None = None, fund: Fund | None = None, **override: Any
) -> GiftDraft:
    """A draft of a check (or of goods, of another kind) for the general fund. With `lines` the amount is theirs."""
    lines = override.pop("lines", None) or (LineDraft(fund_id=(fund or general_fund()).pk, amount=amount),)
    kind = override.get("kind") or KIND_OF_METHOD.get(override.get("method", ""), Gift.Kind.CASH)
    method = METHOD_OF_KIND.get(kind, Gift.Method.IN_KIND)
    values = {"kind": kind, "method": method, "gift_on": date(2026, 3, 2), **override}
    return GiftDraft(supporter_id=(supporter or make_supporter()).pk, lines=tuple(lines), **values)


def make_gift(
    amount: Decimal = Decimal("50"), *, by: User | None = None, today: date | None = None, **override: Any
) -> Gift:
    """A posted gift; arguments as in `draft_gift`."""
    draft = draft_gift(amount, **override)
    return record_gift(draft=draft, by=by, today=today or max(TODAY, draft.gift_on))


def make_soft_credit(gift: Gift, *, supporter: Supporter, amount: Decimal, role: str = "friend") -> SoftCredit:
    """Recognition that somebody added to a gift later."""
    with followed([gift.pk]):
        return SoftCredit.objects.create(gift=gift, supporter=supporter, amount=amount, role=role)


def make_pledge(
    amount: Decimal = Decimal("500"),
    *,
    supporter: Supporter | None = None,
    fund: Fund | None = None,
    promised_on: date = date(2026, 1, 10),
    by: User | None = None,
    note: str = "",
) -> Pledge:
    return record_pledge(
        supporter_id=(supporter or make_supporter()).pk,
        amount=amount,
        fund_id=(fund or general_fund()).pk,
        promised_on=promised_on,
        by=by,
        note=note,
    )


def general_fund() -> Fund:
    """The fund gifts go to when a test does not care."""
    return Fund.objects.filter(code="GENERAL").first() or make_fund("GENERAL", name="General fund")


def _word(number: int) -> str:
    """A number in letters, for names that hold no figures: 1 is `B`, 27 is `BB`."""
    letters = ""
    while number or not letters:
        number, letter = divmod(number, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
