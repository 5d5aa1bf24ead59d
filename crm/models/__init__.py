"""The people: supporters, how to reach them, and the households they share.

- A **Supporter** is a person or an organization; one full name is enough. A spoken number (S-1042) names them.
- `shown_name` and `sort_name` are stored: the name, or the code when `protected`. Lists, search, sorting, titles,
  files and mail use them; the real fields are read only through `crm/identity.py`.
- A contact point is one row a supporter. It is not unique: spouses share, and an e-mail address is not an identity.
- A **Household** shares an address and a salutation. It is recognition only and never owns money. Its `shown_name` is
  its name, or its code when somebody in it is protected: a family's name would give them away.
- A **Consent** says that somebody agreed to be written to, or withdrew that; rows are added, never changed, and the
  latest wins.
- A **SupporterReference** is how another system knows the supporter; one supporter a reference.
- A **NameKey** is one form of a supporter's name, by which `crm/protection/privacy.py` finds it
  however somebody else types it.
"""

from crm.models.consents import Consent, ConsentQuerySet
from crm.models.people import (
    ContactPoint,
    EmailAddress,
    Household,
    HouseholdQuerySet,
    OfSupporterQuerySet,
    PhoneNumber,
    PostalAddress,
    Supporter,
    SupporterQuerySet,
    SupporterReference,
)
from crm.models.typed import (
    Mention,
    NameKey,
    NameReview,
    SystemQuerySet,
    Typed,
    TypedKey,
    TypedQuerySet,
    TypedRow,
    shown_as_typed,
)

__all__ = [
    "Consent",
    "ConsentQuerySet",
    "ContactPoint",
    "EmailAddress",
    "Household",
    "HouseholdQuerySet",
    "Mention",
    "NameKey",
    "NameReview",
    "OfSupporterQuerySet",
    "PhoneNumber",
    "PostalAddress",
    "Supporter",
    "SupporterQuerySet",
    "SupporterReference",
    "SystemQuerySet",
    "Typed",
    "TypedKey",
    "TypedQuerySet",
    "TypedRow",
    "shown_as_typed",
]
