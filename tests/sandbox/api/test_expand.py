import pytest
import stripe

from tests.sandbox.support.payments import open_session, settled_charge


def test_four_levels_unfold(standin, api):
    charge = settled_charge(standin, api)

    row = api.v1.balance_transactions.retrieve(
        charge.balance_transaction, {"expand": ["source.payment_intent.latest_charge.customer"]}
    )

    assert row.source.payment_intent.latest_charge.customer.email == "zed@example.org"


def test_lists_unfold_every_row(standin, api):
    settled_charge(standin, api)

    rows = api.v1.charges.list({"expand": ["data.balance_transaction"]}).data

    assert [row.balance_transaction.net for row in rows] == [4825]


def test_what_is_not_there_yet_stays_null(api):
    session = api.v1.checkout.sessions.retrieve(open_session(api).id, {"expand": ["payment_intent.latest_charge"]})

    assert session.payment_intent is None


def test_a_new_object_unfolds_in_the_same_call(standin, api):
    charge = settled_charge(standin, api)

    refund = api.v1.refunds.create({"charge": charge.id, "expand": ["balance_transaction", "charge"]})

    assert (refund.balance_transaction.amount, refund.charge.refunded) == (-5000, True)


@pytest.mark.parametrize("path", ["amount", "nonsense", "customer.email", "a.b.c.d.e.f"])
def test_what_cannot_unfold_is_refused(standin, api, path):
    charge = settled_charge(standin, api)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.v1.charges.retrieve(charge.id, {"expand": [path]})

    assert refused.value.param == "expand"


def test_a_list_itself_is_not_a_row(api):
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.charges.list({"expand": ["balance_transaction"]})
