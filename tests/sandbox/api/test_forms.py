import pytest

from sandbox.api.forms import parse
from sandbox.errors import ApiError


def test_brackets_make_nested_objects():
    tree = parse("mode=payment&line_items[0][price_data][currency]=usd&line_items[0][quantity]=2&metadata[a]=b%20c")

    assert tree == {
        "mode": "payment",
        "line_items": {"0": {"price_data": {"currency": "usd"}, "quantity": "2"}},
        "metadata": {"a": "b c"},
    }


def test_empty_brackets_append():
    assert parse("expand[]=a&expand[]=b") == {"expand": {"0": "a", "1": "b"}}


def test_empty_values_are_kept():
    assert parse("description=") == {"description": ""}


@pytest.mark.parametrize("text", ["a=1&a[b]=2", "a[b]=2&a=1", "a[b=1", "[a]=1", "a" + "[x]" * 9 + "=1"])
def test_a_parameter_that_is_two_things_or_malformed_is_refused(text):
    with pytest.raises(ApiError) as refused:
        parse(text)

    assert refused.value.status == 400
