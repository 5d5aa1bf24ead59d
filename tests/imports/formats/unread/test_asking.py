"""What single cells of columns nobody reads say of people, money and givers is asked of their rows."""

import pytest

from imports.plans import PlannedRow
from tests.imports.files import planned, records


def person(title: str, said: str) -> PlannedRow:
    """The first of two people, of whom a column says something."""
    text = f"Name,Email,{title}\nAna Pinto,ana@x.example,{said}\nBo Lund,bo@x.example,\n"
    first, second = records(planned(text))
    assert second.decision == "accept"
    return first


def gift(title: str, said: str) -> PlannedRow:
    """The first of two gifts, of which a column says something."""
    return records(planned(f"Name,Date,Amount,{title}\nAna Pinto,2024-01-05,200,{said}\nBo Lund,2024-01-06,20,\n"))[0]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Correspondence", "No"), ("Comms", "no"), ("Can we write?", "no"), ("Active", "No"), ("Is active", "FALSE"),
        ("Living", "No"), ("Alive?", "N"), ("RIP", "x"), ("Late", "yes"), ("Address bad", "Y"), ("Zzz", "x"),
        ("Column 7", "N"), ("Gone away", "1"), ("Left us", "✓"),
        ("دعوت", "نہیں"),
    ],
)  # fmt: skip
def test_a_yes_or_no_in_a_list_of_people_is_asked_unless_it_is_harmless(title: str, said: str) -> None:
    row = person(title, said)

    assert (row.decision, f"“{title}”" in row.reason) == ("review", True)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Volunteer", "Y"), ("Board", "N"), ("VIP", "Y"), ("Active", "Yes"), ("Living", "Y"), ("RIP", "no"),
        ("Late", "N"), ("Came to the gala", "Y"), ("Vegetarian", "x"), ("Speaks Urdu", "Y"), ("Age", "44"),
        ("Quantity", "1"), ("Xyz", "1"), ("Private", "FALSE"),
    ],
)  # fmt: skip
def test_a_harmless_yes_or_no_in_a_list_of_people_is_not_asked(title: str, said: str) -> None:
    assert person(title, said).decision == "accept"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("IOU", "x"), ("Loan?", "Y"), ("Commitment", "Y"), ("In bank", "N"), ("Count?", "N"), ("Real?", "N"),
        ("Verified", "No"), ("Exclude", "x"), ("Skip", "x"), ("Hold", "Y"), ("Dup?", "Y"), ("Duplicate of", "12"),
        ("Replaced by", "row 9"), ("Draft", "✓"), ("Done", "N"),
    ],
)  # fmt: skip
def test_a_flag_beside_a_gift_that_speaks_against_it_is_asked(title: str, said: str) -> None:
    row = gift(title, said)

    assert (row.decision, f"“{title}”" in row.reason) == ("review", True)


@pytest.mark.parametrize(
    ("title", "said"),
    [("Verified", "Yes"), ("In bank", "Y"), ("Dup?", "N"), ("Loan?", "No"), ("Exclude", "0"), ("Duplicate of", "none"),
     ("Thank-you call", "Y"), ("Came to the gala", "N"), ("Seats", "2")],
)  # fmt: skip
def test_a_flag_that_speaks_for_a_gift_or_of_something_else_is_not_asked(title: str, said: str) -> None:
    assert gift(title, said).decision == "accept"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Adj", "-180"), ("Adjustment", "-180"), ("Xyz", "-20"), ("Xyz", "(20)"), ("Actual", "50"), ("Should be", "20"),
        ("Owed", "300"), ("Remaining", "300"), ("Tip", "10"), ("Sales tax", "3"), ("Quid pro quo", "60"),
        ("Benefit", "60"), ("IOU", "50"), ("Corrected", "20"), ("Difference", "5"), ("Discount", "5"),
    ],
)  # fmt: skip
def test_another_amount_beside_a_gift_is_asked(title: str, said: str) -> None:
    row = gift(title, said)

    assert (row.decision, f"“{title}” holds money" in row.reason) == ("review", True)


@pytest.mark.parametrize(
    ("title", "said"),
    [("Tax year", "2024"), ("Tax receipt #", "1042"), ("Age", "44"), ("Table", "4"), ("Children", "3")],
)
def test_another_number_beside_a_gift_is_not_asked(title: str, said: str) -> None:
    assert gift(title, said).decision == "accept"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Check from", "Cy Marsh"), ("Account name", "Falcon LLC"), ("On behalf", "Cy Marsh"),
        ("Joint with", "Cy Marsh"),
        ("Recognize", "Cy Marsh"), ("Source", "DAF"), ("Vehicle Name", "Schwab Charitable"),
        ("Xyz", "Heron Family Foundation"), ("Legal name", "Cy Marsh"), ("Paid through", "Falcon Holdings LLC"),
    ],
)  # fmt: skip
def test_another_giver_beside_a_gift_is_asked(title: str, said: str) -> None:
    row = gift(title, said)

    assert (row.decision, f"“{title}” says “{said}”: choose the donor." in row.reason) == ("review", True)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Check from", "Ana Pinto"), ("Entered by", "Cy Marsh"), ("Solicitor", "Cy Marsh"), ("Source", "Facebook"),
        ("Employer", "Heron Foundation"), ("Source", "Spring Mailing"), ("Channel", "Direct Mail"), ("Color", "Green"),
        ("Segment", "Major Donor"), ("Referred by", "Cy Marsh"),
    ],
)  # fmt: skip
def test_a_name_that_gave_nothing_of_a_gift_is_not_asked(title: str, said: str) -> None:
    assert gift(title, said).decision == "accept"
