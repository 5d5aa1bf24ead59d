"""The words of a letter beside the law's: who it goes to, how they are addressed, what a state wants printed."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import StateRegistration
from donations.ledger.drafts import BenefitDraft, LineDraft
from receipts.issuing import services
from receipts.issuing.letter_content import THANKS_IN_URDU
from tests.support.builders import TODAY, general_fund, make_fund, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")

ERIE = {"street": "4 Placeholder Lane\nApt 2", "city": "Erie", "region": "PA", "postal_code": "16501", "country": "US"}


def letter_for(gift) -> dict:
    return services.issue_receipts(gifts=[gift], by=None, issued_on=TODAY).new[0].letter


def test_it_goes_to_the_legal_donor_at_the_first_address():
    person = make_supporter("Amina Testperson", salutation="Dr. Testperson", addresses=(ERIE,))

    letter = letter_for(make_gift(supporter=person))

    assert letter["recipient"] == ["Amina Testperson", "4 Placeholder Lane", "Apt 2", "Erie, PA 16501"]
    assert letter["salutation"] == "Dear Dr. Testperson,"


def test_both_who_gave_jointly_are_named_and_addressed():
    wife, husband = make_supporter("Amina Testperson"), make_supporter("Bilal Testperson", salutation="Bilal")

    letter = letter_for(make_gift(supporter=wife, joint_with_id=husband.pk))

    assert letter["recipient"] == ["Amina Testperson and Bilal Testperson"]
    assert letter["salutation"] == "Dear Amina Testperson and Bilal,"


def test_the_facts_say_number_days_tax_year_and_gift():
    gift = make_gift(gift_on=date(2025, 12, 31))

    facts = {fact["label"]: fact["value"] for fact in letter_for(gift)["facts"]}

    assert facts == {
        "Receipt": "2026-0001",
        "Date of gift": "Dec 31, 2025",
        "Issued": "Jun 15, 2026",
        "Tax year": "2025",
        "Gift": gift.spoken_number,
    }


def test_who_reads_urdu_is_thanked_in_it():
    assert letter_for(make_gift(supporter=make_supporter(language="ur")))["urdu"] == THANKS_IN_URDU
    assert letter_for(make_gift())["urdu"] == ""


def test_a_states_legend_is_printed_while_we_are_registered_there():
    person = make_supporter(addresses=(ERIE,))
    assert letter_for(make_gift(supporter=person))["legends"] == []

    StateRegistration.objects.create(state="PA", number="00000", starts_on=date(2026, 1, 1))

    (legend,) = letter_for(make_gift(supporter=person))["legends"]
    assert "Pennsylvania Department of State" in legend["text"]


def test_a_restriction_is_promised():
    fund = make_fund(name="Legal aid", restricted=True)

    assert letter_for(make_gift(fund=fund))["thanks"].endswith("As you asked, it will be used only for “Legal aid”.")


def test_seats_declined_are_said_not_to_count():
    benefits = (
        BenefitDraft("dinner", Decimal("60"), quantity=9),
        BenefitDraft("dinner", Decimal("60"), status="declined"),
    )
    line = LineDraft(general_fund().pk, Decimal("1500"), kind="ticket", description="Table of ten", benefits=benefits)

    letter = letter_for(make_gift(lines=(line,), check_number="2046"))

    # 1,500.00 − 9 × 60.00 = 960.00
    assert [(row["detail"], row["amount"]) for row in letter["rows"]] == [
        ("Table of ten, by check 2046", "$1,500.00"),
        ("9 × dinner at $60.00; 1 × dinner declined", "− $540.00"),
    ]
    assert letter["total"]["amount"] == "$960.00"


def test_a_covered_fee_is_part_of_the_gift():
    fund = general_fund().pk
    lines = (LineDraft(fund, Decimal("50")), LineDraft(fund, Decimal("1.81"), kind="fee_cover"))

    letter = letter_for(make_gift(lines=lines, method="card"))

    assert [(row["what"], row["amount"]) for row in letter["rows"]] == [
        ("Contribution, by card", "$50.00"),
        ("Card fee you covered", "$1.81"),
    ]
    assert letter["total"] == {"label": "Your contribution", "amount": "$51.81"}
