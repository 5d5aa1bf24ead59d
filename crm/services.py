"""Writing people: new supporters, changes to them, contact points, households."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from core import audit, numbers
from core.models import User
from crm.models import EmailAddress, Household, PhoneNumber, PostalAddress, Supporter, SupporterReference


class EditConflict(Exception):
    """Somebody else changed the record since it was opened. `current` is how it stands now."""

    def __init__(self, current: Supporter) -> None:
        super().__init__(str(current))
        self.current = current


@dataclass(frozen=True)
class SupporterDraft:
    """A supporter to create, with the ways to reach them. Names are as given; nothing is guessed here."""

    full_name: str
    kind: str = Supporter.Kind.PERSON
    donor_type: str = Supporter.DonorType.INDIVIDUAL
    given_name: str = ""
    family_name: str = ""
    native_name: str = ""
    salutation: str = ""
    language: str = Supporter.Language.ENGLISH
    household_id: int | None = None
    note: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[dict[str, str], ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    source: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def create_supporter(*, draft: SupporterDraft, by: User | None) -> Supporter:
    """Create one supporter with contact points and references."""
    return create_supporters(drafts=[draft], by=by)[0]


@transaction.atomic
def create_supporters(*, drafts: list[SupporterDraft], by: User | None) -> list[Supporter]:
    """Create supporters in bulk, with one audit entry. Raises `ValidationError` for a draft without a name."""
    if not drafts:
        return []
    taken = numbers.take(series="supporter", count=len(drafts))
    rows = [_supporter(draft, number, by) for draft, number in zip(drafts, taken, strict=True)]
    Supporter.objects.bulk_create(rows, batch_size=2_000)
    _write_contacts(list(zip(rows, drafts, strict=True)))
    audit.record(by, "supporter.created", rows[0], count=len(rows))
    return rows


@transaction.atomic
def update_supporter(*, supporter: Supporter, values: dict[str, Any], version: int, by: User | None) -> Supporter:
    """Change fields of a supporter opened at `version`. Raises `EditConflict` when it changed since."""
    for name, value in values.items():
        setattr(supporter, name, value)
    if not Supporter.objects.filter(pk=supporter.pk, version=version).update(version=F("version") + 1):
        raise EditConflict(Supporter.objects.get(pk=supporter.pk))
    supporter.version = version + 1
    supporter.full_clean()
    supporter.save()
    audit.record(by, "supporter.changed", supporter, fields=sorted(values))
    return supporter


@transaction.atomic
def create_household(*, name: str, salutation: str, members: list[Supporter], by: User | None) -> Household:
    """Join supporters who share an address and a salutation."""
    household = Household.objects.create(name=name, salutation=salutation)
    Supporter.objects.filter(pk__in=[member.pk for member in members]).update(household=household)
    audit.record(by, "household.created", household, members=len(members))
    return household


def _supporter(draft: SupporterDraft, number: int, by: User | None) -> Supporter:
    names = ("full_name", "kind", "donor_type", "given_name", "family_name", "native_name", "salutation", "language")
    supporter = Supporter(
        number=number,
        household_id=draft.household_id,
        note=draft.note,
        created_by=by,
        **{name: getattr(draft, name) for name in names},
        **draft.fields,
    )
    supporter.prepare()
    supporter.clean_fields(exclude=["created_by", "household"])
    return supporter


def _write_contacts(pairs: list[tuple[Supporter, SupporterDraft]]) -> None:
    emails, phones, addresses, references = [], [], [], []
    for row, draft in pairs:
        common = {"supporter": row, "source": draft.source}
        emails += [EmailAddress(address=a, primary=i == 0, **common) for i, a in enumerate(draft.emails)]
        phones += [PhoneNumber(number=n, primary=i == 0, **common) for i, n in enumerate(draft.phones)]
        addresses += [PostalAddress(**a, primary=i == 0, **common) for i, a in enumerate(draft.addresses)]
        references += [SupporterReference(supporter=row, system=s, value=v) for s, v in draft.references]
    for point in [*emails, *phones]:
        point.prepare()
    for model, rows in (
        (EmailAddress, emails),
        (PhoneNumber, phones),
        (PostalAddress, addresses),
        (SupporterReference, references),
    ):
        model.objects.bulk_create(rows, batch_size=2_000)
