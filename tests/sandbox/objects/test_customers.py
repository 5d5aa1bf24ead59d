import pytest
import stripe


def test_a_customer_keeps_what_was_given(api):
    made = api.v1.customers.create(
        {"email": "zed@example.org", "name": "Zed Sample", "address": {"city": "Muncie"}, "metadata": {"a": "1"}}
    )

    kept = api.v1.customers.retrieve(made.id)
    assert (kept.email, kept.name, kept.phone, kept.address.city, kept.metadata.to_dict()) == (
        "zed@example.org",
        "Zed Sample",
        None,
        "Muncie",
        {"a": "1"},
    )


def test_an_update_changes_unsets_and_merges(api):
    made = api.v1.customers.create({"name": "Zed", "individual_name": "Zed Sample", "metadata": {"a": "1", "b": "2"}})

    changed = api.v1.customers.update(
        made.id, {"name": "Zed Two", "individual_name": "", "metadata": {"a": "", "c": "3"}}
    )

    event = api.v1.events.list({"type": "customer.updated"}).data[0]
    assert (changed.name, changed.individual_name, changed.metadata.to_dict()) == (
        "Zed Two",
        None,
        {"b": "2", "c": "3"},
    )
    assert event.data.previous_attributes.to_dict() == {
        "name": "Zed",
        "individual_name": "Zed Sample",
        "metadata": {"a": "1", "b": "2"},
    }


def test_an_update_to_the_same_is_no_event(api):
    made = api.v1.customers.create({"name": "Zed"})

    api.v1.customers.update(made.id, {"name": "Zed"})

    assert api.v1.events.list({"type": "customer.updated"}).data == []


def test_a_bad_address_is_refused(api):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.v1.customers.create({"email": "zed"})

    assert refused.value.code == "email_invalid"
