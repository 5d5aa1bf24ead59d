"""Receipt letters a CPU-second, beside what one would write first: reportlab platypus, the same fonts and code.

    python benchmarks/bench_receipt_pdf.py [--letters 400] [--json]

Every letter has another donor, amount, number and QR code. Ours are tagged, with four faces embedded; the floor embeds
two of the same faces by reportlab's own means and has no tags. The print file of all letters stands beside the same
letters printed one by one and appended with pypdf. CPU time, so a busy machine changes little; trust the
ratio more than either figure.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import segno
from pypdf import PdfWriter
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from receipts.printing.letter import render_letter, render_letters
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

FONTS = Path(__file__).resolve().parent.parent / "core/pdf/fonts"
GIVEN = ["Amina", "Bilal", "Tariq", "Lubna", "Yusuf", "Zara", "Daniel", "Ruth", "Farah", "José", "Renée", "Zoë"]
FAMILY = ["Example", "Sample", "Placeholder", "Illustration", "Specimen", "Instance"]
ORGANIZATION = Organization(
    "Movement for Solidarity and Peace in Pakistan, Inc.",
    ("100 Example Avenue, Suite 4", "New York, NY 10001"),
    "(212) 555-0100",
    "giving@example.org",
    "00-0000000",
    "Farah Example",
    "Treasurer",
)
THANKS = "Thank you for your gift. It pays for one testimony to be taken down, checked and translated."
NO_GOODS = "No goods or services were provided in exchange for this contribution."
EXEMPT = (
    "Movement for Solidarity and Peace in Pakistan, Inc. is recognized as exempt under section 501(c)(3) of the"
    " Internal Revenue Code (EIN 00-0000000). Your contribution is deductible as the law allows."
    " Please keep this receipt."
)


def main() -> None:
    """Measure both, print both and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    letters = [snapshot(number, random.Random(number)) for number in range(asked.letters)]
    ours, our_bytes = rate(render_letter, [letter.to_json() for letter in letters])
    register_naive_fonts()
    floor, floor_bytes = rate(platypus_letter, letters[: max(20, asked.letters // 4)])
    merged, appended = print_file_rates(letters)
    result = {
        "ours_per_cpu_second": round(ours, 1),
        "platypus_per_cpu_second": round(floor, 1),
        "ratio": round(ours / floor, 2),
        "ours_bytes": our_bytes,
        "platypus_bytes": floor_bytes,
        "print_file_per_cpu_second": round(merged, 1),
        "appended_per_cpu_second": round(appended, 1),
        "print_file_ratio": round(merged / appended, 2),
    }
    print(json.dumps(result) if asked.json else "\n".join(f"{name:26} {value}" for name, value in result.items()))


def rate(render: Callable[..., bytes], letters: list) -> tuple[float, int]:
    """Return letters a CPU-second and bytes a letter; the first letter, which loads fonts, is not counted."""
    render(letters[0])
    started = time.process_time()
    size = sum(len(render(letter)) for letter in letters)
    return len(letters) / (time.process_time() - started), size // len(letters)


def print_file_rates(letters: list[LetterSnapshot]) -> tuple[float, float]:
    """Return letters a CPU-second in one print file, and printed singly and appended."""
    started = time.process_time()
    render_letters(letters, title="Receipts", author=ORGANIZATION.legal_name)
    merged = len(letters) / (time.process_time() - started)
    some = letters[: max(20, len(letters) // 4)]
    started = time.process_time()
    writer = PdfWriter()
    for letter in some:
        writer.append(BytesIO(render_letter(letter)))
    writer.write(BytesIO())
    return merged, len(some) / (time.process_time() - started)


def snapshot(number: int, chance: random.Random) -> LetterSnapshot:
    """Return the letter for a made-up gift."""
    name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    amount = f"${chance.randint(10, 9999):,}.{chance.randint(0, 99):02d}"
    code = f"7QF4-{number:04d}-9P"
    return LetterSnapshot(
        kind="cash_acknowledgment",
        number=f"2026-{number:04d}",
        title="Receipt for\nyour gift",
        organization=ORGANIZATION,
        facts=(
            Fact("Receipt", f"2026-{number:04d}"),
            Fact("Date of gift", f"Nov {1 + number % 28}, 2026"),
            Fact("Issued", "Nov 30, 2026"),
            Fact("Tax year", "2026"),
            Fact("Gift", f"G-{number}"),
        ),
        recipient=(name, f"{chance.randint(1, 999)} Sample Street", "Carmel, IN 46032"),
        salutation=f"Dear {name},",
        thanks=THANKS,
        rows=(Row("Contribution of money, by card", "Where it is needed most", amount),),
        total=Total("Your contribution", amount),
        legal=LegalBox("For your tax return", (paragraph(bold(NO_GOODS)), paragraph(EXEMPT))),
        verification=Verification(f"https://give.example.org/verify/{code}", "give.example.org/verify", code),
    )


def register_naive_fonts() -> None:
    """Register the same files as reportlab usually does."""
    pdfmetrics.registerFont(TTFont("Naive", str(FONTS / "Inter-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("NaiveBold", str(FONTS / "Inter-Bold.ttf")))


class Code(Flowable):
    """A QR code drawn module by module."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.content = content
        self.width = self.height = 44

    def draw(self) -> None:
        """Draw it where platypus put it."""
        rows = segno.make(self.content, error="m", micro=False).matrix
        size = 44 / len(rows)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    self.canv.rect(x * size, 44 - (y + 1) * size, size, size, stroke=0, fill=1)


def platypus_letter(letter: LetterSnapshot) -> bytes:
    """Return the same words by the straightforward way."""
    plain, strong = ParagraphStyle("plain", fontName="Naive"), ParagraphStyle("strong", fontName="NaiveBold")
    cells = [[row.what, row.amount] for row in letter.rows] + [[letter.total.label, letter.total.amount]]
    story = [
        Paragraph(ORGANIZATION.legal_name, strong),
        Paragraph(", ".join(ORGANIZATION.address), plain),
        Paragraph(letter.title, strong),
        *[Paragraph(f"{fact.label}: {fact.value}", plain) for fact in letter.facts],
        *[Paragraph(line, plain) for line in letter.recipient],
        Paragraph(letter.salutation, plain),
        Paragraph(letter.thanks, plain),
        Table(cells, style=[("FONT", (0, 0), (-1, -1), "Naive")]),
        Paragraph(letter.legal.title, strong),
        *[Paragraph("".join(run.text for run in runs), plain) for runs in letter.legal.paragraphs],
        Spacer(1, 38),
        Paragraph(ORGANIZATION.signer_name, strong),
        Paragraph(letter.verification.shown, plain),
        Code(letter.verification.address),
    ]
    buffer = BytesIO()
    SimpleDocTemplate(buffer, pagesize=LETTER, invariant=1).build(story)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
