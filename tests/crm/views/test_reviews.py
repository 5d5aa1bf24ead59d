"""The page of a name review: for those who may reveal names, with a reason."""

import pytest

from core.models import AuditEntry
from crm.models import NameReview, Supporter
from events.models import Order
from tests.crm.services.reviewed import hidden, order, review
from tests.support.builders import make_supporter

__all__ = ["hidden", "order", "review"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]


def test_both_names_show_only_while_they_are_revealed_for_a_reason(client_as, review):
    client = client_as("development")
    address = f"/supporters/names/{review.pk}/"

    before = client.get(address).content.decode()
    listed = client.get("/supporters/names/").content.decode()
    client.post(f"{address}reveal/", {"reason": ""})
    without_reason = client.get(address).content.decode()
    client.post(f"{address}reveal/", {"reason": "They called about their seats"})
    after = client.get(address).content.decode()

    assert not any("Zanzeer" in page for page in (before, listed, without_reason))
    assert "Perveen Zanzeer" in after
    assert "Parveen Zanzeer" in after
    entry = AuditEntry.objects.get(act="supporter.revealed")
    assert (entry.object_id, entry.reason, entry.actor) == (
        review.candidate_id, "They called about their seats", client.user,
    )  # fmt: skip


@pytest.mark.parametrize("role", ["events", "door", "board"])
def test_who_may_not_reveal_names_sees_no_review(client_as, review, role):
    client = client_as(role)

    answers = [client.get("/supporters/names/"), client.get(f"/supporters/names/{review.pk}/")]
    answers.append(client.post(f"/supporters/names/{review.pk}/", {"answer": "other"}))

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not NameReview.objects.visible_to(client.user).exists()
    assert NameReview.objects.get(pk=review.pk).answer == ""


def test_the_page_answers_and_the_audit_log_names_nobody(client_as, review, order):
    client = client_as("finance")

    client.post(f"/supporters/names/{review.pk}/reveal/", {"reason": "They called about their seats"})
    client.post(f"/supporters/names/{review.pk}/", {"answer": "other"})

    assert Order.objects.get(pk=order.pk).hidden is False
    entry = AuditEntry.objects.get(act="name.other")
    assert (entry.object_id, entry.data) == (review.candidate_id, {"what": f"{order}, Indiana dinner"})


@pytest.mark.parametrize("role", ["development", "finance"])
@pytest.mark.parametrize("said", ["same", "other"])
def test_nobody_answers_about_any_kind_of_row_before_seeing_the_names(client_as, review, role, said):
    """The order and a record that was held for its name; the page offers no answer either."""
    held = make_supporter("Parveen Zanzeer", emails=("p@example.org",))
    client, reviews = client_as(role), list(NameReview.objects.filter(answer=""))

    pages = [client.get(f"/supporters/names/{one.pk}/").text for one in reviews]
    answers = [client.post(f"/supporters/names/{one.pk}/", {"answer": said}, follow=True) for one in reviews]

    assert {one.object_type for one in reviews} >= {"crm.supporter", "events.order"}
    assert not any('name="answer"' in page for page in pages)
    assert all("Reveal both names first" in answer.text for answer in answers)
    assert not NameReview.objects.exclude(answer="").exists()
    assert Supporter.objects.get(pk=held.pk).shown_name == held.code


def test_home_says_how_many_names_wait(client_as, review):
    page = client_as("development").get("/").content.decode()

    assert "Names to check against protected people" in page
