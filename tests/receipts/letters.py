"""Letters to try printing with: valid by default, override what the test is about."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

from receipts.snapshot import (
    Fact,
    LegalBox,
    LetterSnapshot,
    Organization,
    Row,
    Total,
    Verification,
    bold,
    paragraph,
)

ORGANIZATION = Organization(
    legal_name="Movement for Solidarity and Peace in Pakistan, Inc.",
    address=("100 Example Avenue, Suite 4", "New York, NY 10001"),
    phone="(212) 555-0100",
    email="giving@example.org",
    ein="00-0000000",
    signer_name="Farah Example",
    signer_title="Treasurer",
)


def make_letter(**changed: Any) -> LetterSnapshot:
    """Return the receipt for a gift of money by card."""
    return LetterSnapshot(
        **{
            "kind": "cash_acknowledgment",
            "number": "2026-0412",
            "title": "Receipt for\nyour gift",
            "organization": ORGANIZATION,
            "facts": (
                Fact("Receipt", "2026-0412"),
                Fact("Date of gift", "Nov 23, 2026"),
                Fact("Issued", "Nov 24, 2026"),
                Fact("Tax year", "2026"),
                Fact("Gift", "G-2311"),
            ),
            "recipient": ("Dr. Amina Rahman", "48 Sample Street", "Apartment 2B", "Carmel, IN 46032"),
            "salutation": "Dear Dr. Rahman,",
            "thanks": "Thank you for your gift. It pays for one testimony to be taken down, checked and translated, so"
            " that what happened to this family stands on record.",
            "rows": (
                Row("Contribution, by card", "Where it is needed most", "$50.00"),
                Row("Card fee you covered", "Part of your gift", "$1.81"),
            ),
            "total": Total("Your contribution", "$51.81"),
            "legal": LegalBox(
                "For your tax return",
                (
                    paragraph(bold("No goods or services were provided in exchange for this contribution.")),
                    paragraph(
                        "Movement for Solidarity and Peace in Pakistan, Inc. is recognized as exempt under section"
                        " 501(c)(3) of the Internal Revenue Code (EIN 00-0000000)."
                    ),
                ),
            ),
            "verification": Verification(
                "https://give.example.org/verify/7QF4-KM2X-9P", "give.example.org/verify", "7QF4-KM2X-9P"
            ),
        }
        | changed
    )


def placed_text(data: bytes) -> list[tuple[float, float, float, str]]:
    """Return (x, y from the top, type size, text) of everything on the first page."""
    found = []

    def visit(text, _, matrix, __, size):
        if text.strip():
            found.append((round(matrix[4], 1), round(792 - matrix[5], 1), size, text.strip()))

    PdfReader(BytesIO(data)).pages[0].extract_text(visitor_text=visit)
    return found
