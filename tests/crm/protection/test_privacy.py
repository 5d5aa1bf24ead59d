"""Whether what somebody types is about a protected person: the one question every door asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import EmailAddress, NameKey, NameReview, PhoneNumber, Supporter
from crm.protection import privacy
from crm.protection.privacy import About, is_about_protected
from crm.services import supporters
from crm.services.name_reviews import answer_review
from crm.services.supporters import SupporterDraft, create_supporters
from events.models import Order
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import make_supporter, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(database):
    return make_supporter(
        "Parveen Zanzeer",
        native_name="پروین زنجیر",
        emails=("parveen@zanzeermail.example.org",),
        phones=("+1 317 555 0111",),
        protected=True,
    )


@pytest.mark.parametrize(
    "typed",
    ["Parveen Zanzeer", "zanzeer, parveen", "Dr. Parveen Zanzeer Jr.", "پروین زنجیر", "P. Zanzeer", "Zanzeer",
     "Parveem Zanzeer"],
)  # fmt: skip
def test_a_rare_name_decides(hidden, typed):
    assert is_about_protected(typed) is About.HIDDEN


@pytest.mark.parametrize(
    "typed", [{"email": " Parveen@ZanzeerMail.example.org "}, {"phone": "(317) 555-0111"}, {"phone": "317.555.0111"}]
)
def test_an_address_or_a_number_decides_whatever_the_name(hidden, typed):
    assert is_about_protected("Omar Otherperson", **typed) is About.HIDDEN


@pytest.mark.parametrize(
    "typed",
    [{"name": "Omar Zanzeer"}, {"name": "Parveen Khalil"}, {"name": ""}, {"name": "Guest 4"}, {"name": "Anonymous"},
     {"email": "else@zanzeermail.example.org"}, {"phone": "317 555"}, {"phone": "n/a"}],
)  # fmt: skip
def test_somebody_else_is_somebody_else(hidden, typed):
    assert is_about_protected(**typed) is About.NO


def test_nobody_is_hidden_for_a_record_that_is_not_protected(database):
    make_supporter("Parveen Zanzeer", emails=("parveen@zanzeermail.example.org",))

    assert is_about_protected("Parveen Zanzeer", "parveen@zanzeermail.example.org") is About.NO


@pytest.mark.parametrize("name", ["Ali Khan", "Maria Garcia", "John Smith"])
def test_an_everyday_name_in_a_small_book_only_asks(database, name):
    make_supporter(name, protected=True)

    assert is_about_protected(name) is About.REVIEW


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("Shamim", About.REVIEW), ("Shamim Z.", About.REVIEW), ("Quorn", About.HIDDEN), ("S. Quorn", About.HIDDEN),
     ("The Quorn Family", About.HIDDEN), ("Madonella", About.HIDDEN)],
)  # fmt: skip
def test_a_given_name_alone_is_anybodys_and_a_rare_family_name_is_not(database, typed, answer):
    make_supporter("Shamim Quorn", protected=True)
    make_supporter("Shamim Zanzeer", protected=True)
    make_supporter("Madonella", protected=True)

    assert is_about_protected(typed) is answer


def test_a_name_that_others_on_file_bear_only_asks(database):
    make_supporter("Zanzeer Perveen")
    make_supporter("Parveen Zanzeer", protected=True)
    NameReview.objects.update(answer="other", answered_at=timezone.now())

    assert is_about_protected("Parveen Zanzeer") is About.REVIEW


def on_file_twice():
    make_supporter("Zanzeer, Perveen")
    make_supporter("Parveen Zanzeer", protected=True)


def renamed_later():
    make_supporter("Parveen Zanzeer", protected=True)
    person = make_supporter("Parveen Khalil")
    supporters.update_supporter(supporter=person, values={"full_name": "Parveen Zanzeer"}, version=1, by=None)


def protected_later():
    make_supporter("Parveen Zanzeer")
    person = make_supporter("Parveen Zanzeer")
    supporters.update_supporter(supporter=person, values={"protected": True}, version=1, by=None)


@pytest.mark.parametrize("twice", [on_file_twice, renamed_later, protected_later])
def test_who_is_on_file_twice_is_hidden_until_somebody_says_that_it_is_another(database, twice):
    twice()
    order = make_order(make_ticket(make_event()), name="Parveen Zanzeer")
    before = is_about_protected("Parveen Zanzeer"), Order.objects.get(pk=order.pk).hidden

    review = NameReview.objects.get(object_type="crm.supporter")
    answer_review(review=review, answer="other", by=make_user("development"), at=timezone.now())

    assert before == (About.HIDDEN, True)
    assert is_about_protected("Parveen Zanzeer") is About.REVIEW
    assert Order.objects.get(pk=order.pk).hidden is False


@pytest.mark.parametrize("point", [{"address": "parveen@zanzeermail.example.org"}, {"number": "(317) 555-0111"}])
def test_who_is_reached_like_a_protected_person_is_asked_about(hidden, point):
    person = make_supporter("Omar Otherperson")
    kind = EmailAddress if "address" in point else PhoneNumber

    supporters.save_contact_point(point=kind(supporter=person, **point), by=None)

    assert list(NameReview.objects.values_list("object_id", "candidate", "sure")) == [(person.pk, hidden.pk, False)]


def test_in_a_large_book_a_name_that_nobody_else_bears_is_rare(database):
    person = make_supporter("Ali Khan", protected=True)
    make_supporter("Garcia, Maria")
    make_supporter("Maria Garcia")
    other = make_supporter("Maria Garcia", protected=True)
    Supporter.objects.filter(pk=other.pk).update(number=25_000)

    assert is_about_protected("Khan Ali") is About.HIDDEN
    assert is_about_protected("Maria Garcia") is About.REVIEW
    assert person.protected


def test_who_was_merged_into_a_protected_record_is_asked_for_too(hidden):
    alias = make_supporter("Shamim Gulbadan", emails=("gul@example.org",))
    Supporter.objects.filter(pk=alias.pk).update(merged_into=hidden)

    assert privacy.matches(name="Shamim Gulbadan") == {hidden.pk: About.HIDDEN}
    assert privacy.matches(email="gul@example.org") == {hidden.pk: About.HIDDEN}


def test_a_new_name_is_known_at_once(hidden):
    supporters.update_supporter(
        supporter=hidden, values={"full_name": "Parveen Quorn"}, version=hidden.version, by=None
    )

    assert is_about_protected("Quorn, Parveen") is About.HIDDEN


def test_protecting_somebody_changes_the_answer(database):
    person = make_supporter("Parveen Zanzeer")
    assert is_about_protected("Parveen Zanzeer") is About.NO

    supporters.update_supporter(supporter=person, values={"protected": True}, version=person.version, by=None)

    assert is_about_protected("Parveen Zanzeer") is About.HIDDEN


def test_the_question_costs_the_same_in_a_large_book(hidden):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            is_about_protected("Parveen Zanzeer", "someone@example.org", "317 555 0199")
        return len(queries)

    before = asked()
    drafts = [
        SupporterDraft(full_name=f"Parveen Name{'abcdefghij'[i % 10]}{'klmnopqrst'[i // 10]}") for i in range(100)
    ]
    create_supporters(drafts=drafts, by=None)

    assert asked() == before


def test_nobody_reads_how_protected_names_sound(hidden):
    assert NameKey.objects.exists()
    assert not NameKey.objects.visible_to(make_user("admin")).exists()
