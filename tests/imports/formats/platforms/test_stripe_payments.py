from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from crm.names.people import parse_names
from imports.formats import recognize
from imports.formats.platforms import stripe_payments
from imports.matching.known_records import KnownGift, KnownPerson, KnownRecords
from imports.plans import PlannedRow, Reference
from tests.imports.files import csv_file, planned, told, xlsx

UNIFIED = (
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,"
    "Converted Currency,Description,Fee,Is Link,Mode,PaymentIntent ID,Payment Source Type,Refunded date (UTC),Status,"
    "Taxes On Fee,Card Name,Card Address Zip,Customer ID,Customer Description,Customer Email,Disputed Amount,"
    "Dispute Date (UTC),Dispute Reason,Dispute Status,designation (metadata),Donor Name (metadata)"
)
CLASSIC = (
    "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,"
    "Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Statement Descriptor,Customer ID,"
    "Customer Description,Customer Email,Captured,Card ID,Card Last4,Card Brand,Card Funding,Card Exp Month,"
    "Card Exp Year,Card Name,Card Address Line1,Card Address Line2,Card Address City,Card Address State,"
    "Card Address Country,Card Address Zip,Card Issue Country,Card Fingerprint,Card CVC Status,Card AVS Zip Status,"
    "Card AVS Line1 Status,Card Tokenization Method,Disputed Amount,Dispute Status,Dispute Reason,Dispute Date (UTC),"
    "Dispute Evidence Due (UTC),Invoice ID,Payment Source Type,Destination,Transfer,Interchange Costs,"
    "Merchant Service Charge,Transfer Group,PaymentIntent ID"
)
USUAL = {
    "id": "ch_3Made0001", "Created date (UTC)": "2024-03-14 16:05:10", "Created (UTC)": "2024-03-14 16:05",
    "Amount": "100.00", "Amount Refunded": "0.00", "Currency": "usd", "Captured": "true", "Converted Amount": "100.00",
    "Converted Currency": "usd", "Description": "Donation", "Fee": "3.20", "Mode": "Live", "Status": "Paid",
    "PaymentIntent ID": "pi_3Made0001", "Payment Source Type": "card", "Card Name": "Ines Vance",
    "Customer ID": "cus_Made01", "Customer Email": "ines@example.org", "designation (metadata)": "Well Drilling",
}  # fmt: skip


def payments(*rows: dict[str, str], titles: str = UNIFIED, title: Callable[[str], str] = str, **settings: Any):
    """The planned rows of a file with these cells; `title` spells each title."""
    names = titles.split(",")
    lines = [",".join(f'"{({**USUAL, **row}).get(name, "")}"' for name in names) for row in rows]
    text = "\n".join([",".join(f'"{title(name)}"' for name in names), *lines])
    return planned(text, **settings).rows


def one(cells: dict[str, str] | None = None, **settings: Any) -> PlannedRow:
    (row,) = payments(cells or {}, **settings)
    return row


def test_a_paid_row_is_a_gift_of_its_gross_amount() -> None:
    row = one()

    assert told(row) == (2, "accept", "gift", "2024-03-14", "100.00", "USD", "WELL", "card")
    assert row.references == (
        Reference("stripe", "charge", "ch_3Made0001"),
        Reference("stripe", "payment_intent", "pi_3Made0001"),
    )
    assert row.party.told.ids == ("stripe:cus_Made01",)


@pytest.mark.parametrize("title", [str, str.upper, str.lower, lambda text: f" {text} "])
@pytest.mark.parametrize("titles", [UNIFIED, CLASSIC, ",".join(reversed(UNIFIED.split(",")))])
def test_titles_are_recognized_in_any_case_and_order(titles: str, title: Callable[[str], str]) -> None:
    row = one(titles=titles, title=title)

    assert (row.decision, str(row.date), row.amount, row.party.written) == (
        "accept", "2024-03-14", Decimal("100.00"), "Ines Vance",
    )  # fmt: skip


