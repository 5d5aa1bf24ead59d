"""What staff answer about a file: the file itself, fund names, exchange rates, rows that wait."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.money import MoneyFormField
from crm.models import Supporter
from donations.forms import DayInput
from donations.models import Fund
from imports import plans
from imports.containers import MAX_BYTES
from imports.models import ImportRow
from imports.services import GIVERS

KINDS = {
    plans.GIFT: "Gift",
    plans.TICKET: "Ticket",
    plans.SPONSORSHIP: "Sponsorship",
    plans.MATCH: "Employer's match",
    plans.PLEDGE: "Pledge",
    plans.PLEDGE_PAYMENT: "Payment of a pledge",
    plans.IN_KIND: "In kind",
    plans.REFUND: "Refund",
    plans.CHARGEBACK: "Lost dispute",
}
RATE_DIGITS = {"max_digits": 18, "decimal_places": 10, "min_value": Decimal("0.0000000001")}


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Donor file",
        help_text="An Excel workbook (.xlsx) or a text file (.csv, .txt). Nothing is written before you have seen it.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.csv,.txt,.tsv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(f"The file is larger than {MAX_BYTES // 2**20} MB. Split it by year and try again.")
        return file


class FundsForm(forms.Form):
    """One question for each fund name the file uses."""

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        for n, name in enumerate(names):
            self.fields[f"fund_{n}"] = forms.ModelChoiceField(
                Fund.objects.filter(active=True),
                label=f"“{name}”" if name else "Rows that name no fund",
                empty_label="Choose a fund",
                error_messages={"required": "Choose the fund this name means."},
            )

    def chosen(self) -> dict[str, Fund]:
        return {name: self.cleaned_data[f"fund_{n}"] for n, name in enumerate(self.names)}


class RatesForm(forms.Form):
    """A rate for each currency and date of gift; those left empty go on waiting."""

    source = forms.CharField(
        label="Where the rates are from", max_length=100, help_text="For example: Federal Reserve H.10, noon rates."
    )

    def __init__(self, *args: Any, wanted: list[tuple[str, date]], home: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        for n, (currency, day) in enumerate(wanted):
            self.fields[f"rate_{n}"] = forms.DecimalField(
                label=f"{currency} on {day:%b} {day.day}, {day.year}",
                required=False,
                help_text=f"{home} for one {currency}",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                **RATE_DIGITS,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.rates():
            raise ValidationError("Give at least one rate.")
        return data

    def rates(self) -> dict[str, Decimal]:
        given = {f"{self.wanted[n][0]} {self.wanted[n][1]}": f"rate_{n}" for n in range(len(self.wanted))}
        return {key: self.cleaned_data[name] for key, name in given.items() if self.cleaned_data.get(name)}


class AnswerForm(forms.Form):
    """A waiting row, completed by a person. What the file says stands in the fields where it could be read."""

    kind = forms.ChoiceField(choices=list(KINDS.items()), label="What it is")
    amount = MoneyFormField(min_value=Decimal("0.01"), label="Amount")
    date = forms.DateField(label="Date of gift", widget=DayInput)
    fund = forms.ModelChoiceField(Fund.objects.filter(active=True), empty_label=None)
    donor = forms.CharField(
        label="Donor", required=False, max_length=20, help_text="S-1042. Left empty, it is whom the row names."
    )

    def __init__(self, *args: Any, row: ImportRow, today: date, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.today, self.user = row, today, user
        plan = row.plan
        self.fields["donor"].required = not (plan["name"] or any(plan[slot] for slot in GIVERS))
        fund = Fund.objects.filter(code=plan["fund"] or "").first()
        amount = plan["amount"].lstrip("-") if plan["amount"] else None
        self.initial = {"kind": plan["kind"] or plans.GIFT, "amount": amount, "date": row.date, "fund": fund}

    def clean_date(self) -> date:
        day = self.cleaned_data["date"]
        if day > self.today:
            raise ValidationError("This day has not come yet.")
        return day

    def clean_donor(self) -> Supporter | None:
        text = self.cleaned_data["donor"].strip().upper().removeprefix("S-")
        if not text:
            return None
        found = Supporter.objects.visible_to(self.user).living()
        person = found.filter(number=int(text)).first() if text.isdecimal() and len(text) < 10 else None
        if person is None:
            raise ValidationError("There is no supporter of this number.")
        return person

    def values(self) -> dict[str, Any]:
        """The answers in the words of a plan."""
        data = self.cleaned_data
        sign = -1 if data["kind"] in plans.NEGATIVE else 1
        values: dict[str, Any] = {
            "kind": data["kind"],
            "amount": plans.plain(sign * data["amount"]),
            "currency": self.row.plan["currency"] or "USD",
            "date": data["date"].isoformat(),
            "fund": data["fund"].code,
        }
        if person := data["donor"]:
            slots = dict.fromkeys(("supporter_2", "household", "organization", "payer"))
            slot = "organization" if person.kind == Supporter.Kind.ORGANIZATION else "supporter"
            values |= {**slots, "supporter": None, slot: f"supporter:{person.pk}"}
        return values
