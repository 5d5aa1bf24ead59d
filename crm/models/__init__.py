"""Supporters, their contact details, and their households.

- A **Supporter** is a person or an organization; one full name is enough. Its number (S-1042) is what people say on the
  phone.
- `shown_name` and `sort_name` are stored: the name, or the code when `protected`. Lists, search, sorting, titles, files
  and mail use them; the real fields are read only through `crm/identity.py`.
- A contact point is one row per supporter. It is not unique: spouses share an email address, so it does not identify a
  person.
- A **Household** shares an address and a salutation. It is for recognition only and never owns money. Its `shown_name`
  is its name, or its code when a member is protected, because a family name would reveal them.
- A **Consent** is one opt-in or opt-out. Rows are added, never changed; the latest applies.
- A **SupporterReference** is the key of a supporter in another system; one supporter per reference.
- A **NameKey** is one search form of a supporter's name, by which `crm/protection/privacy.py` finds the supporter in
  any spelling.
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