@pytest.mark.parametrize("left_out", ["id", "Amount", "Currency", "Status", "Created date (UTC)"])
def test_a_file_without_a_needed_column_is_not_of_this_layout(left_out: str) -> None:
    titles = ",".join(name for name in UNIFIED.split(",") if name != left_out)

    assert stripe_payments.recognizes(csv_file(f"{titles}\n")) == 0


@pytest.mark.parametrize(
    "titles",
    [
        "id,Amount,Created (UTC),Currency,Livemode,Arrival Date (UTC),Status,Method,Type,Destination",
        "id,Description,Email,Name,Created (UTC),Delinquent,Plan,Status,Total Spend,Payment Count,Refunded Volume",
        "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description,Transfer",
    ],
)
def test_other_exports_of_stripe_are_not_payments(titles: str) -> None:
    assert stripe_payments.recognizes(csv_file(f"{titles}\n")) == 0


def test_columns_that_a_person_chose_may_be_missing() -> None:
    row = one(titles="Status,Customer Email,id,Created date (UTC),Amount,Currency,Captured,Card Name,Amount Refunded")

    assert told(row) == (2, "accept", "gift", "2024-03-14", "100.00", "USD", None, "card")


def test_lines_above_the_titles_and_blank_ones_are_left_out() -> None:
    names = UNIFIED.split(",")
    rows = [["Exported for the Lantern Society"], [], names, [USUAL.get(name, "") for name in names], []]

    found = planned(xlsx({"Payments": rows})).rows

    assert [(row.row, row.decision) for row in found if row.kind] == [(4, "accept")]


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2025-01-01 03:30:00", "America/New_York", "2024-12-31"),
        ("2025-01-01 03:30", "America/New_York", "2024-12-31"),
        ("2025-01-01 03:30:00", "Europe/London", "2025-01-01"),
        ("2024-07-01 22:00:00", "Asia/Karachi", "2024-07-02"),
    ],
)
def test_times_in_utc_are_days_in_the_organizations_zone(moment: str, zone: str, day: str) -> None:
    assert str(one({"Created date (UTC)": moment}, time_zone=zone).date) == day


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("Failed", "The payment failed."),
        ("Canceled", "The payment was canceled."),
        ("Blocked", "Stripe blocked the payment."),
        ("Pending", "The payment is pending."),
        ("requires_payment_method", "The payment was not completed."),
        ("requires_capture", "The payment was authorized, not captured."),
    ],
)
def test_a_payment_that_brought_nothing_is_no_gift(status: str, reason: str) -> None:
    row, good = payments({"Status": status}, {"id": "ch_3Made0002"})

    assert (row.decision, row.reason, row.gift, row.supporter) == ("ignore", reason, None, None)
    assert good.decision == "accept"


def test_a_payment_that_was_only_authorized_is_no_gift() -> None:
    row = one({"Captured": "false"})

    assert (row.decision, row.reason) == ("ignore", "The payment was authorized, not captured.")


def test_a_payment_of_test_mode_is_no_gift() -> None:
    row, _ = payments({"Mode": "Test"}, {"id": "ch_3Made0002"})

    assert (row.decision, row.reason) == ("ignore", "A payment of Stripe's test mode.")


@pytest.mark.parametrize(
    ("cells", "about"),
    [
        ({"Status": "Shimmering"}, "The status is “Shimmering”"),
        ({"Status": ""}, "The status is “”"),
        ({"Mode": "Rehearsal"}, "The mode is “Rehearsal”"),
        ({"Currency": "galleons"}, "is not a currency"),
        ({"Currency": ""}, "The currency is missing"),
        ({"Payment Source Type": "seashells"}, "The payment source type is “seashells”"),
        ({"Amount": "12.345.678"}, "12.345.678"),
        ({"Dispute Status": "needs_response"}, "The payment is disputed"),
        ({"Status": "Disputed"}, "The payment is disputed"),
        ({"Description": "T-shirt, size L"}, "T-shirt"),
        ({"id": "", "PaymentIntent ID": ""}, "no Stripe id"),
    ],
)
def test_what_stripe_does_not_document_is_a_question(cells: dict[str, str], about: str) -> None:
    row, _ = payments(cells, {"id": "ch_3Made0002", "PaymentIntent ID": ""})

    assert row.decision == "review"
    assert about in row.reason


