"""A worker killed at any moment while it carries out letters: none arrives twice, and the doubtful are marked."""

import os
import random
import subprocess
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core import mail
from core.mail import drain
from core.models import Message
from tests.builders import make_organization
from tests.mailsink import sink

pytestmark = pytest.mark.long
LETTERS = 200
State = Message.State


def test_no_letter_arrives_twice_however_often_the_worker_is_killed(own_database, tmp_path):
    make_organization(email="office@charity.example", mail_on=True, mail_on_since=timezone.now())
    for number in range(LETTERS):
        mail.write(
            identity=f"letter {number}",
            purpose="test",
            to=f"person{number}@example.org",
            subject=f"Letter number {number}",
            text="Thank you.",
        )
    chosen, kills = random.Random(7), 0

    with sink() as server:
        server.seconds = 0.01
        environment = {
            **os.environ,
            **own_database.environment,
            "SOLIDARITY_VAR": str(tmp_path),
            "EMAIL_URL": server.url,
        }
        while _left():
            before = server.asked
            process = subprocess.Popen(
                own_database.manage("worker"),
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            while server.asked == before and _left() and process.poll() is None:
                time.sleep(0.01)
                connection.close()
            time.sleep(chosen.uniform(0, 0.5))
            process.kill()
            process.wait()
            kills += 1
            connection.close()
        drain.end_claims(timezone.now() + drain.LEASE + timedelta(seconds=1))
        arrived = Counter(each["Subject"] for each in server.letters)

    ended = Counter(Message.objects.values_list("state", flat=True))
    sent = set(Message.objects.filter(state=State.SENT).values_list("subject", flat=True))
    unknown = set(Message.objects.filter(state=State.UNKNOWN).values_list("subject", flat=True))
    assert kills > 3
    assert max(arrived.values()) == 1
    assert sent <= set(arrived)
    assert set(arrived) - sent <= unknown
    assert ended[State.SENT] + ended[State.UNKNOWN] == LETTERS
    assert ended[State.UNKNOWN] <= kills


def _left() -> int:
    return Message.objects.filter(state__in=Message.WAITING).count()
