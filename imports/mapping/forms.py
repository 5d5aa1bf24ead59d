"""What a person says of a file's columns, and what is wrong with it, beside the field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
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
from imports.mapping.values import MOST, Value, fields_for, unknown_values
from imports.models import SavedMapping
from imports.parsing.header_detection import Table
from imports.parsing.months import FIRST, LAST, MIDDLE, month_of
from imports.planning import column_profiling
from imports.planning.column_profiling import Profile

MEANS = [("", "Leave it out"), *((group, [(one.slug, one.label) for one in ones]) for group, ones in GROUPS.items())]
MONTH, DAY = "month", "day"
POINT, COMMA = "point", "comma"
#: Columns whose values must be what the meaning says, at least one of them, and the words for it.
READABLE = {
    "date": (column_profiling.is_date, "a date"),
    "amount": (column_profiling.is_amount, "an amount"),
    "month": (column_profiling.is_amount, "an amount"),
    "email": (column_profiling.is_email, "an e-mail address"),
}


class ColumnsForm(forms.Form):
    """A meaning for each column, and what no column says."""

    name = forms.CharField(
        max_length=80,
        label="Name of this kind of file",
        help_text="The next file with these titles is read the same way.",
    )
    lists = forms.ChoiceField(
        label="What it lists",
        choices=[(GIFTS, "Gifts, a row each"), (PEOPLE, "People, without gifts")],
        widget=forms.RadioSelect,
    )
    fund = forms.ModelChoiceField(
        Fund.objects.filter(active=True),
        required=False,
        empty_label="Only as a column says",
        label="Fund, where no column says it",
    )
    method = forms.ChoiceField(
        required=False,
        choices=[("", "Only as a column says"), *Gift.Method.choices],
        label="How gifts were paid, where no column says it",
    )
    kind = forms.ChoiceField(
        required=False,
        choices=[("", "Only as a column or a title says"), *KINDS_OF_ROWS],
        label="What the rows are, where no column says it",
    )
    currency = forms.ChoiceField(
        required=False,
        choices=[("", "Only as a column, a title or a sign says"), *((code, code) for code in CURRENCIES)],
        label="Currency of amounts that show none",
    )
    month_day = forms.ChoiceField(
        required=False,
        label="Date of each month’s gift",
        choices=[
            ("", "Choose"),
            (FIRST, "The first day of the month"),
            (MIDDLE, "The 15th"),
            (LAST, "The last day of the month"),
        ],
    )
    month_year = forms.IntegerField(
        required=False,
        min_value=1950,
        max_value=2100,
        label="Year of the month columns",
        help_text="Asked for each file, as the titles name no year.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a year such as 2024."),
    )
    day_first = forms.ChoiceField(
        required=False,
        label="Which comes first in 3/4/2024",
        choices=[("", "Choose"), (MONTH, "The month: it is March 4"), (DAY, "The day: it is April 3")],
        help_text="Nothing in the file settles it.",
    )
    decimal = forms.ChoiceField(
        required=False,
        label="What 1.234 means",
        choices=[
            ("", "Choose"),
            (POINT, "One and a bit: the point is the decimal sign"),
            (COMMA, "A thousand and more"),
        ],
        help_text="Nothing in the file settles it.",
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
        year: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.profiles, self.saved, self.context = table, profiles, saved, context
        self.likely_comma = likely_comma
        self._offer_columns()
        self._ask_only_what_is_open()
        self._ask_of_values()
        self._begin(file_name)
        self.initial["month_year"] = year or year_named(file_name, table.sheet.name)

    def rows(self) -> list[tuple[Profile, forms.BoundField]]:
        """Each column with its question."""
        return [(profile, self[_field(profile)]) for profile in self.profiles]

    def value_rows(self) -> list[forms.BoundField]:
        """The questions about single values."""
        return [self[value.name] for value in self.values]

    def options(self) -> list[forms.BoundField]:
        """The questions about the whole file."""
        return [
            self[name]
            for name in (
                "lists",
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
        """Refuse what contradicts itself; every problem stands beside its field."""
        super().clean()
        data = self.cleaned_data
        self.meanings = {profile: data[_field(profile)] for profile in self.profiles if data.get(_field(profile))}
        self._refuse_twice()
        self._want_enough(data.get("lists"))
        self._want_readable()
        self._want_settled(data)
        self._want_months(data)
        self._want_few_values()
        return data

    def clean_name(self) -> str:
        """A name of its own; spaces at the ends do not count."""
        name = " ".join(self.cleaned_data["name"].split())
        others = SavedMapping.objects.exclude(signature=self.signature)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("Another kind of file is called so: choose another name.")
        return name

    @property
    def signature(self) -> str:
        return signature(column.title for column in self.table.columns)

    def mapping(self) -> Mapping:
        """What was said, as readers of files take it."""
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
            values=self._said_of_values(),
            source=self.saved.source if self.saved else "",
        )

    def _offer_columns(self) -> None:
        for profile in self.profiles:
            known = self.saved.columns.get(profile.key, "") if self.saved else profile.guess
            field = forms.ChoiceField(
                required=False, choices=MEANS, label=f"What “{profile.title}” means", initial=known
            )
            # Its label is the row's heading; the stubs do not know the attribute.
            field.template_name = "imports/_meaning.html"  # type: ignore[attr-defined]
            self.fields[_field(profile)] = field

    def _ask_only_what_is_open(self) -> None:
        """Questions about dates and amounts stand only where a column leaves them open, or somebody answered before."""
        columns = [self._cells(profile) for profile in self.profiles]
        open_dates = any(map(column_profiling.ambiguous_dates, columns))
        if not open_dates and (self.saved is None or self.saved.day_first is None):
            del self.fields["day_first"]
        open_amounts = any(column_profiling.ambiguous_amounts(cells, likely=self.likely_comma) for cells in columns)
        if not open_amounts and (self.saved is None or self.saved.decimal_comma is None):
            del self.fields["decimal"]
        months = [month for profile in self.profiles if (month := month_of(profile.title))]
        if not months:
            del self.fields["month_day"]
        if not months or all(month.year for month in months):
            del self.fields["month_year"]

    def _ask_of_values(self) -> None:
        """A question for each unknown value of the columns that mean a type, a payment method or a status."""
        self.values: list[Value] = []
        for profile in self.profiles:
            name = _field(profile)
            slug = self.data.get(name, "") if self.is_bound else self.fields[name].initial or ""
            if slug in VALUED:
                cells = [row.cell(profile.index) for row in self.table.body if not row.is_blank]
                found = unknown_values(profile, slug, cells, self.context)
                self.values += found if len(found) <= MOST else []
        self.fields.update(fields_for(self.values, self.saved.values if self.saved else {}))

    def _said_of_values(self) -> dict[str, dict[str, str]]:
        """Meanings of values by their columns; what was said before of values this file lacks stays."""
        said: dict[str, dict[str, str]] = {}
        for profile, slug in self.meanings.items():
            if slug in VALUED:
                before = self.saved.values.get(profile.key, {}) if self.saved else {}
                same = self.saved is not None and self.saved.columns.get(profile.key) == slug
                said[profile.key] = dict(before) if same else {}
        for value in self.values:
            said[value.profile.key][value.key] = self.cleaned_data[value.name]
        return {column: values for column, values in said.items() if values}

    def _begin(self, file_name: str) -> None:
        if self.saved is not None:
            self.initial = {
                "name": self.saved.name,
                "lists": self.saved.mapping.lists,
                "fund": self.saved.fund_id,
                "method": self.saved.method,
                "kind": self.saved.kind,
                "currency": self.saved.currency,
                "month_day": self.saved.month_day,
                "day_first": {False: MONTH, True: DAY}.get(self.saved.day_first, ""),  # type: ignore[arg-type]
                "decimal": {False: POINT, True: COMMA}.get(self.saved.decimal_comma, ""),  # type: ignore[arg-type]
            }
            return
        guesses = {profile.guess for profile in self.profiles}
        self.initial = {"name": _free_name(file_name), "lists": GIFTS if AMOUNTS & guesses else PEOPLE}

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
                self.add_error(_field(profile), f"“{other}” means this already: only one column can be “{label}”.")
            first.setdefault(slug, profile)

    def _want_enough(self, lists: str | None) -> None:
        said = set(self.meanings.values())
        if lists == GIFTS:
            self._want_gifts(said)
        elif lists == PEOPLE:
            if not said & (NAMES | REACHED):
                self.add_error("lists", "Say which column names people, or how they are reached.")
            for profile, slug in self.meanings.items():
                if slug in MONEY:
                    self.add_error(_field(profile), "People without gifts have none of this: leave it out.")

    def _want_gifts(self, said: set[str]) -> None:
        if not AMOUNTS & said:
            self.add_error("lists", "Say which column is the amount, or that the file lists people.")
        if not {"date", "month"} & said:
            self.add_error("lists", "Say which column is the date of gift.")
        if not said & NAMES:
            self.add_error("lists", "Say which column names the giver.")
        if "fund" not in said and not self.cleaned_data.get("fund"):
            self.add_error("fund", "No column says the fund: choose the one these gifts are for.")
        if "method" not in said and not self.cleaned_data.get("method"):
            self.add_error("method", "No column says how gifts were paid: choose it.")

    def _want_months(self, data: dict[str, Any]) -> None:
        """Columns of months need a day, and a year where their titles name none; nothing else may be amount or date."""
        months = {profile: month_of(profile.title) for profile, slug in self.meanings.items() if slug == "month"}
        for profile, slug in self.meanings.items():
            if months and slug in ("amount", "date"):
                self.add_error(
                    _field(profile), "Each month’s column has its own amount and date: leave this column out."
                )
            elif slug == "month" and months[profile] is None:
                self.add_error(_field(profile), "The title names no month, such as “Jan” or “2024-01”.")
        if months and "month_day" in self.fields and not data.get("month_day"):
            self.add_error("month_day", "Choose the date of each month’s gift.")
        open_year = any(month and not month.year for month in months.values()) and not data.get("month_year")
        if open_year and "month_year" in self.fields and "month_year" not in self.errors:
            self.add_error("month_year", "Enter the year of these months.")

    def _want_few_values(self) -> None:
        asked = {value.profile for value in self.values}
        for profile, slug in self.meanings.items():
            cells = [row.cell(profile.index) for row in self.table.body if not row.is_blank]
            if slug in VALUED and profile not in asked:
                count = len(unknown_values(profile, slug, cells, self.context))
                if count > MOST:
                    text = f"This column has {count:,} different values nobody knows: choose another meaning for it."
                    self.add_error(_field(profile), text)

    def _want_readable(self) -> None:
        for profile, slug in self.meanings.items():
            cells = self._cells(profile)
            if slug in READABLE and cells and not any(map(READABLE[slug][0], cells)):
                what = READABLE[slug][1]
                self.add_error(_field(profile), f"Nothing in this column is {what}, such as “{profile.samples[0]}”.")

    def _want_settled(self, data: dict[str, Any]) -> None:
        day, amount = self._column("date"), self._column("amount") or self._column("month")
        if day and not data.get("day_first") and column_profiling.ambiguous_dates(self._cells(day)):
            self.add_error("day_first", f"“{day.title}” can be read both ways: say which comes first.")
        unclear = amount and column_profiling.ambiguous_amounts(self._cells(amount), likely=self.likely_comma)
        if amount and unclear and not data.get("decimal"):
            self.add_error("decimal", f"“{amount.title}” can be read both ways: say what it means.")


def year_named(*texts: str) -> int | None:
    """The one year the name of a file or of its sheet names: where the page begins."""
    found = {int(year) for text in texts for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)}
    return found.pop() if len(found) == 1 else None


def _free_name(file_name: str) -> str:
    """A name for this kind of file that no other has, from the words of the file's."""
    words = re.sub(r"[\W_\d]+", " ", PurePath(file_name).stem).strip().capitalize()[:70] or "List"
    taken = {name.casefold() for name in SavedMapping.objects.values_list("name", flat=True)}
    names = (words, *(f"{words} {n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in taken)


def _field(profile: Profile) -> str:
    return f"col_{profile.index}"
