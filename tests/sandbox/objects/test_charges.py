"""A charge says what the bank answered."""

from sandbox.objects import charges, payment_methods
from sandbox.objects.charges import Answer
from sandbox.objects.payment_methods import Payer
from tests.sandbox.support.worlds import make_world

INTENT = {
    "id": "pi_1",
    "amount": 5000,
    "currency": "usd",
    "customer": None,
    "description": "Gift",
    "metadata": {},
    "payment_method_options": {"card": {}},
    "receipt_email": None,
    "statement_descriptor_suffix": None,
}


def made(answer: Answer) -> dict:
    world, payer = make_world(), Payer()
    return charges.make(world, INTENT, payment_methods.make(world, payer, None), payer, answer)


def test_a_charge_the_bank_pays_is_captured_whole():
    charge = made(Answer())

    assert (charge["status"], charge["paid"], charge["amount_captured"]) == ("succeeded", True, 5000)
    assert (charge["failure_code"], charge["outcome"]["type"]) == (None, "authorized")
    assert charge["balance_transaction"] is None  # the fee comes later


def test_a_declined_charge_captures_nothing_and_says_why():
    charge = made(Answer(decline="generic_decline", message="Your card was declined."))

    assert (charge["status"], charge["paid"], charge["amount_captured"]) == ("failed", False, 0)
    assert (charge["failure_code"], charge["failure_message"]) == ("card_declined", "Your card was declined.")
    assert (charge["outcome"]["reason"], charge["outcome"]["type"]) == ("generic_decline", "issuer_declined")
