"""Is this the person? Who may reveal names answers; the rest learn nothing."""

import pytest
from django.db.models import QuerySet

from core.models import Change
from crm.models import NameReview, Supporter
from crm.protection import typed_rows
from crm.services import supporters
from crm.services.name_reviews import AlreadyAnswered
from events.models import Order
from tests.crm.services.reviewed import EMAIL, answer, hidden, order, review
from tests.events.builders import guests, make_event, make_order, make_ticket
from tests.support.builders import make_household, make_supporter

__all__ = ["hidden", "order", "review"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]


def test_somebody_else_shows_what_was_typed_for_good(order, review, hidden):
    answer(review, "other")
    shown = Order.objects.get(pk=order.pk)
    supporters.update_supporter(supporter=hidden, values={"native_name": "پروین"}, version=1, by=None)
    later = Order.objects.get(pk=order.pk)

    assert [(one.hidden, one.shown_name, one.code) for one in (shown, later)] == [(False, "Perveen Zanzeer", "")] * 2
    assert not NameReview.objects.filter(answer="").exists()


def test_it_is_them_makes_the_order_theirs_under_their_code(order, review, hidden):
    answer(review, "same")

    order = Order.objects.get(pk=order.pk)
    assert (order.supporter, order.hidden, order.shown_name, order.name) == (
        hidden,
        True,
        hidden.code,
        "Perveen Zanzeer",
    )


def test_the_second_answer_is_told_that_there_is_one(review):
    answer(review, "same")

    with pytest.raises(AlreadyAnswered):
        answer(NameReview.objects.get(pk=review.pk), "other")


def test_a_held_record_is_shown_by_its_name_once_it_is_somebody_else(hidden):
    twin = make_supporter("Parveen Zanzeer", emails=("other@example.org",))
    held = NameReview.objects.get(object_type="crm.supporter", object_id=twin.pk)

    before = Supporter.objects.get(pk=twin.pk)
    answer(held, "other")
    after = Supporter.objects.get(pk=twin.pk)

    assert (before.protected, before.pending_name_review, before.shown_name) == (True, True, before.code)
    assert (after.protected, after.pending_name_review, after.shown_name) == (False, False, "Parveen Zanzeer")


def test_a_held_record_that_is_the_person_stays_under_its_code(hidden):
    twin = make_supporter("Parveen Zanzeer", emails=(EMAIL,))

    answer(NameReview.objects.get(object_id=twin.pk), "same")

    assert Supporter.objects.get(pk=twin.pk).shown_name == twin.code


def test_records_there_before_are_asked_about_when_their_likeness_is_protected():
    person = make_supporter("Parveen Zanzeer")
    twin = make_supporter("Zanzeer, Perveen", emails=("z@example.org",))
    make_supporter("Parveen Khalil")

    supporters.update_supporter(supporter=person, values={"protected": True}, version=1, by=None)
    asked = list(NameReview.objects.values_list("object_type", "object_id", "candidate", "sure"))
    supporters.update_supporter(
        supporter=Supporter.objects.get(pk=person.pk), values={"protected": False}, version=2, by=None
    )

    assert asked == [("crm.supporter", twin.pk, person.pk, False)]
    assert not NameReview.objects.exists()


def test_a_household_named_after_a_protected_person_who_is_no_member_shows_its_code(hidden):
    friend = make_supporter("Omar Friend")

    named = make_household(friend, name="Parveen Zanzeer and Omar Friend")
    other = make_household(make_supporter("Hina Example"), name="The Example family")
    person = make_supporter("Shamim Quorn")
    later = make_household(make_supporter("Dilawar Example"), name="Shamim Quorn & family")
    supporters.update_supporter(supporter=person, values={"protected": True}, version=1, by=None)
    later.refresh_from_db()

    assert [one.shown_name for one in (named, other, later)] == [named.code, "The Example family", later.code]


@pytest.mark.parametrize("said", ["same", "other"])
def test_one_answer_is_for_the_order_and_the_buyers_own_seat(hidden, said):
    seat = make_ticket(make_event())
    order = make_order(seat, 3, name="Parveen Zanzeer", email="", guests=guests("P. Zanzeer", "Omar Friend"))
    before = [guest.hidden for guest in order.guests.all()]

    answer(NameReview.objects.get(object_type="events.order"), said)

    assert before == [True, False, False]
    assert [guest.hidden for guest in order.guests.all()] == [said == "same", False, False]
    assert not NameReview.objects.filter(answer="").exists()


def test_a_row_decided_while_somebody_was_protected_is_looked_at_again(order, hidden):
    QuerySet(Order).filter(pk=order.pk).update(hidden=False, shown_name="Perveen Zanzeer")

    typed_rows.recheck_all.func()

    assert Order.objects.get(pk=order.pk).hidden


def test_former_names_of_a_household_named_after_a_protected_person_stay_back(hidden, client_as):
    household = make_household(make_supporter("Omar Friend"), name="Parveen Zanzeer and Omar Friend")
    supporters.update_household(household=household, values={"name": "Parveen Zanzeer"}, by=None)

    assert Change.objects.filter(before__contains="Zanzeer").exists()
    assert not Change.objects.visible_to(client_as("development").user).filter(before__contains="Zanzeer").exists()
