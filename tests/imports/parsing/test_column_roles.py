import pytest

from imports.parsing.column_roles import letters, read_title, role_of


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Date", "date"), ("Date Rec'd", "date"), ("GIFT DATE", "date"), ("Dt Rcvd", "date"),
        ("Deposit Date", "deposit_date"), ("Date of birth", None), ("Name", "name"),
        ("Donor's Name", "name"), ("Donor(s)", "name"), ("Name on Check", "name"),
        ("Donor Full Name", "name"), ("First Name", "first_name"), ("Donor Last", "last_name"),
        ("Spouse", "spouse"), ("Amount\n(USD)", "amount"), ("Amt.", "amount"), ("Gift Amt ($)", "amount"),
        ("Amount $", "amount"), ("Check #", "check"), ("Ck No.", "check"), ("How paid", "method"),
        ("Method / Check #", "method"), ("For", "fund"), ("Fund / Purpose", "fund"),
        ("Designated to", "fund"), ("Email address", "email"), ("Cell phone", "phone"),
        ("Address / City", "place"), ("Thank-you sent?", "thanked"), ("Processing Fee", "fee"),
        ("Net Amount", "net"), ("Amount Refunded", "status"), ("S.No", "serial"), ("Shoe size", None),
    ],
)  # fmt: skip
def test_titles_mean_what_people_mean_by_them(title: str, role: str | None) -> None:
    assert role_of(title) == role


def test_a_title_tells_its_currency_and_repeats_are_numbered() -> None:
    assert read_title(2, "Amount (GBP)").currency == "GBP"
    assert read_title(2, "Email", 2).title == "Email (2)"
    assert read_title(27, "").title == "column AB"


def test_columns_have_excels_letters() -> None:
    assert [letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
