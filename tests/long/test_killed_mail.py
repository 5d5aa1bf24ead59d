"""A worker killed at any moment while it carries out letters: none arrives twice, and the doubtful are marked."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from core import mail
from core.mail import drain
from core.models import Message
from tests.support.warm import stable

pytestmark = pytest.mark.long
LETTERS = 80
State = Message.State


def test_no_letter_arrives_twice_however_often_the_worker_is_killed(own_database, mail_sink):
    for number in range(LETTERS):
        mail.enqueue(
            identity=f"letter {number}",
            purpose="test",
            to=f"person{number}@example.org",
            subject=f"Letter number {number}",
            text="Thank you.",
        )
    chosen, kills = random.Random(7), 0

    mail_sink.seconds = 0.01
    with stable(own_database, **mail_sink.environment) as processes:
        while left():
            before = mail_sink.asked
            worker = processes.start("worker")
            while mail_sink.asked == before and left() and not worker.is_over():
                time.sleep(0.01)
            time.sleep(chosen.uniform(0, 0.3))
            kills += worker.kill().code == -9
    own_database.wait_for_the_dead()
    drain.end_claims(timezone.now() + drain.LEASE + timedelta(seconds=1))

    arrived = Counter(each["Subject"] for each in mail_sink.letters)
    ended = Counter(Message.objects.values_list("state", flat=True))
    sent = set(Message.objects.filter(state=State.SENT).values_list("subject", flat=True))
    unknown = set(Message.objects.filter(state=State.UNKNOWN).values_list("subject", flat=True))
    print(f"killed {kills} times")
    assert kills > 10
    assert max(arrived.values()) == 1
    assert sent <= set(arrived)
    assert set(arrived) - sent <= unknown
    assert ended[State.SENT] + ended[State.UNKNOWN] == LETTERS
    assert ended[State.UNKNOWN] <= kills


def left() -> int:
    return Message.objects.filter(state__in=Message.WAITING).count()
