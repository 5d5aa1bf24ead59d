"""A question and a waiting time for visitors whom `core.http.card_testing` suspects, without JavaScript or external
services.

The question is part of the form, so that nothing typed is lost. Its signed token holds the time it was asked, the
waiting time and the hashed answer, and is valid for one form.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core import signing
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.http.card_testing import Pace, Visitor, pace_of, wait_of

SALT = "core.challenges"
GOOD_FOR = 3600
NUMBERS = tuple(gettext_lazy(word) for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
#: Urdu and Arabic digits people may answer in, as 0 to 9.
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


@dataclass(frozen=True)
class Challenge:
    """The sum of two numbers to answer, `wait` seconds from `asked_at` on; `token` holds it all."""

    first: int
    second: int
    asked_at: int
    wait: int
    token: str

    @classmethod
    def new(cls, *, wait: int, at: datetime) -> Challenge:
        first, second = secrets.randbelow(9) + 1, secrets.randbelow(9) + 1
        asked = int(at.timestamp())
        carried = {"n": secrets.token_urlsafe(9), "q": [first, second], "at": asked, "wait": wait}
        return cls(first, second, asked, wait, signing.dumps(carried, salt=SALT))

    @classmethod
    def carried_by(cls, token: str, *, at: datetime) -> Challenge | None:
        """The challenge of a submitted form; None when the token is forged, too old or used."""
        try:
            challenge = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        old = at.timestamp() - challenge["at"] > GOOD_FOR
        first, second = challenge["q"]
        return None if old or cache.get(_used(token)) else cls(first, second, challenge["at"], challenge["wait"], token)

    @property
    def question(self) -> str:
        first, second = NUMBERS[self.first - 1], NUMBERS[self.second - 1]
        return _("What is %(first)s plus %(second)s? Enter the number.") % {"first": first, "second": second}

    def is_answered(self, text: str) -> bool:
        return constant_time_compare(text.strip().translate(_DIGITS), str(self.first + self.second))

    def still(self, *, at: datetime) -> int:
        """How many seconds are left to wait."""
        return max(0, self.asked_at + self.wait - int(at.timestamp()))

    def use(self) -> bool:
        """Use the challenge for one form; False when it was used already."""
        return bool(cache.add(_used(self.token), 1, GOOD_FOR))


def _used(token: str) -> str:
    return f"challenge:{salted_hmac(SALT, token).hexdigest()[:24]}"


class Challenged(forms.Form):
    """Form fields for the question; the page shows them when `challenge` is set."""

    step = forms.CharField(required=False, widget=forms.HiddenInput)
    step_answer = forms.CharField(required=False, max_length=20, label=gettext_lazy("Security question"))
    _challenge: Challenge | None = None

    @property
    def challenge(self) -> Challenge | None:
        """The question to show: a new one, or the one that was submitted."""
        if self._challenge is None and self.is_bound and (carried := self.data.get("step")):
            self._challenge = Challenge.carried_by(carried, at=timezone.now())
        return self._challenge

    def may_go_on(self, who: Visitor, *, at: datetime) -> bool:
        """Whether this form may proceed. If not, it says why and shows the question. A blocked network is told when to
        try again; nothing typed is lost."""
        pace = pace_of(who, at=at)
        if pace == Pace.FREE:
            return True
        if pace == Pace.REFUSED:
            self.add_error(None, _("Too many cards were declined from this network. Please try again in an hour."))
            return False
        return self._passes(who, at)

    def _passes(self, who: Visitor, at: datetime) -> bool:
        there = Challenge.carried_by(self.cleaned_data.get("step", ""), at=at)
        if there is None:
            return self._ask(who, at, _("Please answer this question. Everything you entered is saved."))
        if not there.is_answered(self.cleaned_data.get("step_answer", "")):
            return self._ask(who, at, _("That answer isn't right. Please answer this question."))
        if left := there.still(at=at):
            message = ngettext("Please try again in %(n)s second.", "Please try again in %(n)s seconds.", left)
            self.add_error("step_answer", message % {"n": left})
            return False
        return there.use()

    def _ask(self, who: Visitor, at: datetime, why: str) -> bool:
        self._challenge = Challenge.new(wait=wait_of(who, at=at), at=at)
        self.add_error("step_answer", why)
        return False
