"""Writing people: new supporters, changes to them, contact points, households."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from core import audit
from core.db import sequences
from core.db.chunks import chunks
from core.models import User
from crm import identity
from crm.models import (
    ContactPoint,
    EmailAddress,
    Household,
    PhoneNumber,
    PostalAddress,
    Supporter,
    SupporterReference,
)
from crm.models.codes import new_code
from crm.protection import privacy, twins, typed_rows

HOUSEHOLD = "crm.household"


class EditConflict(Exception):
    """Another user changed the record since it was opened. `current` is the record now."""

    def __init__(self, current: Supporter) -> None:
        super().__init__(str(current))
        self.current = current


@dataclass(frozen=True)
class SupporterDraft:
    """A supporter to create, with contact details. Names are stored as given."""

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
    #: A user who may reveal names said that this is not a protected person.
    somebody_else: bool = False
    fields: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def create_supporter(*, draft: SupporterDraft, by: User | None) -> Supporter:
    """Create one supporter with contact points and references."""
    return create_supporters(drafts=[draft], by=by)[0]


@transaction.atomic
def create_supporters(*, drafts: list[SupporterDraft], by: User | None) -> list[Supporter]:
    """Create supporters in bulk, with one audit entry. Possible matches of a protected person are held under a code and
    a review is opened. Raises `ValidationError` for a draft without a name."""
    if not drafts:
        return []
    taken = sequences.next_numbers(series="supporter", count=len(drafts))
    codes = _fresh_codes(len(drafts))
    rows = [_supporter(draft, number, code, by) for draft, number, code in zip(drafts, taken, codes, strict=True)]
    found = privacy.suspects([_typed(draft) for draft in drafts])
    twins.protect_matches(rows, [{} if one.somebody_else else hits for one, hits in zip(drafts, found, strict=True)])
    Supporter.objects.bulk_create(rows, batch_size=2_000)
    _write_contacts(list(zip(rows, drafts, strict=True)))
    rename_households({row.household_id for row in rows if row.protected})
    answered = [by if draft.somebody_else else None for draft in drafts]
    twins.ask_about_new(rows, found, answered)
    typed_rows.recheck(row for row in rows if row.protected and not row.pending_name_review)
    audit.record(by, "supporter.created", rows[0], count=len(rows), changes=audit.added(rows, "spoken_number"))
    return rows


def would_be_protected(draft: SupporterDraft) -> bool:
    """Whether `create_supporter` would protect this record automatically, so that the form can ask first."""
    hits = privacy.suspects([_typed(draft)])[0]
    return not draft.fields.get("protected") and privacy.About.HIDDEN in hits.values()


@transaction.atomic
def update_supporter(*, supporter: Supporter, values: dict[str, Any], version: int, by: User | None) -> Supporter:
    """Change fields of a supporter that was opened at `version`. Returns the saved supporter.

    Unchanged values are skipped. With a name that is certainly a protected person's it is held, as a new supporter is.
    Raises `EditConflict` when it changed since `version`, and `ValidationError`.
    """
    if not Supporter.objects.filter(pk=supporter.pk, version=version).update(version=F("version") + 1):
        raise EditConflict(Supporter.objects.get(pk=supporter.pk))
    fresh = Supporter.objects.get(pk=supporter.pk)
    known, was_hidden, changes = identity.written_names(fresh), fresh.protected, audit.differences(fresh, values)
    for change in changes:
        setattr(fresh, change.field, values[change.field])
    fresh.prepare()
    fresh.full_clean()
    hits = {} if fresh.protected else twins.protect_renamed(fresh, known=known)
    if hits:
        changes = [change for change in changes if change.field != "protected"]
        changes += [] if was_hidden else [audit.FieldChange("protected", False, True)]
    changed = [change.field for change in changes]
    if changed:
        fresh.save(update_fields=changed)
        audit.record(by, "supporter.changed", fresh, fields=changed, changes=changes)
    _follow(fresh, set(changed))
    twins.ask_about_renamed(fresh, hits)
    return fresh


def _follow(fresh: Supporter, changed: set[str]) -> None:
    """Update everything derived from the changed fields."""
    if "protected" in changed:
        rename_households([fresh.household_id])
    named = bool(set(identity.NAMES) & changed)
    if named:
        greet_households([fresh.household_id])
    if "protected" in changed or (fresh.protected and named):
        typed_rows.recheck([fresh])
    if named and not fresh.protected:
        twins.ask_about_changed(fresh)


@transaction.atomic
def save_contact_point(*, point: ContactPoint, by: User | None) -> ContactPoint:
    """Add or change an email address, phone number or postal address. The first of a kind is primary, and exactly one
    stays primary. Raises `ValidationError`."""
    act = "contact.added" if point._state.adding else "contact.changed"
    before = _alike(point).filter(pk=point.pk).first()
    point.prepare()
    point.full_clean()
    others = _alike(point).filter(supporter_id=point.supporter_id).exclude(pk=point.pk)
    if point.primary:
        others.update(primary=False)
    elif not others.filter(primary=True).exists():
        point.primary = True
    point.save()
    changes = [_was(point, before, point)] if before and str(before) != str(point) else []
    audit.record(by, act, point.supporter, fields=[point._meta.model_name], changes=changes)
    if point.supporter.protected:
        typed_rows.recheck([point.supporter])
    else:
        twins.ask_about_changed(point.supporter)
    return point


@transaction.atomic
def remove_contact_point(*, point: ContactPoint, by: User | None) -> None:
    """Remove a contact point. If it was primary, the oldest of the others becomes primary."""
    supporter, changes = point.supporter, [_was(point, point, None)]
    point.delete()
    heir = _alike(point).filter(supporter=supporter).first()
    if heir is not None and not heir.primary:
        _alike(point).filter(pk=heir.pk).update(primary=True)
    audit.record(by, "contact.removed", supporter, fields=[point._meta.model_name], changes=changes)
    if supporter.protected:
        typed_rows.recheck([supporter])


def _was(point: ContactPoint, before: ContactPoint | None, after: ContactPoint | None) -> audit.FieldChange:
    """The change of a contact point as a field change of its supporter."""
    return audit.FieldChange(point._meta.model_name or "", before, after, of=point.supporter)


@transaction.atomic
def create_household(*, name: str, salutation: str, members: list[Supporter], by: User | None) -> Household:
    """Join supporters who share an address and a salutation."""
    household = Household(name=name, salutation=salutation, salutation_derived=not salutation.strip())
    household.shown_name = privacy.household_name(household, members)
    household.full_clean()
    household.save()
    joined = [audit.FieldChange("household", one.household, household, of=one) for one in members]
    audit.record(by, "household.created", household, members=len(members), changes=joined)
    _move(members, household)
    household.refresh_from_db()
    return household


@transaction.atomic
def update_household(*, household: Household, values: dict[str, str], by: User | None) -> Household:
    """Change the name or the salutation of a household. Raises `ValidationError`."""
    if household.salutation_derived and not values.get("salutation", "").strip():
        values = {name: value for name, value in values.items() if name != "salutation"}  # none was typed
    changes = audit.differences(household, values)
    changed = [change.field for change in changes]
    for name in changed:
        setattr(household, name, values[name])
    if "salutation" in changed:
        household.salutation_derived = not household.salutation.strip()
    household.shown_name = privacy.household_name(household, household.members.all())
    household.full_clean()
    household.save(update_fields=[*changed, "shown_name", "salutation_derived"])
    greet_households([household.pk])
    audit.record(by, "household.changed", household, fields=changed, changes=changes)
    rename_households([household.pk])
    household.refresh_from_db()
    return household


@transaction.atomic
def join_household(*, supporter: Supporter, household: Household, by: User | None) -> None:
    """Make a supporter a member; they leave their former household."""
    joined = [audit.FieldChange("household", supporter.household, household)]
    _move([supporter], household)
    audit.record(by, "household.joined", supporter, household=household.pk, changes=joined)


@transaction.atomic
def leave_household(*, supporter: Supporter, by: User | None) -> None:
    """Remove a supporter from their household, which is kept."""
    left, was = supporter.household_id, [audit.FieldChange("household", supporter.household, None)]
    _move([supporter], None)
    audit.record(by, "household.left", supporter, household=left, changes=was)


def _alike(point: ContactPoint) -> Any:
    """All contact points of the same kind and supporter."""
    return type(point)._default_manager


def _move(members: list[Supporter], household: Household | None) -> None:
    keys = [member.pk for member in members]
    left = list(Supporter.objects.filter(pk__in=keys).values_list("household_id", flat=True))
    Supporter.objects.filter(pk__in=keys).update(household=household)
    for member in members:
        member.household = household
    greet_households(left, left=True)
    greet_households([household.pk if household else None])
    rename_households([*left, household.pk if household else None])


def greet_households(keys: Iterable[int | None], *, left: bool = False) -> None:
    """Derive the salutations of households again where none was typed; `left` when a member just left."""
    derived = Household.objects.filter(pk__in=[key for key in keys if key], salutation_derived=True)
    for household in derived.prefetch_related("members"):
        parted = bool(household.salutation) and " and " not in household.salutation  # not a couple since a member left
        said = identity.household_greeting(household, household.members.all(), left=left or parted)
        Household.objects.filter(pk=household.pk, salutation_derived=True).update(salutation=said)


def rename_households(keys: Iterable[int | None]) -> None:
    """Show households by name, or by code where a member is protected."""
    rows = Household.objects.select_for_update().filter(pk__in=[key for key in keys if key]).order_by("pk")
    for household in rows.prefetch_related("members"):
        shown = privacy.household_name(household, household.members.all())
        Household.objects.filter(pk=household.pk).update(shown_name=shown)
        typed = typed_rows.forms_of(name=household.name) | typed_rows.forms_of(name=household.salutation)
        typed_rows.file_keys(HOUSEHOLD, {household.pk: typed})


def _fresh_codes(count: int) -> list[str]:
    """`count` unused codes. Among 50,000 supporters, two random codes of this length are likely to collide."""
    codes: set[str] = set()
    while len(codes) < count:
        drawn = list({new_code() for _ in range(count - len(codes))} - codes)
        known = (Supporter.objects.filter(code__in=some) for some in chunks(drawn))
        codes |= set(drawn) - {code for rows in known for code in rows.values_list("code", flat=True)}
    return list(codes)


def _supporter(draft: SupporterDraft, number: int, code: str, by: User | None) -> Supporter:
    names = ("full_name", "kind", "donor_type", "given_name", "family_name", "native_name", "salutation", "language")
    supporter = Supporter(
        number=number,
        code=code,
        household_id=draft.household_id,
        note=draft.note,
        created_by=by,
        **{name: getattr(draft, name) for name in names},
        **draft.fields,
    )
    supporter.prepare()
    supporter.clean_fields(exclude=["created_by", "household"])
    return supporter


def _typed(draft: SupporterDraft) -> privacy.Typed:
    names = (draft.full_name, f"{draft.given_name} {draft.family_name}".strip(), draft.native_name)
    return privacy.Typed(tuple(dict.fromkeys(filter(None, names))), draft.emails, draft.phones)


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
    tables: tuple[tuple[Any, list[Any]], ...] = (
        (EmailAddress, emails),
        (PhoneNumber, phones),
        (PostalAddress, addresses),
        (SupporterReference, references),
    )
    for model, rows in tables:
        model.objects.bulk_create(rows, batch_size=2_000)
