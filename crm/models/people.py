"""Supporters, their contact details, households, and references."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from core import extend
from core.privacy.visibility import VisibleQuerySet
from crm import identity, searching
from crm.models.codes import is_code, new_code, new_household_code
from crm.models.texts import TextQuerySet, TextRow
from crm.models.typed_rules import name_rules


def _in_scope(user: Any, *, with_contact_details: bool = False) -> Q:
    """A condition: supporters whom a higher app shows this user, or lets them contact."""
    scopes = extend.entries_for(user, extend.PeopleScope)
    chosen = [scope.rows(user) for scope in scopes if scope.with_contact_details or not with_contact_details]
    return reduce(or_, chosen, Q(pk__in=[]))


class HouseholdQuerySet(VisibleQuerySet["Household"]):
    def matching(self, text: str) -> HouseholdQuerySet:
        """Households whose shown name holds every word of a search."""
        found: HouseholdQuerySet = searching.households_matching(self, text)
        return found


class Household(models.Model):
    name = models.CharField(max_length=200)
    salutation = models.CharField(
        max_length=200,
        blank=True,
        help_text="After “Dear”, for letters to the whole household. Leave blank to use the members' names.",
    )
    #: True when no salutation was typed: it is derived from the name and the members, and changes with them.
    salutation_derived = models.BooleanField(default=True, editable=False)
    code = models.CharField(max_length=10, unique=True, default=new_household_code, editable=False)
    shown_name = models.CharField(max_length=200, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    seen_with = "supporters.view"
    objects = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ["shown_name", "pk"]
        indexes = [
            models.Index(Lower("name"), name="household_by_name"),
            models.Index(name="household_listed", fields=["shown_name", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="household_shown_by_name_or_code",
                condition=Q(shown_name=F("name")) | Q(shown_name=F("code")),
            ),
            models.CheckConstraint(name="household_code_is_one", condition=is_code("H-")),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def hidden(self) -> bool:
        """Whether the name is hidden because it would reveal a protected member."""
        return self.shown_name == self.code


#: How many search matches are sorted for a box of suggestions.
MOST_SUGGESTED = 200


class SupporterQuerySet(TextQuerySet["Supporter"]):
    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """As Django's, and store the search keys of their names."""
        rows = super().bulk_create(objs, *args, **kwargs)
        name_rules().file_names(rows)
        return rows

    def visible_to(self, user: Any) -> SupporterQuerySet:
        """All supporters for users who may see supporters; for others, those whom higher apps show them, such as guests
        of their events."""
        return self if user.has_perm("supporters.view") else self.filter(_in_scope(user))

    def reachable_by(self, user: Any) -> SupporterQuerySet:
        """Those whose email, phone and address this user may see."""
        return self if user.has_perm("supporters.view") else self.filter(_in_scope(user, with_contact_details=True))

    def not_merged(self) -> SupporterQuerySet:
        """Leave out records that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def listed(self) -> SupporterQuerySet:
        """Records shown on lists and suggested by forms: those not archived."""
        return self.not_merged().filter(archived_at__isnull=True)

    def matching(self, text: str) -> SupporterQuerySet:
        """Those whose shown name, spelling key, number, email, phone, city or ZIP code hold every word of a search.
        Contact details of protected supporters are never searched."""
        found: SupporterQuerySet = searching.matching(self, text)
        return found

    def first_matching(self, text: str) -> SupporterQuerySet:
        """Some of those who are `matching`, in list order, for a box of suggestions. Only a limited number of matches
        is sorted, as sorting all of them would read every row."""
        some = self.matching(text).order_by().values_list("pk", flat=True)[:MOST_SUGGESTED]
        return self.filter(pk__in=list(some))


class Supporter(TextRow):
    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        ORGANIZATION = "organization", "Organization"

    class DonorType(models.TextChoices):
        """Who the donor is for tax purposes when this supporter gives (receipt rules, section 3)."""

        INDIVIDUAL = "individual", "Person"
        COUPLE = "couple", "Couple giving jointly"
        BUSINESS = "business", "Business, congregation, or other organization"
        PRIVATE_FOUNDATION = "private_foundation", "Private foundation"
        DAF_SPONSOR = "daf_sponsor", "Donor-advised fund sponsor"
        PLATFORM_CHARITY = "platform_charity", "Giving platform (itself a charity)"

    USUAL_TYPES = (DonorType.INDIVIDUAL, DonorType.BUSINESS)

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        URDU = "ur", "Urdu"

    number = models.PositiveIntegerField(unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERSON)
    donor_type = models.CharField(max_length=20, choices=DonorType.choices, default=DonorType.INDIVIDUAL)
    full_name = models.CharField(max_length=250)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    native_name = models.CharField("name in native script", max_length=250, blank=True)
    salutation = models.CharField(max_length=200, blank=True, help_text="After “Dear”. Leave blank to use the name.")
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)
    protected = models.BooleanField(
        default=False,
        help_text="For someone at risk if their name leaks. A code is shown everywhere in place of the name.",
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    pending_name_review = models.BooleanField(
        default=False,
        editable=False,
        help_text="Protected automatically because of the name entered, until someone reviews it.",
    )
    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    shown_name = models.CharField(max_length=250, editable=False)
    sort_name = models.CharField(max_length=250, editable=False)
    name_keys = models.TextField(editable=False, blank=True)
    search_text = models.TextField(editable=False, blank=True)
    anonymous = models.BooleanField("anonymous in public", default=False)
    household = models.ForeignKey(Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="members")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, db_index=False
    )
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    texts = ("note", "salutation")
    objects = SupporterQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        # Lets one page of the list in its default order read only its fifty rows.
        indexes = [
            models.Index(name="supporter_listed", fields=["sort_name", "id"]),
            models.Index(name="supporter_merged", fields=["merged_into"], condition=Q(merged_into__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="supporter_has_a_name",
                condition=~Q(full_name=""),
                violation_error_message="Enter a name.",
            ),
            models.CheckConstraint(
                name="supporter_protected_by_code",
                condition=Q(protected=False, pending_name_review=False)
                | Q(protected=True, shown_name=F("code"), sort_name=F("code"), name_keys="", search_text=""),
                violation_error_message="A protected supporter is shown by a code only.",
            ),
            models.CheckConstraint(name="supporter_code_is_one", condition=is_code("P-")),
            models.CheckConstraint(
                name="supporter_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                violation_error_message="A record can't be merged into itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        fields = kwargs.get("update_fields")
        if fields:
            kwargs["update_fields"] = {*fields, *identity.DERIVED}
        super().save(*args, **kwargs)
        if fields is None or {*identity.NAMES, "kind"} & set(fields):
            name_rules().file_names([self])

    def prepare(self) -> None:
        """Set the stored names. Bulk writes must call it themselves."""
        identity.refresh(self)

    @property
    def spoken_number(self) -> str:
        return f"S-{self.number}"

    @property
    def avatar_kind(self) -> str:
        """The kind of avatar: person, organization or protected."""
        return "protected" if self.protected else self.kind

    @property
    def shown_native(self) -> str:
        """The name in native script; '' when it would reveal a protected person."""
        return identity.native_name(self)


class OfSupporterQuerySet(VisibleQuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Rows of supporters this user may contact; references to other systems identify people as addresses do."""
        if user.has_perm("supporters.view"):
            return self
        return self.filter(supporter__in=Supporter.objects.reachable_by(user))


