"""Names that hardly name one person: a question each, and no more than a question."""

import pytest

from crm.names.doubts import about


@pytest.mark.parametrize(
    "text",
    ["See attached", "Refer to the list", "Bake sale", "Friday prayer box", "3rd grade class", "Testwala kids",
     "Example Brothers", "Zelle - GUL TESTWALA 88123", "Tom Example void", "Various", "Various donors",
     "Gul Example (Tom)", "Gul Example, Tom Sample", "Tom Example, Gul",
     "Estate of Gul Example", "Tom Example x2", "per spreadsheet", "Thank you all",
     "Money order", "Not Given", "None Given", "None Provided", "Not listed", "Cashier's check", "Bank draft",
     "Employer matching", "Dahl residence"],
)  # fmt: skip
def test_what_may_be_no_single_person_is_asked(text: str) -> None:
    assert bool(about(text)) is (text not in ("Various", "Tom Example, Gul"))


@pytest.mark.parametrize(
    "text",
    ["Jennifer Null", "Na Li", "Sum Wong", "Frank Church", "George Box", "Tom Sale", "Example, Tom", "Example, Tom Lee",
     "Orakzai Example, Maria Elena", "van der Berg, Jan Willem", "Tom Example, Jr.", "Tom Example, MD",
     "Example, Dr. Tom",
     "Tom Example 3rd", "William (Bill) Example", "William Example (Bill)", "Gul Example (Jr)", "Table 12 Example",
     "Gul Example and children"],
)  # fmt: skip
def test_names_that_are_names_are_left_alone(text: str) -> None:
    assert about(text) == ""
