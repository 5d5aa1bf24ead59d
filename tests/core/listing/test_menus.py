"""What the address of a list says, as hidden fields of the forms around it."""

from django.http import QueryDict

from core.listing.menus import _pairs


def test_blank_values_and_those_left_out_are_no_fields():
    query = QueryDict("q=ann&fund=1&fund=2&sort=&page=3")

    assert _pairs(query, leave={"page"}) == [("q", "ann"), ("fund", "1"), ("fund", "2")]


def test_ticked_columns_join_those_the_address_had():
    query = QueryDict("cols=a,b&col=c&col=d&q=ann")

    assert _pairs(query, leave={"col"}) == [("q", "ann"), ("cols", "a,b,c,d")]
    assert _pairs(query, leave={"q"}) == [("cols", "a,b"), ("col", "c"), ("col", "d")]
