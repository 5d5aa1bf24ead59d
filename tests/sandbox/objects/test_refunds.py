import pytest
import stripe

from tests.sandbox.support.payments import open_session, paid_charge, settled_charge


def refund(api, **params):
    return api.v1.refunds.create(params)


def refusal(api, **params):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        refund(api, **params)
    return refused.value


def test_a_whole_refund_takes_back_all_of_it(standin, api):
    charge = settled_charge(standin, api)

    made = refund(api, payment_intent=charge.payment_intent, reason="requested_by_customer", metadata={"gift": "7"})

    after = api.v1.charges.retrieve(charge.id, {"expand": ["refunds"]})
    row = api.v1.balance_transactions.retrieve(made.balance_transaction)
    assert (made.amount, made.status, made.reason, made.metadata.to_dict()) == (
        5000,
        "succeeded",
        "requested_by_customer",
        {"gift": "7"},
    )
    assert (made.charge, made.payment_intent) == (charge.id, charge.payment_intent)
    assert (after.amount_refunded, after.refunded) == (5000, True)
    assert [one.id for one in after.refunds.data] == [made.id]
    assert (row.amount, row.fee, row.net, row.type, row.source) == (-5000, 0, -5000, "refund", made.id)


def test_partial_refunds_add_up_to_the_charge_and_no_further(standin, api):
    charge = settled_charge(standin, api)

    refund(api, charge=charge.id, amount=3000)
    too_much = refusal(api, charge=charge.id, amount=2001)
    refund(api, charge=charge.id, amount=2000)
    too_late = refusal(api, charge=charge.id)

    assert too_much.user_message == "Refund amount ($20.01) is greater than unrefunded amount on charge ($20.00)"
    assert (too_much.param, too_much.http_status) == ("amount", 400)
    assert too_late.code == "charge_already_refunded"
    assert [one.amount for one in api.v1.refunds.list({"charge": charge.id}).data] == [2000, 3000]


def test_more_than_the_charge_is_refused(standin, api):
    charge = settled_charge(standin, api)

    assert refusal(api, charge=charge.id, amount=5001).user_message == (
        "Refund amount ($50.01) is greater than charge amount ($50.00)"
    )
    assert api.v1.charges.retrieve(charge.id).amount_refunded == 0
    assert api.v1.refunds.list().data == []


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_than_nothing_are_refused(standin, api, amount):
    charge = settled_charge(standin, api)

    assert refusal(api, charge=charge.id, amount=amount).code == "parameter_invalid_integer"


def test_what_was_never_paid_cannot_be_refunded(standin, api):
    session = open_session(api)
    intent = standin.control(f"sessions/{session.id}/decline")["payment_intent"]

    assert "does not have a successful charge" in refusal(api, payment_intent=intent).user_message


@pytest.mark.parametrize(
    ("params", "param"),
    [({}, None), ({"charge": "ch_no"}, "charge"), ({"charge": "ch_no", "payment_intent": "pi_no"}, "charge")],
)
def test_the_charge_must_be_named_and_known(api, params, param):
    assert refusal(api, **params).param == param


def test_an_early_refund_waits_for_the_fee_like_its_charge(standin, api):
    charge = paid_charge(standin, api)
    made = refund(api, charge=charge.id, amount=1000)

    standin.control(f"charges/{charge.id}/settle")

    settled = api.v1.refunds.retrieve(made.id, {"expand": ["balance_transaction"]})
    latest = [event.type for event in api.v1.events.list({"limit": 2}).data][::-1]
    assert made.balance_transaction is None
    assert settled.balance_transaction.amount == -1000
    assert latest == ["charge.updated", "refund.updated"]


def test_a_refund_announces_itself_and_its_charge(standin, api):
    charge = settled_charge(standin, api)

    made = refund(api, charge=charge.id, amount=1000)

    refunded, created = api.v1.events.list({"limit": 2}).data
    assert (created.type, created.data.object["id"]) == ("refund.created", made.id)
    assert (refunded.type, refunded.data.object["amount_refunded"]) == ("charge.refunded", 1000)
    assert refunded.data.previous_attributes.to_dict() == {"amount_refunded": 0}
    assert refunded.request.id.startswith("req_")


def test_a_refund_from_the_dashboard_names_no_request(standin, api):
    charge = settled_charge(standin, api)

    made = standin.control(f"charges/{charge.id}/refund", amount=500)

    event = api.v1.events.list({"type": "refund.created"}).data[0]
    assert (event.data.object["id"], event.request.id) == (made["id"], None)
