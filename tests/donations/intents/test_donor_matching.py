"""Whom a gift made online is put down to: nobody by half a name, nobody protected, nobody twice."""

from decimal import Decimal

import pytest

from crm.models import EmailAddress, NameReview, Supporter
from donations.intents import donor_matching
from donations.models import DonorReview, GiftIntent
from tests.support.builders import make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
EMAIL = "khan@example.org"


def give(name: str, email: str = EMAIL, **override) -> Supporter:
    """The donor of an intent that somebody typed."""
    number = GiftIntent.objects.count()
    intent = GiftIntent.objects.create(
        nonce=f"n{number}", livemode=False, amount=Decimal("5"), title="Gift", full_name=name, email=email,
        return_path="/", cancel_path="/", **override,
    )  # fmt: skip
    return donor_matching.donor_of(intent)


@pytest.mark.parametrize(
    ("typed", "joined"),
    [
        ("Ali Khan", True),
        ("ali  khan", True),
        ("Mr. Ali Khan", True),
        ("Khan, Ali", True),
        ("Aly Khan", True),
        ("Ali", False),
        ("Khan", False),
        ("A. Khan", False),
        ("Ali Raza Khan", False),
        ("Muhammad Ali Khan", False),
        ("Syed Ali Khan", False),
        ("Ali Khan Jr.", False),
        ("Ali and Sana Khan", False),
        ("Sana Khan", False),
    ],
)
def test_only_the_whole_name_and_the_address_join(typed, joined):
    on_file = make_supporter("Ali Khan", emails=(EMAIL,))

    assert (give(typed) == on_file) == joined


def test_the_whole_name_counts_those_that_come_before_many():
    on_file = make_supporter("Muhammad Ali Khan", emails=(EMAIL,))

    assert [give(name) == on_file for name in ("Ali Khan", "Mohammad Ali Khan")] == [False, True]


def test_the_name_without_the_address_joins_nobody():
    on_file = make_supporter("Ali Khan", emails=(EMAIL,))

    assert give("Ali Khan", "other@example.org") != on_file


def asked_about() -> list[tuple[int, int]]:
    """The records that may be a protected person's, each with whose."""
    return list(NameReview.objects.filter(object_type="crm.supporter").values_list("object_id", "candidate"))


@pytest.mark.parametrize("typed", ["Parveen Zanzeer", "Parveen", "Omar Otherperson"])
def test_nothing_typed_joins_a_protected_record_or_makes_an_unprotected_twin(typed):
    hidden = make_supporter("Parveen Zanzeer", emails=(EMAIL,), protected=True)

    added = give(typed)

    assert added != hidden
    assert (added.protected, added.shown_name) == (True, added.code)
    assert asked_about() == [(added.pk, hidden.pk)]


def test_a_rare_name_of_a_protected_person_under_another_address_is_kept_behind_a_code_and_asked_about():
    hidden = make_supporter("Parveen Zanzeer", protected=True)

    added = give("Parveen Zanzeer", "new@example.org")

    assert (added.protected, added.shown_name) == (True, added.code)
    assert asked_about() == [(added.pk, hidden.pk)]


def test_a_common_name_of_a_protected_person_is_asked_about_alone():
    hidden = make_supporter("Ali Khan", protected=True)

    added = give("Ali Khan", "new@example.org")

    assert added.protected is False
    assert asked_about() == [(added.pk, hidden.pk)]


def test_who_gives_again_before_anybody_answered_is_added_once():
    make_supporter("Parveen Zanzeer", emails=(EMAIL,), protected=True)

    first, again, other = give("Parveen Zanzeer"), give("parveen zanzeer", EMAIL.upper()), give("Parveen")

    assert (first == again, first == other) == (True, False)


def test_a_spouse_who_shares_the_address_of_a_protected_person_is_joined_by_their_own_name():
    make_supporter("Parveen Zanzeer", emails=(EMAIL,), protected=True)
    spouse = make_supporter("Omar Otherperson", emails=(EMAIL,))

    assert give("Omar Otherperson") == spouse


def test_a_question_about_a_protected_person_is_for_those_who_may_reveal_the_name():
    make_supporter("Parveen Zanzeer", emails=(EMAIL,), protected=True)
    give("Parveen Zanzeer")

    seen = [NameReview.objects.visible_to(make_user(role)).count() for role in ("development", "events", "board")]

    assert (seen, DonorReview.objects.count()) == ([1, 0, 0], 0)


def test_an_order_that_staff_took_down_for_somebody_changes_no_addresses():
    buyer = make_supporter("Ali Khan")

    give("Anybody", "typed@example.org", supporter=buyer, purpose="event")
    give("Ali Khan", "proved@example.org", supporter=buyer)

    assert list(EmailAddress.objects.values_list("address", flat=True)) == ["proved@example.org"]
