"""Forms for event coordinators."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db.models import Q, QuerySet

from core.display import money_text
from core.forms.doubts import DoubtingForm
from core.forms.fields import DayInput, RowsField, field_of, offer, offer_rows
from core.models import User
from core.money import ZERO, MoneyFormField
from crm.contact_details.fields import ContactEmailField, ContactPhoneField
from crm.models import Supporter
from donations.ledger.duplicate_gifts import ask_about_check
from donations.models import Gift
from donations.payment_methods import validate_check_number
from events.models import Event, EventExpense, Guest, Invitation, Order, Table, TicketType
from events.models.event import MOST_SEATS
from events.orders import buyer_matching
from events.orders.drafts import MOST_TICKETS, OrderDraft

DOOR_METHODS = (
    Gift.Method.CHECK,
    Gift.Method.CASH,
    Gift.Method.ZELLE,
    Gift.Method.WIRE,
    Gift.Method.CARD,
    Gift.Method.OTHER,
)


SOLD = "Tickets have been sold, so this can't change. Add another ticket instead."


class TicketForm(forms.ModelForm):
    class Meta:
        model = TicketType
        fields = [
            "name",
            "name_ur",
            "kind",
            "price",
            "seats",
            "benefit",
            "value_each",
            "value_reason",
            "cost_each",
            "capacity",
            "sale_from",
            "sale_until",
            "public",
        ]
        widgets = {
            "sale_from": DayInput,
            "sale_until": DayInput,
            "name_ur": forms.TextInput({"dir": "rtl", "lang": "ur"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].validators.append(MaxValueValidator(MOST_SEATS))  # before `clean` uses them
        if self.instance.pk and self.instance.order_lines.exists():
            for name in ("seats", "benefit", "value_each", "kind"):
                self.fields[name].disabled = True
                self.fields[name].help_text = SOLD

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        price, value, seats = (cleaned.get(name) for name in ("price", "value_each", "seats"))
        if price is None or value is None or seats is None or cleaned.get("value_reason"):
            return cleaned
        if not value:
            self.add_error("value_reason", f"Explain why the {cleaned.get('benefit') or 'dinner'} has no value.")
        elif value * seats > price:
            worth = money_text(value * seats)
            self.add_error(
                "value_reason", f"The value of {worth} is more than the price, so no part is a gift. Explain why."
            )
        return cleaned


class TableForm(forms.Form):
    names = forms.CharField(
        label="Table names",
        widget=forms.Textarea({"rows": 4}),
        help_text="One per line: 1, 2, 3, or Jasmine, Rose.",
    )
    seats = forms.IntegerField(label="Seats per table", min_value=1, max_value=100, initial=10)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = set(event.tables.values_list("name", flat=True))

    def clean_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if taken := sorted(self.there & set(names)):
            raise ValidationError(f"Already added: {', '.join(taken)}. Remove the duplicates.")
        if long := [name for name in names if len(name) > 40]:
            raise ValidationError(f"Shorten this name to 40 characters or fewer: {long[0][:60]}…")
        return list(dict.fromkeys(names))


class TableEditForm(forms.ModelForm):
    """A table's name and seats; the name that a code is shown for is changed by nobody who doesn't see it."""

    class Meta:
        model = Table
        fields = ["name", "seats"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.hidden:
            del self.fields["name"]


class MealsForm(forms.Form):
    meals = forms.CharField(
        widget=forms.Textarea({"rows": 6}),
        required=False,
        help_text=(
            "One per line, with the Urdu name after a bar: Chicken biryani | چکن بریانی. Meals guests have chosen "
            "are kept."
        ),
    )

    def clean_meals(self) -> list[tuple[str, str]]:
        parts = [line.partition("|") for line in self.cleaned_data["meals"].splitlines() if line.strip()]
        meals = [(name.strip(), urdu.strip()) for name, _, urdu in parts]
        if bad := [name for name, urdu in meals if not name or max(len(name), len(urdu)) > 80]:
            raise ValidationError(f"Give each meal a name of 80 characters or fewer: {bad[0][:60]}")
        return meals


class ExpenseForm(forms.ModelForm):
    """An expense. `private` leaves out its description while that names a protected person who is not revealed."""

    class Meta:
        model = EventExpense
        fields = ["kind", "description", "amount", "spent_on"]
        widgets = {"spent_on": DayInput}
        labels = {"spent_on": "Date"}

    def __init__(self, *args: Any, private: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if private:
            del self.fields["description"]


class BuyerChoice(forms.ModelChoiceField):
    def label_from_instance(self, supporter: Supporter) -> str:
        return f"{supporter.spoken_number} {supporter.shown_name}"


class PaidForm(DoubtingForm):
    """The payment for an order, and whose it is."""

    amount = MoneyFormField(
        label="Amount received", help_text="Any amount above the order total is recorded as a gift."
    )
    method = forms.ChoiceField(
        label="Payment method", choices=[(method.value, method.label) for method in DOOR_METHODS]
    )
    check_number = forms.CharField(max_length=30, required=False, validators=[validate_check_number])
    gift_on = forms.DateField(
        label="Date of gift",
        widget=DayInput,
        help_text="For a mailed check, the postmark date. If handed over, that day.",
    )
    buyer = BuyerChoice(
        Supporter.objects.none(), required=False, empty_label="Someone new: add supporter", widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, order: Order, candidates: QuerySet[Supporter], today: date, user: User, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"amount": order.total, "gift_on": today, "buyer": candidates.first()}
        super().__init__(*args, **kwargs)
        self.order, self.candidates, self.today, self.user = order, candidates, today, user
        if order.supporter_id:
            del self.fields["buyer"]
        else:
            offer_rows(self, "buyer", candidates)

    def clean_gift_on(self) -> date:
        if self.cleaned_data["gift_on"] > self.today:
            raise ValidationError("The date is in the future.")
        return self.cleaned_data["gift_on"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        buyer = self.order.supporter or data.get("buyer")
        donors = [buyer] if buyer else list(self.candidates)
        ask_about_check(self, donors=donors, amount=data.get("amount"), user=self.user)
        return data


class SupporterField(forms.CharField):
    """A supporter by number; only for users who may see supporters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 12, "required": False, **kwargs})
        self.user: User | None = None

    def clean(self, value: Any) -> Supporter | None:
        text = super().clean(value).upper().removeprefix("S-")
        if not text:
            return None
        rows = Supporter.objects.visible_to(self.user or AnonymousUser()).not_merged()
        found = rows.filter(number=int(text)).first() if text.isdecimal() and len(text) < 10 else None
        if found is None:
            raise ValidationError("No supporter has this number.")
        return found


