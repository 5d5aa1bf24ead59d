"""Recognize, plan and show files; with `--commit` bring them in. The JSON is described in docs/commands.md."""

from __future__ import annotations

import csv
import json
import sys
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from core.clock import organization_today
from core.models import Organization
from donations.models import Fund
from imports import books, services
from imports.contexts import Context, FundAliases
from imports.formats import FORMATS
from imports.known import KnownRecords
from imports.planning import APPLIED, REFUSED, FilePlan, document, plan_file

NO_ORGANIZATION = {"currency": "USD", "time_zone": "America/New_York"}


class Failed(CommandError):
    """The command could not do its work: it ends with 2, since 1 says that a file was refused."""

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=2)


class Command(BaseCommand):
    help = "Read donor files: print what importing them would do, or with --commit do it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--format", choices=sorted(FORMATS), help="use this layout, recognize nothing")
        parser.add_argument("--funds", help="CSV of fund_code,fund,alias: what files call the funds")
        parser.add_argument("--gmail-domains", default="gmail.com,googlemail.com")
        parser.add_argument("--time-zone", help="for columns in UTC; the organization's by default")
        parser.add_argument("--commit", action="store_true", help="apply, one transaction a file")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(pk=1).first()
        if options["commit"] and organization is None:
            raise Failed("Set the organization up first: an import needs its time zone and currency.")
        run = _Run(options, organization)
        files = [run.one(path) for path in options["paths"]]
        told = document(files)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self._show(told)
        if any(file.state == REFUSED for file in files):
            sys.exit(1)

    def _show(self, told: dict[str, Any]) -> None:
        for file in told["files"]:
            self.stdout.write(f"{file['path']}: {file['refusal'] or file['state']}")
            for warning in file["warnings"]:
                self.stdout.write(f"  {warning}")
            for row in file["rows"]:
                if row["decision"] in ("review", "reject"):
                    place = f"{row['sheet']} row {row['row']}".strip()
                    self.stdout.write(f"  {place}: {row['decision']}: {row['reason']}")
            for name, value in file["totals"]["decisions"].items():
                self.stdout.write(f"  {name}: {value}")
            for currency, amount in file["totals"]["cash_net_by_currency"].items():
                self.stdout.write(f"  cash {currency} {amount}")


class _Run:
    """One call of the command: settings, and the books as each file finds them."""

    def __init__(self, options: dict[str, Any], organization: Organization | None) -> None:
        self.commit, self.slug = options["commit"], options["format"]
        self.funds_csv = self._read_funds(options["funds"])
        facts = vars(organization) if organization else NO_ORGANIZATION
        self.currency = facts["currency"]
        self.context = Context(
            currency=self.currency,
            funds=self._aliases(),
            gmail_domains=tuple(name.strip() for name in options["gmail_domains"].split(",") if name.strip()),
            time_zone=options["time_zone"] or facts["time_zone"],
            today=organization_today(),
            mappings=books.mappings(),
        )
        self.known: KnownRecords = books.known_records(currency=self.currency)

    def one(self, path: str) -> FilePlan:
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            raise Failed(f"{path} cannot be opened: {error.strerror}.") from None
        made = plan_file(path, content, self.known, self.context, self.slug)
        if made.state != REFUSED:
            keys = self._apply(made, content) if self.commit else {}
            self.known.remember(made.plan, keys)
            _rename(made, keys)
        return made

    def _read_funds(self, path: str | None) -> str:
        try:
            return Path(path).read_text(encoding="utf-8-sig") if path else ""
        except OSError as error:
            raise Failed(f"{path} cannot be opened: {error.strerror}.") from None

    def _aliases(self) -> FundAliases:
        known = books.fund_aliases()
        if not self.funds_csv:
            return known
        try:
            given = FundAliases.from_csv(self.funds_csv)
        except ValueError as error:
            raise Failed(str(error)) from None
        return FundAliases({**known.codes, **given.codes})

    def _apply(self, made: FilePlan, content: bytes) -> dict[str, str]:
        """Commit one file; gives what its new keys became."""
        with transaction.atomic():
            self._create_funds(made)
            batch = services.keep(made=made, content=content, by=None)
            batch.books = books.books_stamp()
            batch.save(update_fields=["books"])
            try:
                applier = services.commit(batch=batch, by=None, today=organization_today(), at=timezone.now())
            except services.FundsUnknown as unknown:
                names = ", ".join(f"“{name}”" for name in unknown.names)
                raise Failed(f"{made.path}: say with --funds which fund these mean: {names}.") from None
            except services.AlreadyCommitted:
                raise Failed(f"{made.path} was committed before.") from None
        made.state = APPLIED
        return applier.keys

    def _create_funds(self, made: FilePlan) -> None:
        """Funds that only the treasurer's list knows, and rows use."""
        names = dict(_codes_and_names(self.funds_csv))
        used = {row.fund for row in made.plan.rows if row.fund}
        for code in used - set(Fund.objects.values_list("code", flat=True)):
            Fund.objects.create(code=code, name=names.get(code, code))


def _codes_and_names(text: str) -> list[tuple[str, str]]:
    return [(row["fund_code"].strip(), row["fund"].strip()) for row in csv.DictReader(StringIO(text))] if text else []


def _rename(made: FilePlan, keys: dict[str, str]) -> None:
    """Print the keys of records instead of invented ones."""
    slots = ("supporter", "supporter_2", "household", "organization", "soft_credit", "payer", "gift", "same_as")
    for row in made.plan.rows:
        for slot in slots:
            setattr(row, slot, keys.get(getattr(row, slot), getattr(row, slot)))
