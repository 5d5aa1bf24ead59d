"""Recognize, plan and show files; with `--commit` bring them in. The JSON is described in docs/commands.md."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from core.clock import organization_today
from core.http.logs import trace_of
from core.jobs.attempts import attempted
from core.models import Organization
from donations.models import Fund
from imports import services
from imports.applying.apply_rows import Applier
from imports.contexts import FundAliases
from imports.formats import FORMATS
from imports.matching.known_records import KnownRecords
from imports.models import ImportBatch
from imports.planning import earlier_versions, existing_records
from imports.planning.planner import (
    APPLIED,
    REFUSED,
    FilePlan,
    document,
    plan_read,
    read_plan,
    reading_order,
)
from imports.private_rows import masked

NO_ORGANIZATION = {"currency": "USD", "time_zone": "America/New_York"}
BROKE = "An unexpected error occurred, and nothing from this file was saved. See the error output for details."
STOPPED = "An unexpected error occurred. See the error output for details."
BUSY = "Someone else changed the same records at the same time, so nothing from this file was saved. Import it again."
ALREADY = "This file was already imported. Nothing was saved twice."
TRIES = 3


class Failed(CommandError):
    """The command failed: exit code 2, since 1 means that a file was refused."""

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=2)


class Command(BaseCommand):
    help = "Preview donor files, or import them with --commit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--format", choices=sorted(FORMATS), help="use this layout instead of detecting one")
        parser.add_argument("--funds", help="CSV with columns fund_code, fund, alias: the fund names that files use")
        parser.add_argument("--gmail-domains", default="gmail.com,googlemail.com")
        parser.add_argument("--time-zone", help="time zone for columns in UTC; the organization's by default")
        parser.add_argument("--commit", action="store_true", help="import the files, one transaction per file")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one document and nothing else on standard output, also when the command itself fails."""
        with attempted() as attempt:
            told, whole = self._document(options)
        if error := attempt.error:
            failed = error if isinstance(error, Failed) else Failed(STOPPED)
            if failed is not error:
                self.stderr.write(trace_of(error))
            if options["json"]:
                self.stdout.write(json.dumps({**document([]), "error": str(failed)}, ensure_ascii=False))
            raise failed from None
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self._show(told)
        if not whole:
            sys.exit(1)

    def _document(self, options: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """The document of a run, and whether every file was read and, if requested, written."""
        organization = Organization.objects.filter(pk=1).first()
        if options["commit"] and organization is None:
            raise Failed("Set up the organization first: imports need its time zone and currency.")
        run = _Run(options, organization, tell=self.stderr.write)
        files = run.read_all(options["paths"])
        return masked(document(files)), not any(file.state == REFUSED or file.question for file in files)

    def _show(self, told: dict[str, Any]) -> None:
        for file in told["files"]:
            self.stdout.write(f"{file['path']}: {file['refusal'] or file['question'] or file['state']}")
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
            for name, value in (file["written"] or {}).items():
                self.stdout.write(f"  written, {name.replace('_', ' ')}: {value}")


class _Read(NamedTuple):
    """A file that was read but not compared with anything yet."""

    plan: FilePlan
    content: bytes = b""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class _Run:
    """One run of the command: settings, and existing records as each file finds them.

    Each file is handled separately: one that cannot be read or written is an entry of the document, and the others
    continue.
    """

    def __init__(
        self, options: dict[str, Any], organization: Organization | None, *, tell: Callable[[str], Any]
    ) -> None:
        self.commit, self.slug, self.tell = options["commit"], options["format"], tell
        self.funds_csv = self._read_funds(options["funds"])
        facts = vars(organization) if organization else NO_ORGANIZATION
        self.context = existing_records.context_for(
            currency=facts["currency"],
            funds=self._aliases(),
            gmail_domains=tuple(name.strip() for name in options["gmail_domains"].split(",") if name.strip()),
            time_zone=_zone(options["time_zone"] or facts["time_zone"]),
            today=organization_today(),
        )
        self.fingerprint = ""
        self.brought = KnownRecords()  # what earlier files would bring, or brought
        self.keys: dict[str, str] = {}

    def read_all(self, paths: list[str]) -> list[FilePlan]:
        """Plan the files, and write them if requested, each seeing what earlier ones bring; returns them in the given
        order.

        They are processed in `reading_order`, so that the order of names changes nothing.
        """
        read = [self._read(path) for path in paths]
        named = {id(file): place for place, file in enumerate(read)}
        done: dict[int, FilePlan] = {}
        for file in sorted(read, key=lambda file: (*reading_order(file.plan), file.digest)):
            made = self._plan_file(file)
            done[named[id(file)]] = made
            if made.state != REFUSED:
                self.brought.remember(made.plan, self.keys)
        for made in done.values():  # a person who waited in one file may have been created by another
            _rename(made, self.keys)
        return [done[place] for place in sorted(done)]

    def _compare(self, read: FilePlan) -> FilePlan:
        """Plan a file that was read, against existing records and what earlier files would bring."""
        if read.state != REFUSED:
            self.fingerprint = existing_records.state_fingerprint()
            earlier_versions.know_again(read.plan.rows, read.format)
            known = existing_records.known_records(read.plan.rows, self.context, beside=self.brought)
            plan_read(read, known, self.context)
            earlier_versions.compare_with_earlier_version(read.plan, read.format)
            self.brought.last_new = known.last_new
        return read

    def _read(self, path: str) -> _Read:
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            return _Read(FilePlan(path, state=REFUSED, refusal=f"The file cannot be opened: {error.strerror}."))
        with attempted() as attempt:  # a bug triggered by one file must not stop the others
            return _Read(read_plan(path, content, self.context, self.slug), content)
        assert attempt.error is not None
        self.tell(f"{path}\n{trace_of(attempt.error)}")
        return _Read(FilePlan(path, state=REFUSED, refusal=BROKE), content)

    def _plan_file(self, file: _Read) -> FilePlan:
        made = file.plan
        if made.state == REFUSED:
            return made
        with attempted() as attempt:  # as above; what it wrote is rolled back
            same = services.same_file(file.content)
            self._compare(made)
            if same and same.state == ImportBatch.State.APPLIED:
                made.plan.warnings.append(f"This file was already imported, as import {same.pk}.")
                made.question = made.question or (ALREADY if self.commit else None)
            return self._write(made, file.content) if self.commit and made.question is None else made
        assert attempt.error is not None
        self.tell(f"{made.path}\n{trace_of(attempt.error)}")
        made.question = BROKE
        return made

    def _write(self, made: FilePlan, content: bytes) -> FilePlan:
        """Commit one file, planned again if records changed meanwhile; a problem becomes its question."""
        for _ in range(TRIES):
            try:
                applier = self._apply(made, content)
            except services.BooksChanged:
                made = self._compare(read_plan(made.path, content, self.context, self.slug))
            except services.FundsUnknown as unknown:
                names = ", ".join(f"“{name}”" if name else "rows that name no fund" for name in unknown.names)
                made.question = f"Match these fund names with --funds, then import the file again: {names}."
                return made
            except services.AlreadyCommitted:
                made.question = ALREADY
                return made
            except ValidationError as error:
                made.question = f"Nothing from this file was saved: {' '.join(error.messages)}"
                return made
            else:
                made.state, made.written = APPLIED, applier.written()
                self.keys |= applier.keys
                return made
        made.question = BUSY
        return made

    def _read_funds(self, path: str | None) -> str:
        try:
            return Path(path).read_text(encoding="utf-8-sig") if path else ""
        except OSError as error:
            raise Failed(f"{path} cannot be opened: {error.strerror}.") from None

    def _aliases(self) -> FundAliases:
        known = existing_records.fund_aliases()
        if not self.funds_csv:
            return known
        try:
            given = FundAliases.from_csv(self.funds_csv)
        except ValueError as error:
            raise Failed(str(error)) from None
        return FundAliases({**known.codes, **given.codes})

    @transaction.atomic
    def _apply(self, made: FilePlan, content: bytes) -> Applier:
        self._create_funds(made)
        batch = services.save_batch(made=made, content=content, fingerprint=self.fingerprint, by=None)
        return services.commit(batch=batch, by=None, today=organization_today(), at=timezone.now())

    def _create_funds(self, made: FilePlan) -> None:
        """Create funds that only the treasurer's list has and that rows use."""
        names = dict(_codes_and_names(self.funds_csv))
        used = {code for row in made.plan.rows if (code := row.fund_meant(made.plan.blank_fund))}
        for code in used - set(Fund.objects.values_list("code", flat=True)):
            Fund.objects.create(code=code, name=names.get(code, code))


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise Failed(f"Unknown time zone {name}. Enter one such as America/New_York.") from None
    return name


def _codes_and_names(text: str) -> list[tuple[str, str]]:
    return [(row["fund_code"].strip(), row["fund"].strip()) for row in csv.DictReader(StringIO(text))] if text else []


def _rename(made: FilePlan, keys: dict[str, str]) -> None:
    """Print the keys of records instead of `new:` keys."""
    slots = ("supporter", "supporter_2", "household", "organization", "soft_credit", "payer", "gift", "same_as")
    for row in made.plan.rows:
        for slot in slots:
            setattr(row, slot, keys.get(getattr(row, slot), getattr(row, slot)))
