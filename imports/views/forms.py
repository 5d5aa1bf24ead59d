"""What staff answer about a file: the file itself, fund names, its titles, exchange rates, rows that wait."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import display
from core.forms.fields import field_of
from donations.models import Fund
from imports import plans
from imports.overview import FundName, RateWanted
from imports.planning.headings import Heading
from imports.reading.containers import MAX_BYTES

KINDS = {
    plans.GIFT: "Gift",
    plans.TICKET: "Ticket",
    plans.SPONSORSHIP: "Sponsorship",
    plans.MATCH: "Employer match",
    plans.PLEDGE: "Pledge",
    plans.PLEDGE_PAYMENT: "Pledge payment",
    plans.IN_KIND: "In kind",
    plans.REFUND: "Refund",
    plans.CHARGEBACK: "Lost dispute",
}
#: Words that say nothing about which fund is meant.
FILLERS = frozenset({"fund", "the", "for", "of", "and", "a"})
SHORTEST_WORD = 3
RATE_DIGITS: dict[str, Any] = {"max_digits": 18, "decimal_places": 10, "min_value": Decimal("0.0000000001")}


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Donor file",
        help_text="An Excel workbook (.xlsx) or a text file (.csv, .txt). "
        "You'll preview every row before anything is saved.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.csv,.txt,.tsv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(f"The file is larger than {MAX_BYTES // 2**20} MB. Split it by year and try again.")
        return file


class FundsForm(forms.Form):
    """One question for each fund name the file uses, and one for all that are left empty.

    A name whose every word stands in one fund's name comes with that fund chosen, and says so.
    """

    rest = forms.TypedChoiceField(
        label="All names left blank above",
        required=False,
        help_text="Gifts without a purpose belong in an unrestricted fund.",
    )

    def __init__(self, *args: Any, names: list[FundName], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        # Read once: thirty choices of a model would ask for the funds thirty times.
        funds = {str(fund.pk): fund for fund in Fund.objects.filter(active=True)}
        choices = [(key, fund.name) for key, fund in funds.items()]
        self._offer(field_of(self, "rest", forms.TypedChoiceField), funds, [("", "Ask me"), *choices])
        for n, name in enumerate(names):
            likely = likely_fund(name.key, list(funds.values()))
            field = forms.TypedChoiceField(
                label=", ".join(f"“{text}”" for text in name.spellings if text.strip()) or "Rows without a fund",
                error_messages={"required": "Choose the fund this name means."},
                initial=str(likely.pk) if likely else "",
                help_text="Suggested by name. Check before saving." if likely else "",
            )
            self.fields[f"fund_{n}"] = self._offer(field, funds, [("", "Choose a fund"), *choices])

    @staticmethod
    def _offer(field: forms.TypedChoiceField, funds: dict[str, Fund], choices: list[tuple[str, str]]) -> Any:
        field.choices, field.coerce, field.empty_value = choices, funds.__getitem__, None
        return field

    def rows(self) -> list[tuple[FundName, forms.BoundField]]:
        """Each name with its question."""
        return [(name, self[f"fund_{n}"]) for n, name in enumerate(self.names)]

    def clean(self) -> dict[str, Any]:
        """A fund for all the rest answers every question left empty."""
        super().clean()
        data = self.cleaned_data
        for n in range(len(self.names)) if data.get("rest") else ():
            if not self.data.get(self.add_prefix(f"fund_{n}")):
                del self.errors[f"fund_{n}"]
                data[f"fund_{n}"] = data["rest"]
        return data

    def chosen(self) -> dict[str, Fund]:
        """The fund of each name."""
        return {name.key: self.cleaned_data[f"fund_{n}"] for n, name in enumerate(self.names)}


def likely_fund(name: str, funds: list[Fund]) -> Fund | None:
    """The one fund whose name or code holds every word of a name in a file, or a beginning of it; else None."""
    words = [word for word in re.findall(r"\w+", name.casefold()) if word not in FILLERS]
    if not words:
        return None

    def holds(fund: Fund) -> bool:
        its = [one for one in re.findall(r"\w+", f"{fund.name} {fund.code}".casefold()) if one not in FILLERS]
        return all(any(_begins(word, one) for one in its) for word in words)

    found = [fund for fund in funds if holds(fund)]
    return found[0] if len(found) == 1 else None


def _begins(word: str, other: str) -> bool:
    """Whether one of two words is the beginning of the other, and long enough to say something."""
    short, long = sorted((word, other), key=len)
    return len(short) >= SHORTEST_WORD and long.startswith(short)


class HeadingsForm(forms.Form):
    """One question for each title that says something of the rows beneath; unanswered, each row is reviewed."""

    def __init__(
        self, *args: Any, asked: list[Heading], said: Mapping[str, str], shown: Callable[[str], str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for n, heading in enumerate(asked):
            sheets = [shown(sheet) for sheet in heading.sheets if sheet]
            where = f"{'Sheet' if len(sheets) == 1 else 'Sheets'} {', '.join(sheets)}: " if sheets else ""
            self.fields[f"title_{n}"] = forms.ChoiceField(
                label=shown(heading.question),
                required=False,
                choices=[("", "Review each row"), *heading.choices],
                initial=said.get(heading.question, ""),
                help_text=f"{where}{display.counted(heading.rows, 'row', 'rows')}",
            )

    def chosen(self) -> dict[str, str]:
        """The answer to each question; '' for none."""
        return {heading.question: self.cleaned_data[f"title_{n}"] for n, heading in enumerate(self.asked)}


class RatesForm(forms.Form):
    """A rate for each currency and date of gift; those left empty go on waiting."""

    source = forms.CharField(
        label="Source of the rates", max_length=100, help_text="For example: Federal Reserve H.10, noon rates."
    )

    def __init__(self, *args: Any, wanted: list[RateWanted], home: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        for n, rate in enumerate(wanted):
            self.fields[f"rate_{n}"] = forms.DecimalField(
                label=f"{rate.currency} on {display.day_text(rate.day)}",
                required=False,
                help_text=f"{home} for one {rate.currency}",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                **RATE_DIGITS,
            )

    def rows(self) -> list[tuple[RateWanted, forms.BoundField]]:
        """Each rate wanted with its question."""
        return [(rate, self[f"rate_{n}"]) for n, rate in enumerate(self.wanted)]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if not self.errors and not self.rates():
            raise ValidationError("Enter at least one rate.")
        return data

    def rates(self) -> dict[str, Decimal]:
        """What was given, as the import keeps it: `{"GBP 2021-03-04": rate}`."""
        given = {f"{rate.currency} {rate.day}": f"rate_{n}" for n, rate in enumerate(self.wanted)}
        return {key: self.cleaned_data[name] for key, name in given.items() if self.cleaned_data.get(name)}
