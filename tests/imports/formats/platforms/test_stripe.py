import pytest

from imports.formats.platforms.stripe import METADATA, method_of, names_by_customer, references
from imports.formats.titled import titled_tables, words
from imports.plans import Reference
from tests.imports.files import csv_file


def test_ids_of_payments_are_references_the_charge_first() -> None:
    found = references("pi_3Made0001", "ch_3Made0001", "ch_3Made0001", "re_Made01", "po_Made01", "")

    assert found == (
        Reference("stripe", "charge", "ch_3Made0001"),
        Reference("stripe", "payment_intent", "pi_3Made0001"),
    )


@pytest.mark.parametrize(
    ("source", "method", "asked"),
    [
        ("", "card", 0),
        ("Card", "card", 0),
        ("us_bank_account", "ach", 0),
        ("klarna", "other", 0),
        ("shells", "other", 1),
    ],
)
def test_a_source_type_that_stripe_does_not_document_is_asked(source: str, method: str, asked: int) -> None:
    found, problems = method_of(source)

    assert (found, len(problems)) == (method, asked)
    assert all(problem.ask for problem in problems)


def test_metadata_is_known_by_its_key_in_exports_and_reports() -> None:
    columns = ("fund_metadata", "payment_metadata_fund", "donor_name_metadata", "company_metadata")

    assert [METADATA[column] for column in columns] == ["fund", "fund", "name", "organization"]


def test_a_customer_is_called_as_most_payments_call_them() -> None:
    lines = ["cus_1,Ines Vance", "cus_1,I. Vance", "cus_1,Ines Vance", "cus_2,ines@example.org", ",Tom Vance"]
    text = "\n".join(["Customer ID,Card Name", *lines])
    ((_, table),) = titled_tables(csv_file(text), words("customer_id card_name"), 2, {})

    assert table is not None
    assert names_by_customer(table) == {"cus_1": "Ines Vance"}