class StaffOrderForm(forms.Form):
    """An order taken by phone, by mail or at the door."""

    name = forms.CharField(label="Buyer", max_length=250)
    supporter = SupporterField(
        label="Supporter number", help_text="S-1042. Leave blank to choose the supporter at payment."
    )
    email = ContactEmailField(label="Email", required=False)
    phone = ContactPhoneField(required=False)
    donation = MoneyFormField(label="Additional gift", required=False, min_value=0)
    channel = forms.ChoiceField(label="Source", choices=[(c.value, c.label) for c in list(Order.Channel)[1:]])
    note = forms.CharField(required=False, max_length=1_000, widget=forms.Textarea({"rows": 2}))
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: Event, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"nonce": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        self.types = list(event.ticket_types.all())
        if user.has_perm("supporters.view"):
            field_of(self, "supporter", SupporterField).user = user
        else:
            del self.fields["supporter"]
        for kind in self.types:
            self.fields[f"q_{kind.pk}"] = forms.IntegerField(
                label=f"{kind} (${kind.price:,.2f}, {kind.left(event)} left)",
                min_value=0,
                max_value=MOST_TICKETS,
                required=False,
            )
        self.order_fields(["name", "supporter", "email", "phone", *(f"q_{kind.pk}" for kind in self.types), "donation"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if not self.errors and not any(cleaned.get(f"q_{kind.pk}") for kind in self.types):
            raise ValidationError("Choose at least one ticket.")
        return cleaned

    def draft(self) -> OrderDraft:
        data = self.cleaned_data
        supporter = data.get("supporter")
        return OrderDraft(
            tickets={kind.pk: data.get(f"q_{kind.pk}") or 0 for kind in self.types},
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            donation=data["donation"] or ZERO,
            channel=data["channel"],
            note=data["note"],
            nonce=data["nonce"],
            supporter_id=supporter.pk if supporter else None,
            language=supporter.language if supporter else "en",
        )


class GuestForm(forms.ModelForm):
    """What coordinators enter about a guest. The name of a protected guest is left out, and notes about one while the
    name is not revealed (`private`)."""

    class Meta:
        model = Guest
        fields = ["name", "alias", "meal", "needs", "table"]

    def __init__(self, *args: Any, private: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.instance.event
        offer_rows(self, "meal", event.meals.all())
        offer_rows(self, "table", Table.objects.filter(event=event))
        if self.instance.hidden:
            del self.fields["name"]
        if self.instance.shown_alias != self.instance.alias:
            del self.fields["alias"]
        if private:
            del self.fields["needs"]


#: The answer that none of the suggested supporters is meant.
NOBODY = "new"


class InvitationForm(forms.ModelForm):
    """Whom to invite: a supporter by number, or a name with an email address."""

    supporter = SupporterField(label="Supporter number", help_text="For example, S-1042.")
    name = forms.CharField(max_length=250, required=False, help_text="For someone without a supporter number.")
    email = ContactEmailField(label="Email", required=False)
    which = forms.ChoiceField(label="Matching supporter", required=False, widget=forms.RadioSelect)

    class Meta:
        model = Invitation
        fields = ["most", "hosted"]

    field_order = ["supporter", "name", "email", "which", "most", "hosted"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.has_perm("supporters.view"):
            field_of(self, "supporter", SupporterField).user = user
        else:
            del self.fields["supporter"]
        self.alike = self._alike(user)
        people = [(str(row.pk), f"{row.spoken_number} {row.shown_name}") for row in self.alike]
        offer(self, "which", [*people, (NOBODY, "Someone new: add supporter")])
        if not self.alike:
            del self.fields["which"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if not self.errors and not cleaned.get("supporter") and not cleaned.get("name"):
            self.add_error("name", "Enter a supporter number or a name.")
        if self.alike and not cleaned.get("which"):
            self.add_error("which", "Supporters with this name already exist. Choose one, or choose someone new.")
        chosen = next((row for row in self.alike if str(row.pk) == cleaned.get("which")), None)
        return {**cleaned, "supporter": cleaned.get("supporter") or chosen}

    def _alike(self, user: User) -> list[Supporter]:
        """Supporters the name may mean; empty when a number or an email on their record is given."""
        number, name, email = ((self.data.get(field) or "").strip() for field in ("supporter", "name", "email"))
        if not name or number or buyer_matching.on_file(name=name, email=email):
            return []
        return buyer_matching.invitees(name=name[:250], user=user)


class TableField(forms.ModelChoiceField):
    """A table by name, as staff type it: `7`, `table 7`."""

    def to_python(self, value: Any) -> Table | None:
        name = re.sub(r"^table\s+", "", str(value or "").strip(), flags=re.IGNORECASE)
        if not name:
            return None
        tables: QuerySet[Any] = self.queryset or Table.objects.none()
        found: Table | None = tables.filter(Q(shown_name=name) | Q(shown_name__iexact=str(value).strip())).first()
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


#: The maximum length of a table's name.
LONGEST_TABLE = 40


class SeatForm(forms.Form):
    """A table for some guests."""

    table = TableField(Table.objects.none(), required=False)
    guest = RowsField(Guest.objects.none())

    def __init__(self, *args: Any, event: Event, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "table", event.tables.all())
        offer_rows(self, "guest", Guest.objects.visible_to(user).expected().filter(event=event))

    @property
    def why(self) -> str:
        """The error in one sentence, for the page the user returns to."""
        if "table" not in self.errors:
            return "Choose the guests to seat."
        name = str(self.data.get("table", ""))
        message = f"There is no table “{name}”." if len(name) <= LONGEST_TABLE else "There is no such table."
        return f"{message} Choose one of the list, or add it first."
