"""Reset a user's access from the server: for an administrator who is locked out when no colleague can help."""

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
        "Print a link for setting a new password. With --reset-second-factor, also remove the user's authenticator "
        "app, passkeys and recovery codes. Both are recorded in the audit log."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the email the user signs in with")
        parser.add_argument("--reset-second-factor", action="store_true", help="reset their two-step verification")
        parser.add_argument(
            "--reason", default="", help="reason for the audit log, required with --reset-second-factor"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"].strip()).first()
        if user is None:
            raise CommandError("No user has this email.")
        if options["reset_second_factor"] and not options["reason"].strip():
            raise CommandError("Enter a reason with --reason.")
        try:
            removed = 0
            if options["reset_second_factor"]:
                removed = users.reset_second_factor(user=user, by=None, reason=options["reason"].strip())
            link = settings.SITE_URL + links.send(user=user, by=None)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        if options["json"]:
            self.stdout.write(json.dumps({"email": user.email, "link": link, "factors_removed": removed}))
        else:
            self.stdout.write(f"{user.email} can set a password with this link, once, within three days:\n{link}")
