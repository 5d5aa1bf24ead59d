"""What titles, headings and names of files say of the rows beneath them."""

import pytest

from imports.parsing.statements import (
    combined_statements,
    consents_named,
    currency_named,
    method_named,
    statements_of,
    statements_of_file_name,
)
from imports.plans import GIFT, IN_KIND, MATCH, PLEDGE, PLEDGE_PAYMENT, SPONSORSHIP, TICKET


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PLEDGES — not yet received", PLEDGE),
        ("Pledged", PLEDGE),
        ("Pledges 2025", PLEDGE),
        ("Unpaid", PLEDGE),
        ("Outstanding commitments", PLEDGE),
        ("To be collected", PLEDGE),
        ("Pledge payments", PLEDGE_PAYMENT),
        ("Paid on pledges", PLEDGE_PAYMENT),
        ("In-kind gifts", IN_KIND),
        ("Donated goods", IN_KIND),
        ("Matching gifts", MATCH),
        ("Dinner sponsors", SPONSORSHIP),
        ("Gala tickets", TICKET),
        ("GIFTS 2024", GIFT),
        ("— FEBRUARY 2018 —", None),
        ("Donor log 2018-2026 (MASTER)", None),
        ("* zakat-eligible gifts marked in Notes", None),
    ],
)
def test_the_kind_of_gifts_is_read_from_a_heading(text: str, kind: str | None) -> None:
    said = statements_of(text)

    assert (said.kind, said.questions) == (kind, ())


@pytest.mark.parametrize(
    "text",
    ["Eid pledge drive 2025", "Pledges and gifts", "Pledge night", "Sponsors & tickets", "Expenses 2024", "Vendors",
     "Expected donations", "Reimbursements", "Test data", "Not yet", "Maybe", "Trash", "TBD"],
)  # fmt: skip
def test_a_heading_that_may_mean_two_things_is_a_question(text: str) -> None:
    said = statements_of(text)

    assert said.kind is None
    assert text in said.questions[0]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Amounts in GBP", "GBP"), ("All gifts in pounds", "GBP"), ("Gifts (£)", "GBP"), ("Amount £", "GBP"),
        ("Canadian dollars", "CAD"), ("EUR", "EUR"), ("Euros", "EUR"), ("PKR donors", "PKR"), ("US dollars", "USD"),
        ("All gifts", None), ("Top donors", None), ("USD and GBP", None), ("Rent", None), ("Karachi rupees", "PKR"),
    ],
)  # fmt: skip
def test_the_currency_is_read_from_a_heading(text: str, currency: str | None) -> None:
    assert currency_named(text)[0] == currency


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("Check deposits", "check"),
        ("Cash box", "cash"),
        ("PayPal 2024", "paypal"),
        ("Cash and checks", None),
        ("Gifts", None),
    ],
)
def test_a_title_names_one_means_of_payment_or_none(text: str, method: str | None) -> None:
    assert method_named(text) == method


@pytest.mark.parametrize(
    ("name", "consents"),
    [
        ("unsubscribed_email_audience_export_1.csv", (("email", False),)),
        ("C:\\lists\\Unsubs 2024.xlsx", (("email", False),)),
        ("subscribed_members.csv", (("email", True),)),
        ("cleaned-audience.csv", (("email", "bad"),)),
        ("hard bounces.csv", (("email", "bad"),)),
        ("DNM list.csv", (("mail", False),)),
        ("do_not_mail.csv", (("mail", False),)),
        ("do not call.csv", (("phone", False),)),
        ("deceased donors.csv", ((None, False),)),
        ("opt-outs.csv", (("", False),)),
        ("donors.csv", ()),
        ("spring mailing.csv", ()),
    ],
)
def test_the_name_of_a_file_says_who_may_be_contacted(name: str, consents: tuple) -> None:
    assert statements_of_file_name(name).consents == consents


def test_prose_above_a_table_tells_its_currency_and_no_more() -> None:
    text = (
        "Kept by hand; pledges are on another sheet. Amounts in GBP unless shown. Dates are month/day/year. Thank you."
    )

    said = statements_of(text)

    assert (said.kind, said.currency, said.currency_by_default, said.questions) == (None, "GBP", True, ())


def test_who_unsubscribed_did_not_subscribe() -> None:
    assert consents_named("Unsubscribed") == (("email", False),)


@pytest.mark.parametrize(
    "text",
    ["Bake sale", "Merch order", "Raffle", "Auction paid", "Silent auction 2024", "Yard sale", "Car wash", "T-shirts",
     "Cookbook sales", "Membership dues", "Thrift store", "Hall rent", "Camp fees", "Sales 2024", "Catering"],
)  # fmt: skip
def test_what_was_sold_is_asked_and_is_no_gift(text: str) -> None:
    said = statements_of(text)

    assert (said.kind, bool(said.questions)) == (None, True)


@pytest.mark.parametrize(
    "text",
    ["Standing orders", "Money orders", "Zakat 2024", "Spring appeal", "Salesforce export", "Food pantry", "Iftar"],
)
def test_other_words_are_not_taken_for_a_sale(text: str) -> None:
    assert statements_of(text).questions == ()


@pytest.mark.parametrize(
    ("name", "channel"),
    [("never mail", "mail"), ("never e-mail", "email"), ("never-call", "phone"), ("stop texting", "text"),
     ("no letters", "mail"), ("never contact", None), ("do_not_contact", None), ("No more calls", "phone")],
)  # fmt: skip
def test_never_and_stop_close_a_channel(name: str, channel: str | None) -> None:
    assert statements_of_file_name(f"{name}.csv").consents == ((channel, False),)


@pytest.mark.parametrize(
    "name", ["lapsed", "angry", "Lapsed donors 2024", "people who left", "hate mail", "lost", "email only", "archived",
             "resigned", "widows", "please leave alone", "banned", "wrong numbers"],
)  # fmt: skip
def test_names_of_lists_that_may_close_are_asked(name: str) -> None:
    assert statements_of_file_name(f"{name}.csv").unclear


@pytest.mark.parametrize("name", ["newsletter", "donors 2024", "board", "Eid cards", "directory", "past donors"])
def test_names_of_ordinary_lists_are_not_asked(name: str) -> None:
    assert not statements_of_file_name(f"{name}.csv").unclear


def test_an_opt_out_counts_wherever_it_is_said_and_an_opt_in_only_where_nothing_closes() -> None:
    subscribed, deceased, angry = map(statements_of, ("Subscribed", "Deceased", "Angry"))

    assert combined_statements([subscribed, deceased]).consents == ((None, False),)
    assert combined_statements([statements_of("Do not call"), statements_of("Do not mail")]).consents == (
        ("phone", False), ("mail", False),
    )  # fmt: skip
    assert combined_statements([subscribed, angry]).unclear
    assert combined_statements([deceased, angry]).unclear == ()
