"""One gift, receipt or letter that stops the program stops nothing beside it, and is named where it waits."""

import pytest
from django.urls import reverse

from core.models import Message
from donations.models import Gift, GiftIntent
from receipts import online
from receipts.contributes import drains
from receipts.issuing import assessment, letter_content, services
from receipts.models import Receipt
from receipts.printing import drawing
from tests.support.builders import TODAY, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
#: Where a gift is looked at on its way to paper: the module, what it calls, and how the gift is found in that call.
PLACES = [
    (assessment, "gift_facts", lambda gift, **_: gift),
    (assessment, "typed_donor", lambda gift: gift),
    (letter_content, "compose", lambda *, assessment, **_: assessment.gift),
]


def give(number: int, **override) -> Gift:
    return make_gift(supporter=make_supporter(f"Amina Testperson{number}"), **override)


def poison(monkeypatch, module, name: str, gift_in, bad: int) -> None:
    """Let one step fail for one gift."""
    usual = getattr(module, name)

    def step(*args, **kwargs):
        if gift_in(*args, **kwargs).pk == bad:
            raise KeyError("nobody thought of this")
        return usual(*args, **kwargs)

    monkeypatch.setattr(module, name, step)


@pytest.fixture(params=[0, 1, 2], ids=["first", "middle", "last"])
def bad(request) -> tuple[Gift, list[Gift]]:
    """Three online gifts: the one that goes wrong, and the others."""
    gifts = [give(number, origin=Gift.Origin.ONLINE) for number in range(3)]
    return gifts.pop(request.param), gifts


@pytest.mark.parametrize(("module", "name", "gift_in"), PLACES, ids=[name for _, name, _ in PLACES])
def test_the_others_of_a_run_get_their_receipts_and_it_is_held(bad, monkeypatch, module, name, gift_in):
    poison(monkeypatch, module, name, gift_in, bad[0].pk)

    done = services.issue_receipts(gifts=Gift.objects.all(), by=None, issued_on=TODAY)

    assert sorted(line.gift.pk for receipt in done.new for line in receipt.lines.all()) == [each.pk for each in bad[1]]
    assert [(held.gift.pk, held.problems) for held in done.not_issued] == [(bad[0].pk, (assessment.STUMBLED,))]
    assert list(Receipt.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]


@pytest.mark.parametrize(("module", "name", "gift_in"), PLACES, ids=[name for _, name, _ in PLACES])
def test_the_worker_issues_the_others(bad, monkeypatch, module, name, gift_in):
    poison(monkeypatch, module, name, gift_in, bad[0].pk)

    assert drains.issue_online() == 2
    assert drains.issue_online() == 0


def test_the_list_of_what_waits_names_it(bad, monkeypatch, client_as):
    poison(monkeypatch, *PLACES[0], bad[0].pk)

    page = client_as("finance").get(reverse("receipts:acknowledgment-list"))

    assert page.status_code == 200
    assert page.content.decode().count(assessment.STUMBLED) == 1


def test_as_many_bad_ones_as_a_batch_never_starve_the_rest(monkeypatch):
    gifts = [give(number) for number in range(4)]
    services.issue_receipts(gifts=gifts, by=None, issued_on=TODAY)
    receipts = list(Receipt.objects.order_by("pk"))
    for gift in gifts:
        asked = {"nonce": f"n{gift.pk}", "livemode": False, "email": "a@example.org", "amount": gift.amount}
        GiftIntent.objects.create(gift=gift, state=GiftIntent.State.PAID, **asked)
    usual = online.write_message

    def write(receipt, intent):
        if receipt in receipts[:2]:
            raise KeyError("nobody thought of this")
        return usual(receipt, intent)

    monkeypatch.setattr(online, "write_message", write)
    monkeypatch.setattr(online, "BATCH", 1)

    assert [online.write_messages() for _ in range(3)] == [1, 1, 0]
    assert Message.objects.count() == 2


def test_as_many_undrawn_ones_as_a_batch_never_starve_the_rest(monkeypatch):
    monkeypatch.setattr(drawing, "print_or_leave", lambda receipt: None)
    services.issue_receipts(gifts=[give(number) for number in range(4)], by=None, issued_on=TODAY)
    receipts, usual = list(Receipt.objects.order_by("pk")), drawing.print_receipt

    def draw(receipt):
        if receipt in receipts[:2]:
            raise KeyError("nobody thought of this")
        return usual(receipt)

    monkeypatch.setattr(drawing, "print_receipt", draw)
    monkeypatch.setattr(drawing, "BATCH", 1)

    with pytest.raises(KeyError):
        drawing.render_pending()
    assert drawing.render_pending() == 1  # those that failed rest for a while
    assert list(Receipt.objects.unprinted()) == receipts[:2]
