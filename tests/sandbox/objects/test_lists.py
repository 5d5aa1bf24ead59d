import pytest
import stripe


@pytest.fixture
def customers(api):
    """Five customers, oldest first; several fall into one second."""
    return [api.v1.customers.create({"email": f"donor{number}@example.org"}).id for number in range(5)]


def ids(page):
    return [row.id for row in page.data]


def test_the_newest_comes_first(api, customers):
    page = api.v1.customers.list()

    assert ids(page) == customers[::-1]
    assert page.has_more is False


def test_pages_follow_each_other_without_gaps(api, customers):
    first = api.v1.customers.list({"limit": 2})
    second = api.v1.customers.list({"limit": 2, "starting_after": first.data[-1].id})
    third = api.v1.customers.list({"limit": 2, "starting_after": second.data[-1].id})

    assert [ids(page) for page in (first, second, third)] == [customers[4:2:-1], customers[2:0:-1], customers[:1]]
    assert [page.has_more for page in (first, second, third)] == [True, True, False]


def test_ending_before_gives_the_page_just_newer(api, customers):
    page = api.v1.customers.list({"limit": 2, "ending_before": customers[0]})
    newest = api.v1.customers.list({"limit": 2, "ending_before": customers[2]})

    assert (ids(page), page.has_more) == ([customers[2], customers[1]], True)
    assert (ids(newest), newest.has_more) == ([customers[4], customers[3]], False)


def test_the_sdk_pages_by_itself(api, customers):
    found = [row.id for row in api.v1.customers.list({"limit": 2}).auto_paging_iter()]

    assert found == customers[::-1]


def test_filters_hold_on_every_page(api, customers):
    api.v1.customers.create({"email": "donor1@example.org"})

    found = [row.email for row in api.v1.customers.list({"limit": 1, "email": "donor1@example.org"}).auto_paging_iter()]

    assert found == ["donor1@example.org"] * 2


@pytest.mark.parametrize("limit", [0, 101, -1])
def test_the_limit_is_one_to_a_hundred(api, limit):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.v1.customers.list({"limit": limit})

    assert refused.value.param == "limit"


def test_an_unknown_cursor_is_refused(api, customers):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.v1.customers.list({"starting_after": "cus_none"})

    assert (refused.value.code, refused.value.param) == ("resource_missing", "starting_after")


def test_two_cursors_are_refused(api, customers):
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.customers.list({"starting_after": customers[0], "ending_before": customers[4]})


def test_an_unknown_identifier_is_a_404(api):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.v1.charges.retrieve("ch_none")

    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")


def test_an_identifier_of_another_kind_is_a_404(api, customers):
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.charges.retrieve(customers[0])
