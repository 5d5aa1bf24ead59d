"""Which organization a row names: the same, one that is only alike, or another."""

from imports.matching.known_records import KnownOrganization, KnownRecords
from imports.plans import REVIEW, PlannedRow
from tests.imports.files import planned, records

TITLES = "Date,Organization,City,Address,Email,Amount,How paid"


def rows(*lines: str, known: KnownRecords | None = None) -> list[PlannedRow]:
    """Gifts on successive days; a line is organization,city,address,email,amount,method."""
    text = "\n".join([TITLES, *(f"2024-01-{day:02d},{line}" for day, line in enumerate(lines, start=11))])
    return records(planned(text, "list.csv", known=known))


def keys(*lines: str, known: KnownRecords | None = None) -> list[str | None]:
    return [row.organization for row in rows(*lines, known=known)]


def test_case_and_form_of_company_do_not_make_another():
    first, second = keys("Example Foods Inc.,,,,5,Cash", "EXAMPLE FOODS,,,,6,Cash")

    assert first == second


def test_one_name_in_two_towns_is_two():
    first, second = keys("Example Foods Inc.,Toledo,,,5,Cash", "Example Foods Inc.,Buffalo,,,6,Cash")

    assert first != second


def test_a_likeness_alone_is_asked():
    first, second = rows("Masjid al-Noor,,,,5,Cash", "Masjid An-Nur,,,,6,Cash")

    assert (first.organization is not None, second.decision) == (True, REVIEW)


def test_a_likeness_with_an_address_in_common_is_the_same():
    first, second = keys("Masjid al-Noor,,,office@noor.example,5,Cash", "Masjid An-Nur,,,office@noor.example,6,Cash")

    assert first == second is not None


def test_an_organization_on_record_keeps_its_key():
    known = KnownRecords(organizations=[KnownOrganization("supporter:7", "Example Foods")])

    assert keys("Example Foods LLC,,,,5,Cash", known=known) == ["supporter:7"]


def test_two_of_one_name_on_record_are_asked_about():
    known = KnownRecords(
        organizations=[
            KnownOrganization("supporter:7", "Example Foods"),
            KnownOrganization("supporter:8", "Example Foods"),
        ]
    )

    (row,) = rows("Example Foods,,,,5,Cash", known=known)

    assert (row.decision, row.organization) == (REVIEW, None)