@pytest.mark.parametrize(
    ("source", "method"),
    [
        ("card", "card"), ("link", "card"), ("", "card"), ("us_bank_account", "ach"), ("ach_debit", "ach"),
        ("ACH Debit", "ach"), ("sepa_debit", "ach"), ("customer_balance", "wire"), ("paypal", "paypal"),
        ("cashapp", "cashapp"), ("ideal", "other"),
    ],
)  # fmt: skip
def test_source_types_are_payment_methods(source: str, method: str) -> None:
    row = one({"Payment Source Type": source})

    assert (row.decision, row.method) == ("accept", method)


@pytest.mark.parametrize(
    ("status", "back", "taken"),
    [
        ("Refunded", "100.00", "-100.00"), ("Refunded", "", "-100.00"), ("Paid", "100.00", "-100.00"),
        ("Paid", "40.00", "-40.00"), ("Partially Refunded", "40.00", "-40.00"), ("Partial refund", "0.01", "-0.01"),
    ],
)  # fmt: skip
def test_a_refund_is_a_second_part_whatever_the_status_says(status: str, back: str, taken: str) -> None:
    gift, refund = payments({"Status": status, "Amount Refunded": back, "Refunded date (UTC)": "2024-04-01 02:00:00"})

    assert told(gift)[1:5] == ("accept", "gift", "2024-03-14", "100.00")
    assert told(refund) == (2, "accept", "refund", "2024-03-31", taken, "USD", "WELL", "card")
    assert (refund.part, refund.gift) == (2, gift.gift)


def test_a_refund_without_a_date_has_the_day_of_its_charge() -> None:
    _, refund = payments({"Amount Refunded": "40.00"})

    assert str(refund.date) == "2024-03-14"


@pytest.mark.parametrize("cells", [{"Status": "Partially Refunded"}, {"Amount Refunded": "100.01"}])
def test_a_refund_of_an_amount_nobody_can_tell_is_a_question(cells: dict[str, str]) -> None:
    gift, refund = payments(cells)

    assert (gift.decision, refund.decision, refund.part) == ("accept", "review", 2)


def test_a_lost_dispute_is_a_chargeback() -> None:
    dispute = {"Disputed Amount": "100.00", "Dispute Date (UTC)": "2024-05-02 15:00", "Dispute Status": "lost"}

    gift, back = payments(dispute)

    assert told(back) == (2, "accept", "chargeback", "2024-05-02", "-100.00", "USD", "WELL", "card")
    assert back.gift == gift.gift


@pytest.mark.parametrize("status", ["won", "warning_closed", "warning_needs_response"])
def test_a_dispute_that_took_nothing_leaves_the_gift(status: str) -> None:
    row = one({"Disputed Amount": "100.00", "Dispute Status": status})

    assert row.decision == "accept"


@pytest.mark.parametrize(
    ("amount", "currency", "read"),
    [("5000", "jpy", "5000.00"), ("12.50", "gbp", "12.50"), ("1,250.00", "CAD", "1250.00"), ("1000", "krw", "1000.00")],
)
def test_the_gift_is_in_the_currency_the_donor_paid_in(amount: str, currency: str, read: str) -> None:
    row = one({"Amount": amount, "Currency": currency, "Converted Amount": "33.10"})

    assert (row.decision, str(row.amount), row.currency) == ("accept", read, currency.upper())


def test_cents_of_a_currency_without_cents_are_a_question() -> None:
    assert one({"Amount": "50.25", "Currency": "jpy"}).decision == "review"


