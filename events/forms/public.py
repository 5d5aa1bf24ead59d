"""Forms for guests: how many tickets, who they are, who comes."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms.fields import offer
from core.http.challenges import Challenged
from core.money import ZERO, MoneyFormField
from crm.contact_details.fields import ContactEmailField, ContactPhoneField
from crm.names.fields import PublicNameField
from events.models import Event, Invitation, Meal, TicketType
from events.orders.drafts import MOST_PARTY, MOST_TICKETS, GuestDraft, OrderDraft

GIFTS = ("100", "250", "500")
NO_GIFT, OWN_GIFT = "0", "other"
LARGEST_GIFT = Decimal("25000")
CARD, CHECK = "now", "check"
NAME_ALONE = {"name": _("Enter a name without a web address.")}


class SelectionForm(forms.Form):
    """Tickets by type and an added gift; prices are never read from the browser."""

    extra = forms.ChoiceField(required=False, label=_("Add a gift"))
    other = MoneyFormField(
        required=False,
        max_value=LARGEST_GIFT,
        label=_("Other amount"),
        widget=forms.TextInput({"data-own-amount": "", "data-most": LARGEST_GIFT, "placeholder": " "}),
    )

    def __init__(self, *args: Any, event: Event, types: list[TicketType], language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event, self.types = event, types
        gifts = ((gift, f"${gift}") for gift in GIFTS)
        offer(self, "extra", [(NO_GIFT, _("None")), *gifts, (OWN_GIFT, _("Other"))])
        for kind in types:
            most = min(MOST_TICKETS, kind.left(event))
            self.fields[f"q_{kind.pk}"] = forms.TypedChoiceField(
                choices=[(count, count) for count in range(most + 1)],
                coerce=int,
                empty_value=None,
                required=False,
                label=kind.words(language),
                error_messages={"invalid_choice": _("There aren't that many left.")},
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("extra") == OWN_GIFT and not self.has_own:
            self.add_error("other", _("Enter an amount or choose “None”."))
        tickets = {kind.pk: cleaned.get(f"q_{kind.pk}") or 0 for kind in self.types}
        if not self.errors and not any(tickets.values()):
            raise ValidationError(_("Choose how many seats you'd like."))
        if sum(kind.seats * tickets[kind.pk] for kind in self.types) > MOST_PARTY:
            raise ValidationError(_("For a party this large, please call us."))
        return {**cleaned, "tickets": tickets}

    @property
    def has_own(self) -> bool:
        """Whether an amount was typed; it counts whatever choice is selected."""
        return bool(str(self["other"].value() or "").strip())

    @property
    def picked(self) -> str:
        """The selected gift amount."""
        return OWN_GIFT if self.has_own else self["extra"].value() or NO_GIFT

    @property
    def donation(self) -> Decimal:
        """The added gift, or None when it cannot be read."""
        if self.has_own:
            return self.cleaned_data.get("other") or ZERO
        chosen = self.cleaned_data.get("extra") or NO_GIFT
        return ZERO if chosen == OWN_GIFT else Decimal(chosen)

    @property
    def total(self) -> Decimal | None:
        """The total of the selection; None when something cannot be read."""
        if not self.is_bound:
            own = self.initial.get("other")
            return Decimal(own) if own else ZERO
        if "extra" in self.errors or "other" in self.errors:
            return None
        counts = {kind: self.cleaned_data.get(f"q_{kind.pk}") or 0 for kind in self.types}
        return sum((kind.price * count for kind, count in counts.items()), ZERO) + self.donation

    def only_amount(self) -> SelectionForm:
        """This form for recalculating the total: only errors of the amount are shown."""
        for name in [name for name in self.errors if name != "other"]:
            del self.errors[name]
        return self

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The selection as hidden fields of the next step."""
        data = self.cleaned_data
        fields = [(f"q_{key}", str(count)) for key, count in data["tickets"].items() if count]
        return [*fields, ("extra", "other"), ("other", f"{self.donation:.2f}")]


