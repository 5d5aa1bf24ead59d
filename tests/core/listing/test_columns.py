"""Columns by address: chosen, in order; none that are not the list's own or not for this person."""

import csv
import io

import pytest

from tests.support.builders import make_gift, make_supporter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]


def heads(answer):
    return [column.name for column in answer.context["table"].columns]


def header(answer):
    return next(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_a_list_shows_the_chosen_columns_in_their_order(client_as):
    make_gift()

    answer = client_as("finance").get("/gifts/", {"cols": "amount,supporter,campaign"})

    assert heads(answer) == ["pick", "amount", "supporter", "campaign"]


def test_the_column_that_names_the_row_stays(client_as):
    make_gift()

    assert heads(client_as("finance").get("/gifts/", {"cols": "amount"})) == ["pick", "supporter", "amount"]


def test_the_menu_of_columns_works_as_a_plain_form(client_as):
    make_gift()

    answer = client_as("finance").get("/gifts/?q=&col=supporter&col=method")

    assert heads(answer) == ["pick", "supporter", "method"]
    assert ("cols", "supporter,method") in answer.context["state"]


@pytest.mark.parametrize("asked", ["lifetime", "supporter__full_name", "password", "__class__", "x" * 5_000])
def test_no_address_reaches_a_column_that_is_not_the_lists(client_as, asked):
    make_gift()

    answer = client_as("finance").get("/gifts/", {"cols": asked})

    assert heads(answer) == ["pick", "supporter", "gift_on", "method", "fund", "state", "amount"]


def test_no_address_reaches_a_column_of_another_right(client_as):
    supporter = make_supporter("Zainab Sample")
    make_gift(supporter=supporter)

    assert "lifetime" in heads(client_as("finance").get("/supporters/", {"cols": "number,lifetime"}))
    assert "lifetime" not in heads(client_as("admin").get("/supporters/", {"cols": "number,lifetime"}))


def test_a_protected_persons_reach_stays_hidden_in_every_column(client_as):
    make_supporter("Hidden Sample", protected=True, native_name="مثال", emails=("hidden@example.org",))

    page = client_as("finance").get("/supporters/", {"cols": "native,email,phone,street"}).content.decode()

    assert "hidden@example.org" not in page
    assert "Hidden Sample" not in page
    assert "مثال" not in page


def test_a_file_holds_the_chosen_columns_and_no_others(client_as):
    make_gift()

    answer = client_as("finance").post("/gifts/?export=csv&cols=campaign,amount", {"reason": "The board"})

    assert header(answer) == ["Donor", "Campaign", "Amount"]


def test_what_is_for_files_shows_on_screen_as_people_read_it(client_as):
    make_supporter("Zainab Sample", emails=("zainab@example.org",))

    page = client_as("finance").get("/supporters/", {"cols": "email"}).content.decode()

    assert "zainab@example.org" in page