def test_a_column_with_decimal_commas_is_read_so() -> None:
    usual = {"Amount": "1.250,50", "Amount Refunded": "0,00"}

    rows = payments(usual, {**usual, "id": "ch_3Made0002", "PaymentIntent ID": "", "Amount": "20,00"})

    assert [str(row.amount) for row in rows] == ["1250.50", "20.00"]


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        ({"Donor Name (metadata)": "Vance, Ines", "Card Name": "INES VANCE"}, "Vance, Ines"),
        ({"Card Name": "", "Customer Description": "Ines Vance"}, "Ines Vance"),
        ({"Card Name": "Gift Card Recipient", "Customer Description": "Ines Vance"}, "Ines Vance"),
        ({"Card Name": "Harbor Lights Bakery LLC"}, "Harbor Lights Bakery LLC"),
        ({"Card Name": "", "Customer Description": "Customer #42"}, "ines@example.org"),
    ],
)
def test_the_donor_is_who_the_form_the_card_or_the_customer_names(cells: dict[str, str], written: str) -> None:
    row = one(cells)

    assert (row.decision, row.party.written) == ("accept", written)


def test_a_payment_without_name_and_address_takes_the_name_of_its_customer_elsewhere() -> None:
    bare = {"id": "ch_3Made0002", "PaymentIntent ID": "pi_3Made0002", "Card Name": "", "Customer Email": ""}

    first, second, stranger = payments({}, bare, {**bare, "id": "ch_3Made0003", "Customer ID": "cus_Made77"})

    assert (second.decision, second.supporter) == ("accept", first.supporter)
    assert (stranger.decision, stranger.supporter) == ("review", None)


def test_a_card_of_another_person_than_the_donor_is_a_question() -> None:
    row = one({"Donor Name (metadata)": "Ines Vance", "Card Name": "Palwasha Vance"})

    assert row.decision == "review"
    assert "“Palwasha Vance”" in row.reason


def test_customers_without_a_shared_address_are_not_one_person_by_name_alone() -> None:
    alone = {"id": "ch_3Made0002", "PaymentIntent ID": "", "Customer Email": "", "Customer ID": "cus_Made02"}

    first, second = payments({}, alone)

    assert first.supporter != second.supporter


def test_customers_with_one_address_are_one_person() -> None:
    again = {"id": "ch_3Made0002", "PaymentIntent ID": "", "Customer ID": "cus_Made02"}

    first, second = payments({}, again)

    assert first.supporter == second.supporter


@pytest.mark.parametrize(
    ("cells", "fund", "kind"),
    [
        ({"designation (metadata)": "Library"}, "LIB", "gift"),
        ({"designation (metadata)": "", "Description": "Well Drilling"}, "WELL", "gift"),
        ({"designation (metadata)": ""}, "GEN", "gift"),
        ({"designation (metadata)": "Moonbeams"}, None, "gift"),
        ({"Description": "Subscription update"}, "WELL", "gift"),
        ({"Description": "2 tickets for Spring Supper"}, "WELL", "gift"),
    ],
)
def test_metadata_or_the_description_names_the_fund(cells: dict[str, str], fund: str | None, kind: str) -> None:
    row = one(cells)

    assert (row.fund, row.kind) == (fund, kind)


def test_a_row_exported_twice_with_its_refund_is_counted_once() -> None:
    back = {"Amount Refunded": "40.00"}

    found = payments(back, {"id": "ch_3Made0002", "PaymentIntent ID": ""}, back)

    assert [row.decision for row in found] == ["accept", "accept", "accept", "duplicate", "duplicate"]


def test_a_charge_on_record_is_the_same_gift() -> None:
    vance = KnownPerson("7", parse_names("Ines Vance").people[0])
    charge = Reference("stripe", "charge", "ch_3Made0001")
    gift = KnownGift("g1", "gift", one().date, Decimal(100), "USD", "7", references=(charge,))

    assert one(known=KnownRecords(people=[vance], gifts=[gift])).gift == "g1"


def test_a_total_is_no_payment() -> None:
    names = UNIFIED.split(",")
    cells = [",".join(USUAL.get(name, "") for name in names), "Total,,100.00"]

    rows = planned("\n".join([UNIFIED, cells[0], "," + cells[1]])).rows

    assert [row.decision for row in rows] == ["accept", "ignore"]


def test_the_layout_is_chosen_before_the_generic_lists() -> None:
    form = recognize(csv_file(f"{UNIFIED}\n"))

    assert form is not None
    assert form.SLUG == "stripe_payments"