class PartyForm(Challenged):
    """The buyer, the guests and the payment; one set of fields per seat."""

    name = PublicNameField(
        max_length=250,
        label=_("Your name"),
        error_messages=NAME_ALONE,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = ContactEmailField(label=_("Email"), widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}))
    phone = ContactPhoneField(
        required=False,
        error_messages={"number": _("Enter a phone number, like (317) 555-0142 or +92 300 5550142.")},
        label=_("Mobile phone"),
        help_text=_("So we can reach you about the event."),
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
    )
    note = forms.CharField(
        max_length=1_000,
        required=False,
        label=_("Anything we should know?"),
        help_text=_(
            "Food allergies, wheelchair access, a high chair, or who you'd like to sit with. Only the event team "
            "sees this."
        ),
        widget=forms.Textarea({"rows": 3}),
    )
    pay = forms.ChoiceField(
        label=_("How would you like to pay?"),
        choices=[(CARD, _("Pay by card now")), (CHECK, _("Pay by check"))],
        widget=forms.RadioSelect,
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, seats: list[TicketType], meals: list[Meal], language: str, online: bool, **kwargs: Any
    ):
        kwargs.setdefault("initial", {"nonce": uuid.uuid4(), "pay": CARD if online else CHECK})
        super().__init__(*args, **kwargs)
        self.seats, self.language = seats, language
        if not online:
            offer(self, "pay", [(CHECK, _("Pay by check"))])
        for index in range(1, len(seats) + 1):
            _add_guest(self, index, meals, language)
            self.fields[f"back_{index}"] = forms.BooleanField(required=False, label=_("Give up this seat"))

    @property
    def guests(self) -> list[dict[str, Any]]:
        """The fields of each seat, for the page."""
        return [
            {
                "number": index,
                "ticket": kind.words(self.language),
                "value": kind.value_each,
                "back": self[f"back_{index}"],
                "name": self[f"name_{index}"],
                "meal": self[f"meal_{index}"] if f"meal_{index}" in self.fields else None,
            }
            for index, kind in enumerate(self.seats, 1)
        ]

    def draft(self, selection: SelectionForm) -> OrderDraft:
        """The order as typed so far, for the total; also when fields are missing."""
        data = self.cleaned_data
        guests = tuple(guest_draft(data, index, back=True) for index in range(1, len(self.seats) + 1))
        if guests and not guests[0].name and not guests[0].returned:
            guests = (GuestDraft(data.get("name", ""), guests[0].meal_id, guests[0].needs), *guests[1:])
        return OrderDraft(
            tickets=selection.cleaned_data["tickets"],
            name=data.get("name", ""),
            email=data.get("email", ""),
            phone=data.get("phone", ""),
            donation=selection.donation,
            language=self.language,
            guests=guests,
            note=data.get("note", ""),
            nonce=data.get("nonce") or uuid.uuid4(),
        )


def guest_draft(data: dict[str, Any], index: int, *, back: bool = False) -> GuestDraft:
    """One seat from a form's `name_1`, `meal_1`, `back_1`."""
    meal = data.get(f"meal_{index}")
    returned = back and bool(data.get(f"back_{index}"))
    return GuestDraft(
        name="" if returned else (data.get(f"name_{index}") or "").strip(),
        meal_id=meal.pk if meal and not returned else None,
        needs=(data.get(f"needs_{index}") or "").strip(),
        returned=returned,
    )


class MealField(forms.ModelChoiceField):
    """The event's meals in the page's language."""

    def __init__(self, *, meals: list[Meal], language: str) -> None:
        found = Meal.objects.filter(pk__in=[meal.pk for meal in meals])
        super().__init__(queryset=found, required=False, label=_("Meal"))
        # Uses loaded rows: one query for all guests instead of one each.
        self.choices = [("", _("Decide later")), *((meal.pk, meal.words(language)) for meal in meals)]
        self._meals = {str(meal.pk): meal for meal in meals}

    def to_python(self, value: Any) -> Meal | None:
        if value in self.empty_values:
            return None
        try:
            return self._meals[str(value)]
        except KeyError:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


def _add_guest(form: forms.Form, index: int, meals: list[Meal], language: str) -> None:
    form.fields[f"name_{index}"] = PublicNameField(
        max_length=250, required=False, label=_("Name"), error_messages=NAME_ALONE
    )
    if meals:
        form.fields[f"meal_{index}"] = MealField(meals=meals, language=language)


class GuestForm(forms.Form):
    """One guest of an order, named or changed later."""

    name = PublicNameField(max_length=250, required=False, label=_("Name"), error_messages=NAME_ALONE)
    needs = forms.CharField(max_length=300, required=False, label=_("Allergies and access needs"))

    def __init__(self, *args: Any, meals: list[Meal], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meals:
            self.fields["meal"] = MealField(meals=meals, language=language)


class AnswerForm(forms.Form):
    """The answer to an invitation, with the names of those who come."""

    answer = forms.ChoiceField(
        label=_("Will you join us?"),
        choices=[
            (Invitation.Answer.YES, _("Yes, I'll be there")),
            (Invitation.Answer.MAYBE, _("Not sure yet")),
            (Invitation.Answer.NO, _("No, I can't make it")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, invitation: Invitation, meals: list[Meal], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation, self.meals = invitation, meals if invitation.hosted else []
        for index in range(1, invitation.most + 1):
            _add_guest(self, index, self.meals, language)

    @property
    def guests(self) -> list[dict[str, Any]]:
        return [
            {
                "number": index,
                "name": self[f"name_{index}"],
                "meal": self[f"meal_{index}"] if self.meals else None,
            }
            for index in range(1, self.invitation.most + 1)
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("answer") == Invitation.Answer.YES and not self.party:
            self.add_error("name_1", _("Enter the name of at least one guest."))
        return cleaned

    @property
    def party(self) -> tuple[GuestDraft, ...]:
        """The guests that were named."""
        drafts = [guest_draft(self.cleaned_data, index) for index in range(1, self.invitation.most + 1)]
        return tuple(draft for draft in drafts if draft.name)
