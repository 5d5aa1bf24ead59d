"""The form in which a user says what a file's columns mean, with errors beside each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from django import forms

from donations.models import Fund, Gift
from imports.cells import Cell
from imports.column_mapping import (
    AMOUNTS,
    CURRENCIES,
    GIFTS,
    GROUPS,
    KINDS_OF_ROWS,
    MEANINGS,
    MONEY,
    NAMES,
    PEOPLE,
    REACHED,
    VALUED,
    Mapping,
    signature,
)
from imports.contexts import Context
from imports.mapping.givers import giver_field, names_both
from imports.mapping.values import MOST, Value, fields_for, unknown_values
from imports.models import SavedMapping
from imports.parsing.header_detection import Table
from imports.parsing.months import FIRST, LAST, MIDDLE, month_of
from imports.planning import column_profiling
from imports.planning.column_profiling import Profile

MEANS = [("", "Leave it out"), *((group, [(one.slug, one.label) for one in ones]) for group, ones in GROUPS.items())]
MONTH, DAY = "month", "day"
POINT, COMMA = "point", "comma"
#: Columns that need at least one value of the stated kind, and the words for it.
READABLE = {
    "date": (column_profiling.is_date, "a date"),
    "amount": (column_profiling.is_amount, "an amount"),
    "month": (column_profiling.is_amount, "an amount"),
    "email": (column_profiling.is_email, "an email address"),
}


class ColumnsForm(forms.Form):
    """A meaning for each column, and defaults for what no column says."""

    name = forms.CharField(
        max_length=80,
        label="Name of this mapping",
        help_text="The next file with the same column titles is read the same way.",
    )
    lists = forms.ChoiceField(
        label="File contents",
        choices=[(GIFTS, "Gifts, one per row"), (PEOPLE, "People, without gifts")],
        widget=forms.RadioSelect,
    )
    fund = forms.ModelChoiceField(
        Fund.objects.filter(active=True),
        required=False,
        empty_label="From the columns only",
        label="Fund when no column has it",
    )
    method = forms.ChoiceField(
        required=False,
        choices=[("", "From the columns only"), *Gift.Method.choices],
        label="Payment method when no column has it",
    )
    kind = forms.ChoiceField(
        required=False,
        choices=[("", "From the columns or titles only"), *KINDS_OF_ROWS],
        label="Row type when no column has it",
    )
    currency = forms.ChoiceField(
        required=False,
        choices=[("", "From the columns, titles or currency signs only"), *((code, code) for code in CURRENCIES)],
        label="Currency of amounts without a currency sign",
    )
    month_day = forms.ChoiceField(
        label="Date of each month’s gift",
        error_messages={"required": "Choose the date of each month’s gift."},
        choices=[
            ("", "Choose"),
            (FIRST, "The first day of the month"),
            (MIDDLE, "The 15th"),
            (LAST, "The last day of the month"),
        ],
    )
    month_year = forms.IntegerField(
        min_value=1950,
        max_value=2100,
        label="Year of the month columns",
        help_text="Asked for each file, as the titles name no year.",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Enter a year such as 2024."),
    )
    day_first = forms.ChoiceField(
        required=False,
        label="Order of day and month in 3/4/2024",
        choices=[("", "Choose"), (MONTH, "Month first: March 4"), (DAY, "Day first: April 3")],
        help_text="Nothing in the file shows which.",
    )
    decimal = forms.ChoiceField(
        required=False,
        label="Meaning of 1.234",
        choices=[
            ("", "Choose"),
            (POINT, "1.234: the point is the decimal sign"),
            (COMMA, "1,234: the point separates thousands"),
        ],
        help_text="Nothing in the file shows which.",
    )

    def __init__(
        self,
        *args: Any,
        table: Table,
        profiles: Sequence[Profile],
        file_name: str,
        likely_comma: bool,
        saved: SavedMapping | None,
        context: Context,
        shown: Callable[[str], str],
        year: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.profiles, self.saved, self.context = table, profiles, saved, context
        self.likely_comma, self.shown = likely_comma, shown
        self._offer_columns()
        self._ask_only_what_is_open()
        self._ask_of_values()
        self._begin()
        self.initial["month_year"] = year or year_named(file_name, table.sheet.name)

    def rows(self) -> list[tuple[Profile, forms.BoundField]]:
        """Each column with its field."""
        return [(profile, self[_field(profile)]) for profile in self.profiles]

    def value_rows(self) -> list[forms.BoundField]:
        """The fields for single values."""
        return [self[value.name] for value in self.values]

    def options(self) -> list[forms.BoundField]:
        """The fields for the whole file."""
        return [
            self[name]
            for name in (
                "lists",
                "giver",
                "month_day",
                "month_year",
                "fund",
                "method",
                "kind",
                "currency",
                "day_first",
                "decimal",
                "name",
            )
            if name in self.fields
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse contradictions; every error is beside its field."""
        super().clean()
        data = self.cleaned_data
        self.meanings = {profile: data[_field(profile)] for profile in self.profiles if data.get(_field(profile))}
        self._refuse_twice()
        self._want_enough(data.get("lists"))
        self._want_readable()
        self._want_settled(data)
        self._want_months()
        self._want_few_values()
        return data

    def clean_name(self) -> str:
        """A unique name; leading and trailing spaces do not count."""
        name = " ".join(self.cleaned_data["name"].split())
        others = SavedMapping.objects.exclude(signature=self.signature)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("Another mapping has this name. Enter a different name.")
        return name

    @property
    def signature(self) -> str:
        return signature(column.title for column in self.table.columns)

    def mapping(self) -> Mapping:
        """The answers as a mapping."""
        data = self.cleaned_data
        return Mapping(
            key=str(self.saved.pk) if self.saved else "",
            name=data["name"],
            signature=self.signature,
            columns={profile.key: slug for profile, slug in self.meanings.items()},
            day_first={MONTH: False, DAY: True}.get(data.get("day_first") or ""),
            decimal_comma={POINT: False, COMMA: True}.get(data.get("decimal") or ""),
            fund=data["fund"].code if data.get("fund") else "",
            method=data.get("method") or "",
            kind=data.get("kind") or "",
            currency=data.get("currency") or "",
            month_day=data.get("month_day") or "",
            giver=data.get("giver") or (self.saved.giver if self.saved else ""),
            values=self._said_of_values(),
            source=self.saved.source if self.saved else "",
        )

    def _offer_columns(self) -> None:
        for profile in self.profiles:
            known = self.saved.columns.get(profile.key, "") if self.saved else profile.guess
            field = forms.ChoiceField(
                required=False, choices=MEANS, label=f"What “{profile.title}” means", initial=known
            )
            # The label is the row's heading. (The type stubs lack this attribute.)
            field.template_name = "imports/_meaning.html"  # type: ignore[attr-defined]
            self.fields[_field(profile)] = field

    def _ask_only_what_is_open(self) -> None:
        """Ask about dates and amounts only where a column is ambiguous, or someone answered before."""
        columns = [self._cells(profile) for profile in self.profiles]
        open_dates = any(map(column_profiling.ambiguous_dates, columns))
        if not open_dates and (self.saved is None or self.saved.day_first is None):
            del self.fields["day_first"]
        open_amounts = any(column_profiling.ambiguous_amounts(cells, likely=self.likely_comma) for cells in columns)
        if not open_amounts and (self.saved is None or self.saved.decimal_comma is None):
            del self.fields["decimal"]
        months = [month_of(profile.title) for profile in self.profiles if self._meaning(profile) == "month"]
        if not months:
            del self.fields["month_day"]
        if all(month is None or month.year for month in months):
            del self.fields["month_year"]
        meanings = {profile.index: self._meaning(profile) for profile in self.profiles}
        if names_both(self.table, meanings, self.context):
            self.fields["giver"] = giver_field(meanings)

    def _meaning(self, profile: Profile) -> str:
        """The meaning of a column: the saved one, else the guessed one."""
        name = _field(profile)
        return str(self.data.get(name, "") if self.is_bound else self.fields[name].initial or "")

    def _ask_of_values(self) -> None:
        """Add a field for each unknown value of columns that mean a type, a payment method or a status."""
        self.values: list[Value] = []
        for profile in self.profiles:
            slug = self._meaning(profile)
            if slug in VALUED:
                cells = [row.cell(profile.index) for row in self.table.body if not row.is_blank]
                found = unknown_values(profile, slug, cells, self.context)
                self.values += found if len(found) <= MOST else []
        self.fields.update(fields_for(self.values, self.saved.values if self.saved else {}, self.shown))

    def _said_of_values(self) -> dict[str, dict[str, str]]:
        """Meanings of values by column; earlier answers about values this file lacks are kept."""
        said: dict[str, dict[str, str]] = {}
        for profile, slug in self.meanings.items():
            if slug in VALUED:
                before = self.saved.values.get(profile.key, {}) if self.saved else {}
                same = self.saved is not None and self.saved.columns.get(profile.key) == slug
                said[profile.key] = dict(before) if same else {}
        for value in self.values:
            said[value.profile.key][value.key] = self.cleaned_data[value.name]
        return {column: values for column, values in said.items() if values}

    def _begin(self) -> None:
        if self.saved is not None:
            self.initial = {
                "name": self.saved.shown_name,
                "lists": self.saved.mapping.lists,
                "fund": self.saved.fund_id,
                "method": self.saved.method,
                "kind": self.saved.kind,
                "currency": self.saved.currency,
                "month_day": self.saved.month_day,
                "giver": self.saved.giver,
                "day_first": {False: MONTH, True: DAY}.get(self.saved.day_first, ""),  # type: ignore[arg-type]
                "decimal": {False: POINT, True: COMMA}.get(self.saved.decimal_comma, ""),  # type: ignore[arg-type]
            }
            return
        guesses = {profile.guess for profile in self.profiles}
        self.initial = {"name": _free_name(), "lists": GIFTS if AMOUNTS & guesses else PEOPLE}

    def _cells(self, profile: Profile) -> list[Cell]:
        cells = (row.cell(profile.index) for row in self.table.body)
        return [cell for cell in cells if not cell.is_blank]

    def _column(self, slug: str) -> Profile | None:
        return next((profile for profile, meaning in self.meanings.items() if meaning == slug), None)

    def _refuse_twice(self) -> None:
        first: dict[str, Profile] = {}
        for profile, slug in self.meanings.items():
            if slug in first and not MEANINGS[slug].many:
                label, other = MEANINGS[slug].label, first[slug].title
                self.add_error(
                    _field(profile), f"“{other}” is already mapped to this: only one column can be “{label}”."
                )
            first.setdefault(slug, profile)

    def _want_enough(self, lists: str | None) -> None:
        meanings = set(self.meanings.values())
        if lists == GIFTS:
            self._want_gifts(meanings)
        elif lists == PEOPLE:
            if not meanings & (NAMES | REACHED):
                self.add_error("lists", "Choose a column with names or contact details.")
            for profile, slug in self.meanings.items():
                if slug in MONEY:
                    self.add_error(
                        _field(profile), "A list of people without gifts has no such column: choose “Leave it out”."
                    )

    def _want_gifts(self, said: set[str]) -> None:
        if not AMOUNTS & said:
            self.add_error("lists", "Choose the amount column, or choose “People, without gifts”.")
        if not {"date", "month"} & said:
            self.add_error("lists", "Choose the column with the date of the gift.")
        if not said & NAMES:
            self.add_error("lists", "Choose the column with the donor's name.")
        if "fund" not in said and not self.cleaned_data.get("fund"):
            self.add_error("fund", "No column has the fund: choose the fund for these gifts.")
        if "method" not in said and not self.cleaned_data.get("method"):
            self.add_error("method", "No column has the payment method: choose one.")

    def _want_months(self) -> None:
        """With month columns, no other column may be an amount or a date."""
        months = {profile: month_of(profile.title) for profile, slug in self.meanings.items() if slug == "month"}
        for profile, slug in self.meanings.items():
            if months and slug in ("amount", "date"):
                self.add_error(
                    _field(profile), "Each month’s column has its own amount and date: leave this column out."
                )
            elif slug == "month" and months[profile] is None:
                self.add_error(_field(profile), "The title names no month, such as “Jan” or “2024-01”.")

    def _want_few_values(self) -> None:
        with_values = {value.profile for value in self.values}
        for profile, slug in self.meanings.items():
            cells = [row.cell(profile.index) for row in self.table.body if not row.is_blank]
            if slug in VALUED and profile not in with_values:
                count = len(unknown_values(profile, slug, cells, self.context))
                if count > MOST:
                    text = f"This column has {count:,} different unknown values: choose another meaning for the column."
                    self.add_error(_field(profile), text)

    def _want_readable(self) -> None:
        for profile, slug in self.meanings.items():
            cells = self._cells(profile)
            if slug in READABLE and cells and not any(map(READABLE[slug][0], cells)):
                what = READABLE[slug][1]
                self.add_error(_field(profile), f"No value in this column is {what}, such as “{profile.samples[0]}”.")

    def _want_settled(self, data: dict[str, Any]) -> None:
        day, amount = self._column("date"), self._column("amount") or self._column("month")
        if day and not data.get("day_first") and column_profiling.ambiguous_dates(self._cells(day)):
            self.add_error("day_first", f"“{day.title}” could be month/day or day/month: choose one.")
        unclear = amount and column_profiling.ambiguous_amounts(self._cells(amount), likely=self.likely_comma)
        if amount and unclear and not data.get("decimal"):
            self.add_error("decimal", f"“{amount.title}” has two possible meanings: choose one.")


def year_named(*texts: str) -> int | None:
    """The only year in the name of the file or its sheet, as the initial value."""
    found = {int(year) for text in texts for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)}
    return found.pop() if len(found) == 1 else None


def _free_name() -> str:
    """An unused name for this mapping; never the file's name, which may be a person's."""
    taken = {name.casefold() for name in SavedMapping.objects.values_list("name", flat=True)}
    names = ("List", *(f"List {n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in taken)


def _field(profile: Profile) -> str:
    return f"col_{profile.index}"
