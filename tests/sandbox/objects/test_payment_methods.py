"""The simulated card of a payer."""

from sandbox.objects import payment_methods
from sandbox.objects.payment_methods import Payer
from tests.sandbox.support.worlds import make_world


def test_the_card_and_address_are_the_payers():
    world = make_world()

    method = payment_methods.make(world, Payer(name="Ann Example", brand="amex", last4="0005"), "cus_1")

    assert (method["customer"], method["billing_details"]["name"]) == ("cus_1", "Ann Example")
    assert (method["card"]["last4"], method["card"]["networks"]["available"]) == ("0005", ["amex"])
    assert world.store.get(method["id"], "payment_method") == method


def test_the_same_card_has_the_same_fingerprint():
    world = make_world()
    first, second, other = (payment_methods.make(world, Payer(last4=last4), None) for last4 in ("4242", "4242", "0005"))

    assert first["card"]["fingerprint"] == second["card"]["fingerprint"] != other["card"]["fingerprint"]
