"""What a person says of a row that waits: a form for each kind of question, with what the file says in its fields."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import display
from core.forms.fields import DayInput
from core.models import User
from core.money import MoneyFormField
from crm import identity
from crm.models import EmailAddress, Supporter
from donations.models import Fund, Gift
from donations.views.forms import DONOR_ATTRS
from imports import plans, questions
from imports.applying.bounds import name_problem
from imports.models import ImportBatch, ImportRow
from imports.planning.answers import ORGANIZATION, PERSON, party_called, place_of
from imports.plans import Party
from imports.views import families
from imports.views.forms import KINDS

GIVERS = ("supporter", "organization", "household")
SAME, OTHER = "same", "other"
#: How the planner asks whether two rows of a file are one gift.
TWICE = (questions.ENTERED_TWICE, questions.ONE_OR_TWO, questions.DUPLICATE_ROW)
MOST_GIFTS = 30
_BOTH_NAMED = re.compile(rf"” {questions.WITH} “([^”]*)”: {questions.WHO_GAVE}")
_NUMBER = re.compile(r"G-?(\d{1,9})", re.I)


class GiverForm(forms.Form):
    """Who a row is about: a record, else a name to write down, else whom the row names."""

    donor = forms.CharField(label="Supporter", required=False, max_length=250)
    supporter = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Or a new supporter", required=False, max_length=250)
    body = forms.ChoiceField(
        label="Type",
        required=False,
        choices=[(PERSON, "a person, a couple or a family"), (ORGANIZATION, "an organization")],
    )

    family = forms.ChoiceField(label="Which family", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, row: ImportRow, today: datetime.date, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.today, self.user = row, today, user
        self.said: dict[str, Any] = row.plan.get("answer") or {}
        self._offer_families()
        self.fields["donor"].widget.attrs.update({**DONOR_ATTRS, "hx-vals": '{"known": "1"}'})
        self.fields["donor"].help_text = "Part of a name, or a supporter number such as S-1042."
        self.fields["name"].help_text = self._about_names()
        self.initial = {**self.initial, **self._giver()}

    def _about_names(self) -> str:
        """What to enter as a name; beside a person's the organization's, where the row names both."""
        both = _BOTH_NAMED.search(self.row.waits_for or self.row.reason)
        if both is None:
            return "Full name, or both names of a couple."
        return f"For the organization, enter “{both[1]}” and choose “an organization” as the type."

    def _offer_families(self) -> None:
        """The families of this name a row may mean, where that is the question."""
        found = families.choices_of(self.row, user=self.user)
        if not found:
            del self.fields["family"]
            return
        field: Any = self.fields["family"]
        field.choices = [*found, (families.ANOTHER, "Another family")]
        field.required = True
        self.initial["family"] = families.chosen(self.said) if self.said else ""

    def _giver(self) -> dict[str, Any]:
        """Whom the answer so far names, else the one owner of the address that stands in the name's place."""
        plan = self.row.plan
        if self.said.get("name"):
            return {"name": self.said["name"], "body": self.said.get("body", PERSON)}
        chosen = next((self.said[slot] for slot in ("supporter", "organization") if self.said.get(slot)), "")
        found = self._record(chosen)
        if found is None and not (plan["name"] or any(plan[slot] for slot in GIVERS)):
            found = proposed_owner(plan.get("emails", ()), user=self.user)
            if found is not None:
                self.fields[
                    "donor"
                ].help_text = "Suggested because the email address in the row is theirs. Check before saving."
        if found is not None:
            return {"donor": found.shown_name, "supporter": found.pk}
        return {"name": plan["name"] or "", "body": plan.get("body", PERSON)}

    def _record(self, key: str) -> Supporter | None:
        number = key.partition(":")[2]
        rows = Supporter.objects.visible_to(self.user).not_merged()
        return rows.filter(pk=int(number)).first() if number.isdecimal() else None

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        text = (data.get("donor") or "").strip()
        data["person"] = self._person(text, data.get("supporter")) if text else None
        self._check_length(data)
        named = self.row.plan["name"] or any(self.row.plan[slot] for slot in GIVERS)
        if not text and not (data.get("name") or "").strip() and not named:
            self.add_error("donor", "Choose a supporter, or enter a new name below.")
        return data

    def _check_length(self, data: dict[str, Any]) -> None:
        """Refuse a name that a record cannot hold whole."""
        name = (data.get("name") or "").strip()
        if name and not data["person"]:
            party = party_called(name, data.get("body") or self.row.plan.get("body", PERSON), Party())
            if problem := name_problem(party):
                self.add_error("name", problem)

    def _person(self, text: str, key: int | None) -> Supporter | None:
        """Whom the field means: the one that was picked, else the only one who fits."""
        living = Supporter.objects.visible_to(self.user).not_merged()
        picked = living.filter(pk=key).first() if key is not None and 0 < key < 2**63 else None
        if picked and picked.shown_name == text:
            return picked
        found = list(living.matching(text)[:2])
        if len(found) == 1:
            return found[0]
        nobody = "No matching supporter. Choose one, or enter a new name below."
        self.add_error("donor", "Several supporters match. Choose one." if found else nobody)
        return None

    def giver_values(self) -> dict[str, Any]:
        """Who it is, in the words of an answer; nothing where it is whom the row names."""
        data, plan = self.cleaned_data, self.row.plan
        if person := data["person"]:
            slots = dict.fromkeys(("supporter_2", "household", "organization", "payer"))
            slot = "organization" if person.kind == Supporter.Kind.ORGANIZATION else "supporter"
            return {**slots, "supporter": None, slot: f"supporter:{person.pk}"}
        name, as_read = data["name"].strip(), plan.get("body", PERSON)
        body = data.get("body") or as_read
        if told := families.values(data.get("family") or ""):
            return told
        if not name or (name == (plan["name"] or "").strip() and body == as_read and not self.said.get("name")):
            return {}
        return {"name": name, "body": body}


