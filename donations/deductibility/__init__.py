"""The tax law of gifts as one pure engine.

    from donations.deductibility import Facts, Org, Donor, Payment, Benefit, decide, wording

    decision = decide(Facts(org=Org(legal_name=…, as_of=…), payments=(Payment(amount=Decimal("150.00"), …),), …))

- `decide(facts) -> Decision`: the document due, its amounts, what it must and must not say, staff warnings, the rules.
- `wording.sentences(decision, facts)`: the legal box, in order; `wording.disclosure(decision, facts)`: what an order or
  donation page shows before payment (ask with `Facts(document="ticket_page", date=today, …)`); `wording.legends(…)`.
- `Decision.parts`: the arithmetic by transaction (`paid`, `value`, `contribution`, `benefits`).
- `facts_from_case(dict) -> Facts`: facts out of a case file. Both raise `BadFacts` with a sentence for people.
"""

from donations.deductibility.cases.files import facts_from_case
from donations.deductibility.decision import Contribution, Decision, Part
from donations.deductibility.engine import decide
from donations.deductibility.facts import (
    Attempt,
    BadFacts,
    Benefit,
    Contributor,
    Dispute,
    Donor,
    Earmark,
    Facts,
    LedgerRow,
    LineItem,
    Org,
    Payment,
    Pledge,
    Property,
    Refund,
    Screening,
    Volunteer,
)

__all__ = [
    "Attempt",
    "BadFacts",
    "Benefit",
    "Contribution",
    "Contributor",
    "Decision",
    "Dispute",
    "Donor",
    "Earmark",
    "Facts",
    "LedgerRow",
    "LineItem",
    "Org",
    "Part",
    "Payment",
    "Pledge",
    "Property",
    "Refund",
    "Screening",
    "Volunteer",
    "decide",
    "facts_from_case",
]
