"""Set a charity up in an empty database: its facts, and its first administrator."""

from __future__ import annotations

import getpass
import json
import os
import sys
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from core.models import Organization, User
from core.organization import services
from core.organization.forms import OrganizationForm, PasswordForm, UserForm
from core.organization.users import managing_roles

PASSWORD_VARIABLE = "SOLIDARITY_ADMIN_PASSWORD"
NEXT = (
    "Sign in: the home page lists what is left, from the exemption status to the first fund, the signer, online giving "
    "and a test email. Adding a fund requires the Finance role, either yours or that of a colleague you invite."
)
#: Somebody alone in the office does all of it.
ALONE = "admin,development,finance,events"


@dataclass(frozen=True)
class Asked:
    """One thing the command needs: its option, the question, and what an empty answer means (None: ask again)."""

    option: str
    question: str
    default: str | None = None

    @property
    def flag(self) -> str:
        return "--" + self.option.replace("_", "-")


ASKED = (
    Asked("legal_name", "Legal name, as in the certificate of incorporation"),
    Asked("ein", "EIN, nine digits (leave blank if there is none yet)", ""),
    Asked("formation_on", "Date of formation, like 2012-08-21"),
    Asked("state", "State of incorporation, two letters like NY"),
    Asked("address", "Letterhead address, with “; ” between lines, ending like Springfield, NY 10000"),
    Asked("time_zone", "Time zone (leave blank for America/New_York)", "America/New_York"),
    Asked("admin_name", "Name of the first administrator"),
    Asked("admin_email", "Email of the first administrator, used to sign in"),
    Asked(
        "admin_roles",
        f"Roles of the first administrator (leave blank for admin only; {ALONE} for a one-person office)",
        "admin",
    ),
)
#: Which option a field's complaint is about.
FIELDS = {"state_of_incorporation": "state", "name": "admin_name", "email": "admin_email", "roles": "admin_roles"}


class Command(BaseCommand):
    help = (
        "Set up an organization in an empty database. You'll be asked for anything not given as an option. The first "
        f"administrator's password is asked for or read from {PASSWORD_VARIABLE}, never given on the command line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for asked in ASKED:
            parser.add_argument(asked.flag, help=asked.question)
        parser.add_argument(
            "--short-name", help="name shown on screens and in emails (default: the legal name up to its first comma)"
        )
        parser.add_argument("--no-input", action="store_true", help="don't ask questions; fail if something is missing")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse_where_set_up()
        given = self._given(options) if options["no_input"] else self._asked(options)
        facts = self._facts({**given, "short_name": options["short_name"]})
        person = self._person(given)
        password = self._password(person, ask=not options["no_input"])
        call_command("createcachetable", verbosity=0)  # signing in counts tries there
        try:
            organization, admin = services.set_up(
                facts=facts, admin_email=person.email, admin_name=person.name, password=password, roles=self.roles
            )
        except services.AlreadySetUp:
            raise CommandError(_already()) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self._print(organization, admin, as_json=options["json"])

    def _refuse_where_set_up(self) -> None:
        if Organization._meta.db_table not in connection.introspection.table_names():
            raise CommandError("The database has no tables yet. Run manage.py migrate first.")
        if Organization.objects.exists():
            raise CommandError(_already())

    def _given(self, options: dict[str, Any]) -> dict[str, str]:
        missing = [asked.flag for asked in ASKED if options[asked.option] is None and asked.default is None]
        if missing:
            raise CommandError(f"Missing: {', '.join(missing)}.")
        return {
            asked.option: asked.default or "" if options[asked.option] is None else options[asked.option]
            for asked in ASKED
        }

    def _asked(self, options: dict[str, Any]) -> dict[str, str]:
        return {asked.option: self._answer(asked, options) for asked in ASKED}

    def _answer(self, asked: Asked, options: dict[str, Any]) -> str:
        """The option, else what is typed. Questions go to standard error, so that `--json` stays clean."""
        if options[asked.option] is not None:
            return options[asked.option]
        while True:
            self.stderr.write(f"{asked.question}: ", ending="")
            self.stderr.flush()
            line = sys.stdin.readline()
            if not line:
                raise CommandError(f"No answer to the question. Use {asked.flag}, or --no-input to skip all questions.")
            if line.strip() or asked.default is not None:
                return line.strip() or asked.default or ""

    def _facts(self, given: dict[str, Any]) -> dict[str, Any]:
        zone = given["time_zone"]
        form = OrganizationForm(
            {
                **given,
                "short_name": given["short_name"] or given["legal_name"].partition(",")[0].strip()[:60],
                "state_of_incorporation": given["state"].strip().upper(),
                "address": given["address"].replace("\\n", "\n").replace(";", "\n"),
                "fiscal_year_first_month": "1",
            },
            today=timezone.localdate(timezone=ZoneInfo(zone) if zone in available_timezones() else None),
        )
        _raise_for(form)
        return form.cleaned_data

    def _person(self, given: dict[str, str]) -> User:
        """The first administrator, not saved. Their roles are theirs alone to have from the start: nobody who signs in
        later gives themselves one."""
        roles = [role.strip().lower() for role in given["admin_roles"].split(",") if role.strip()]
        form = UserForm({"name": given["admin_name"], "email": given["admin_email"], "roles": roles})
        if form.is_valid() and not managing_roles() & set(form.cleaned_data["roles"]):
            form.add_error("roles", "Include the admin role, which manages users and settings.")
        _raise_for(form)
        self.roles = form.cleaned_data["roles"]
        return form.instance

    def _password(self, person: User, *, ask: bool) -> str:
        """From the environment, else typed twice. Raises `CommandError` for one that is easily guessed."""
        password = os.environ.get(PASSWORD_VARIABLE)
        again = password
        if password is None:
            if not ask or not sys.stdin.isatty():
                raise CommandError(f"Set {PASSWORD_VARIABLE}, since there is no terminal to ask for the password.")
            password = getpass.getpass(f"Password for {person.email}: ")
            again = getpass.getpass("Repeat password: ")
        form = PasswordForm({"password": password, "again": again}, user=person)
        _raise_for(form)
        return password

    def _print(self, organization: Organization, admin: User, *, as_json: bool) -> None:
        if as_json:
            result = {"organization": organization.legal_name, "environment": str(organization.environment)}
            self.stdout.write(json.dumps({**result, "admin": admin.email, "next": NEXT}, ensure_ascii=False))
            return
        self.stdout.write(f"{organization} is set up, and {admin.email} can sign in.")
        self.stdout.write(NEXT)


def _already() -> str:
    return "This database already has an organization. Change it under Settings."


def _raise_for(form: Any) -> None:
    """Raise `CommandError` naming every option that cannot be used."""
    if form.is_valid():
        return
    found = []
    for field, texts in form.errors.items():
        option = FIELDS.get(field, field).replace("_", "-")
        found.append(f"{option}: {' '.join(texts)}")
    raise CommandError("Not set up. " + "\n".join(found))
