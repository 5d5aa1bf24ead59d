"""How a guest is called in lists and at the door."""

from crm.models import Supporter
from events.models import Guest, Order


def guest(**fields) -> Guest:
    return Guest(order=Order(name="Bo Example", shown_name="Bo Example"), **fields)


def test_an_alias_stands_before_the_name_and_a_guest_without_one_is_the_buyers():
    assert guest(name="Ann Example", listed_name="Ann Example", alias="A.").shown_name == "A."
    assert guest(name="Ann Example", listed_name="Ann Example").shown_name == "Ann Example"
    assert guest().shown_name == "Guest of Bo Example"


def test_an_alias_that_is_a_protected_name_shows_the_code():
    assert guest(alias="Ann Example", shown_alias="Falcon-7", code="Falcon-7").shown_name == "Falcon-7"


def test_needs_of_a_protected_guest_or_buyer_are_kept_private():
    assert guest(needs="nuts").shown_needs == "nuts"
    assert guest(needs="nuts", code="Falcon-7").shown_needs != "nuts"
    assert guest(needs="nuts", supporter=Supporter(protected=True)).shown_needs != "nuts"
    assert guest(code="Falcon-7").shown_needs == ""


def test_a_guest_is_named_by_name_alias_or_record():
    assert (guest().is_named, guest(alias="A.").is_named, guest(supporter_id=1).is_named) == (False, True, True)
