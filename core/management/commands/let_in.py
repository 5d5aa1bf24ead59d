"""Let somebody in again from the server: for the administrator who lost the way when no other one can help."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.models import User
from core.organization import users
from core.sign_in import links


class Command(BaseCommand):
    help = (
        "Print a link by which a user sets a new password; with --reset-second-factor also take their app, passkeys "
        "and recovery codes away. Both are kept in the audit trail."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="what they sign in with")
        parser.add_argument("--reset-second-factor", action="store_true", help="take their second factor away")
        parser.add_argument("--reason", default="", help="why, for the audit trail; needed to reset a second factor")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"].strip()).first()
        if user is None:
            raise CommandError("Nobody signs in with this e-mail.")
        if options["reset_second_factor"] and not options["reason"].strip():
            raise CommandError("Say why: --reason.")
        try:
            taken = 0
            if options["reset_second_factor"]:
                taken = users.reset_second_factor(user=user, by=None, reason=options["reason"].strip())
            link = settings.SITE_URL + links.send(user=user, by=None)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        if options["json"]:
            self.stdout.write(json.dumps({"email": user.email, "link": link, "factors_removed": taken}))
        else:
            self.stdout.write(f"{user.email} sets a password here, once, within three days:\n{link}")
