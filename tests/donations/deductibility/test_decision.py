"""A decision as it is filled, and as the JSON of a case."""

from datetime import date
from decimal import Decimal

from donations.deductibility.decision import Contribution, Decision, Part
from donations.deductibility.statement_codes import MUST_SAY
from tests.donations.deductibility.builders import make_benefit


def test_the_parts_add_up_to_the_payment():
    decision = Decision()

    decision.state_amounts(paid=Decimal("150.00"), deductible=Decimal("105.00"), status="deductible")

    assert (decision.non_deductible_amount, decision.deductibility_status) == (Decimal("45.00"), "deductible")


def test_codes_and_reasons_stand_once():
    decision = Decision()
    decision.say("NO_GOODS_SERVICES")
    decision.say("NO_GOODS_SERVICES", "CORRECTS")
    decision.warn("counsel_now")
    decision.warn("counsel_now")
    decision.because("Paid by card", "IRC 170")
    decision.because("Paid by card", "IRC 170")
    decision.because("No citation")

    assert decision.must_say == ["NO_GOODS_SERVICES", "CORRECTS"]
    assert decision.warnings == ["counsel_now"]
    assert decision.rules == ["Paid by card (IRC 170)", "No citation"]


def test_what_was_said_can_be_taken_off():
    decision = Decision(must_say=["NO_GOODS_SERVICES", "CORRECTS"])

    decision.unsay("CORRECTS", "PURCHASE")

    assert decision.must_say == ["NO_GOODS_SERVICES"]


def test_benefits_and_their_value_come_from_all_parts():
    dinner, book = make_benefit("45.00"), make_benefit("20.00", description="book")
    day = date(2014, 3, 1)
    parts = tuple(
        Part(
            kind="quid_pro_quo",
            paid=Decimal("100.00"),
            value=benefit.value,
            dates=((day, Decimal("100.00")),),
            contributions=(Contribution(day, Decimal("100.00") - benefit.value),),
            benefits=(benefit,),
        )
        for benefit in (dinner, book)
    )
    decision = Decision(parts=parts)

    assert (decision.counted_benefits, decision.benefit_value) == ((dinner, book), Decimal("65.00"))
    assert [part.contribution for part in parts] == [Decimal("55.00"), Decimal("80.00")]


def test_json_has_money_as_text_and_leaves_out_what_does_not_apply():
    decision = Decision(payment_amount=Decimal("10"), must_say=["CORRECTS"], notes=["a sentence"])
    decision.due_by = date(2014, 1, 31)
    decision.report = {"total": Decimal("1.5"), "days": [date(2014, 1, 1)]}

    document = decision.as_dict()

    assert document["payment_amount"] == "10.00"
    assert document["deductible_amount"] is None
    assert document["must_say"] == [f"CORRECTS: {MUST_SAY['CORRECTS']}", "a sentence"]
    assert (document["due_by"], document["report"]) == ("2014-01-31", {"total": "1.50", "days": ["2014-01-01"]})
    assert not {"lines", "soft_credit", "action", "state_legends"} & set(document)