class SupporterReference(models.Model):
    """The key of a supporter in another system: a Stripe customer, a NationBuilder id, a name key of an import."""

    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="references")
    system = models.CharField(max_length=40)
    value = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfSupporterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["system", "value"], name="supporter_reference_once")]

    def __str__(self) -> str:
        return f"{self.system} {self.value}"


class ContactPoint(models.Model):
    """Base of email addresses, phone numbers and postal addresses."""

    supporter: models.ForeignKey[Supporter, Supporter]
    supporter_id: int
    label = models.CharField(max_length=40, blank=True)
    primary = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    #: The word in the address of its page.
    kind: ClassVar[str]
    objects = OfSupporterQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-primary", "pk"]

    @property
    def noun(self) -> str:
        """What people call it: email address."""
        return str(self._meta.verbose_name)

    def prepare(self) -> None:
        """Set the normalized value that searches compare; a postal address has none. Bulk writes must call it."""


class EmailAddress(ContactPoint):
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="emails")
    address = models.EmailField()
    normalized = models.CharField(max_length=254, db_index=True, editable=False)
    #: The address without dots and plus suffixes where the provider ignores them; imports match by it.
    mailbox = models.CharField(max_length=254, db_index=True, editable=False)
    kind = "email"

    class Meta(ContactPoint.Meta):
        verbose_name, verbose_name_plural = "email address", "email addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["supporter", "normalized"],
                name="email_once_a_supporter",
                violation_error_message="This supporter already has this email address.",
            )
        ]

    def __str__(self) -> str:
        return self.address

    def prepare(self) -> None:
        """Set the normalized value that searches compare."""
        self.normalized = identity.normal_email(self.address)
        self.mailbox = identity.mailbox(self.normalized)


class PhoneNumber(ContactPoint):
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=40)
    normalized = models.CharField(max_length=20, db_index=True, editable=False)
    kind = "phone"

    class Meta(ContactPoint.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["supporter", "normalized"],
                name="phone_once_a_supporter",
                violation_error_message="This supporter already has this phone number.",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def prepare(self) -> None:
        """Set the normalized value that searches compare."""
        self.normalized = identity.normal_phone(self.number)


class PostalAddress(ContactPoint):
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="addresses")
    street = models.TextField(help_text="One or two lines.")
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField("state or region", max_length=60, blank=True)
    postal_code = models.CharField(max_length=20, blank=True, db_index=True)
    country = models.CharField(max_length=2, default="US")
    kind = "address"

    class Meta(ContactPoint.Meta):
        verbose_name_plural = "postal addresses"
        # Tells where somebody lives without reading the address.
        indexes = [models.Index("supporter", F("primary").desc(), "id", "country", "region", name="address_place")]

    def __str__(self) -> str:
        return ", ".join(self.lines())

    def lines(self) -> list[str]:
        """The lines of an envelope; the country only outside the US."""
        place = " ".join(part for part in [self.region, self.postal_code] if part)
        town = ", ".join(part for part in [self.city, place] if part)
        street = [line.strip() for line in self.street.splitlines() if line.strip()]
        return [
            *street,
            *([town] if town else []),
            *([identity.country_name(self.country)] if self.country != "US" else []),
        ]