class GiftForm(GiverForm):
    """A gift, completed: who, what, when and for which fund."""

    kind = forms.ChoiceField(choices=list(KINDS.items()), label="What it is")
    amount = MoneyFormField(min_value=Decimal("0.01"), label="Amount")
    date = forms.DateField(label="Date of gift", widget=DayInput)
    fund = forms.ModelChoiceField(
        Fund.objects.filter(active=True),
        empty_label="Choose a fund",
        error_messages={"required": "Choose the fund this gift is for."},
    )
    field_order = ["family", "donor", "name", "body", "kind", "amount", "date", "fund"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = self.row.plan
        if self.row.currency and self.row.currency != display.BASE_CURRENCY:
            self.fields["amount"].label = f"Amount in {self.row.currency}"
            money: Any = self.fields["amount"]
            money.currency = self.row.currency
        fund = Fund.objects.filter(code=plan["fund"] or "").first()
        amount = plan["amount"].lstrip("-") if plan["amount"] else None
        read = {"kind": plan["kind"] or plans.GIFT, "amount": amount, "date": self.row.date, "fund": fund}
        self.initial = {**self.initial, **read}

    def clean_date(self) -> datetime.date:
        day = self.cleaned_data["date"]
        if day > self.today:
            raise ValidationError("The date is in the future.")
        return day

    def values(self) -> dict[str, Any]:
        """The answers in the words of a plan."""
        data = self.cleaned_data
        sign = -1 if data["kind"] in plans.NEGATIVE else 1
        return {
            "kind": data["kind"],
            "amount": plans.plain(sign * data["amount"]),
            "currency": self.row.plan["currency"] or display.BASE_CURRENCY,
            "date": data["date"].isoformat(),
            "fund": data["fund"].code,
            **self.giver_values(),
        }


class RefundForm(GiftForm):
    """Money that went back: from which gift."""

    gift = forms.ChoiceField(label="Refunded gift", required=False)
    number = forms.CharField(
        label="Or gift number", required=False, max_length=20, help_text="Any recorded gift, for example G-1042."
    )
    field_order = ["gift", "number", "family", "donor", "name", "body", "kind", "amount", "date", "fund"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["gift"]
        field.choices = [("", "Choose a gift"), *gifts_of(self.row, user=self.user)]
        self.initial["gift"] = self.said.get("gift") or self.said.get("gift_row") or ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if number := (data.get("number") or "").strip():
            match = _NUMBER.fullmatch(number)
            found = Gift.objects.visible_to(self.user).active()
            gift = found.filter(number=int(match[1])).first() if match else None
            if gift is None:
                self.add_error("number", "No active gift has this number. Enter a number such as G-1042.")
            else:
                data["gift"] = f"gift:{gift.pk}"
        elif data.get("kind") in plans.NEGATIVE and not data.get("gift"):
            self.add_error("gift", "Choose the gift, or enter its number.")
        return data

    def values(self) -> dict[str, Any]:
        """As of a gift, and the gift it was taken from."""
        values, gift = super().values(), self.cleaned_data.get("gift") or ""
        if values["kind"] not in plans.NEGATIVE:
            return values
        return {**values, **({"gift": gift} if gift.startswith("gift:") else {"gift_row": gift})}


class ContactForm(GiverForm):
    """A row of a list of people that nobody could be read from."""

    def values(self) -> dict[str, Any]:
        """Whom it is about; no money."""
        return {"kind": None, **self.giver_values()}


class RepeatForm(forms.Form):
    """Whether a row tells of a gift that is there already."""

    same = forms.ChoiceField(
        label="What it is",
        widget=forms.RadioSelect,
        choices=[(SAME, "The same gift: count it once"), (OTHER, "A different gift: count both")],
    )

    def __init__(self, *args: Any, row: ImportRow, today: datetime.date, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        said = row.plan.get("answer")
        self.initial = {} if said is None else {"same": OTHER if "another" in said else SAME}

    @property
    def is_same(self) -> bool:
        """Whether the row repeats the gift; then nothing of it is written."""
        return self.cleaned_data["same"] == SAME

    def values(self) -> dict[str, Any]:
        """That it is another gift than the one it looked like."""
        return {"another": [self.row.plan["same_as"]] if self.row.plan["same_as"] else []}


Answer = GiftForm | RefundForm | ContactForm | RepeatForm


def answer_form(row: ImportRow) -> Callable[..., Any]:
    """The form for what is asked about a row."""
    plan, said = row.plan, row.plan.get("answer") or {}
    if (
        "another" in said
        or plan["same_as"]
        or (row.state != ImportRow.State.WAITING and any(asked in row.reason for asked in TWICE))
    ):
        return RepeatForm
    if row.kind in plans.NEGATIVE:
        return RefundForm
    if row.kind is None and not plan["amount"] and _is_of_people(row.batch):
        return ContactForm
    return GiftForm


def takes_answer(row: ImportRow) -> bool:
    """Whether a person may still say what to make of a row: before the import of one that is held, cannot be used or
    looks pasted twice, and to say it otherwise; after it of what waits and what was left out by mistake. Of an import
    that was undone there is nothing more to say."""
    said = row.plan.get("answer") is not None
    if row.batch.state == ImportBatch.State.PLANNED:
        asked = row.decision in (plans.REVIEW, plans.REJECT, plans.DUPLICATE) or bool(row.plan["same_as"])
        return asked or said
    if row.batch.state != ImportBatch.State.APPLIED:
        return False
    left_out = row.state == ImportRow.State.LEFT_OUT and (row.decision != plans.IGNORE or said)
    return row.state == ImportRow.State.WAITING or left_out


def proposed_owner(emails: Any, *, user: User) -> Supporter | None:
    """The one person on record to whom the addresses of a nameless row belong. Protected people are never proposed,
    and nothing tells that an address is theirs: it is as if nobody had it."""
    wanted = [identity.normal_email(email) for email in emails]
    owners = EmailAddress.objects.visible_to(user).filter(normalized__in=wanted).order_by().values("supporter")
    rows = Supporter.objects.visible_to(user).not_merged().filter(pk__in=owners, protected=False)
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def gifts_of(row: ImportRow, *, user: User) -> list[tuple[str, str]]:
    """Gifts the money of a row may have come off: the giver's on record, then those of the file; latest first."""
    plan, amount = row.plan, abs(Decimal(row.plan["amount"] or 0))
    keys = dict(row.batch.answers.get("keys", {}))
    giver = plan["organization"] or plan["supporter"] or ""
    name, _, number = keys.get(giver, giver).partition(":")
    found: list[tuple[str, str]] = []
    if name == "supporter" and number.isdecimal():
        gifts = Gift.objects.visible_to(user).active().filter(supporter=int(number), amount__gte=amount)
        found = [(f"gift:{gift.pk}", _gift_text(gift)) for gift in gifts.order_by("-gift_on", "-pk")[:MOST_GIFTS]]
    if giver and row.batch.state == ImportBatch.State.PLANNED:
        rows = row.batch.rows.filter(decision=plans.ACCEPT, kind__isnull=False).exclude(kind__in=plans.NEGATIVE)
        slot = "organization" if plan["organization"] else "supporter"
        theirs = rows.filter(**{f"plan__{slot}": giver}).order_by("-date", "-pk")[:MOST_GIFTS]
        found += [
            (place_of(one), f"{one.place}: {_money(one)} on {display.day_text(one.date)}")
            for one in theirs
            if abs(Decimal(one.plan["amount"] or 0)) >= amount
        ]
    return found


def _gift_text(gift: Gift) -> str:
    return f"{gift.spoken_number}: {display.money_text(gift.amount)} on {display.day_text(gift.gift_on)}"


def _money(row: ImportRow) -> str:
    return display.money_text(Decimal(row.plan["amount"]), row.currency or display.BASE_CURRENCY)


def _is_of_people(batch: ImportBatch) -> bool:
    """Whether the file lists people and no money."""
    return not batch.rows.filter(kind__isnull=False).exists()
