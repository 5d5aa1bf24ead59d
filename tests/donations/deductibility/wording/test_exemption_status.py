"""Sentences about the exemption: each says what is so on that day, and promises nothing more."""

from dataclasses import replace
from datetime import date

from donations.deductibility import decide
from donations.deductibility.wording import exemption_status
from tests.donations.deductibility.builders import PENDING, RECOGNIZED, make_benefit, make_facts


def sentences(write, facts):
    return write(decide(facts), facts)


def test_recognized_promises_a_deduction_for_a_plain_gift_alone():
    plain = sentences(exemption_status.recognized, make_facts(on=date(2014, 3, 1)))
    dinner = sentences(exemption_status.recognized, make_facts("100.00", make_benefit(), on=date(2014, 3, 1)))

    assert plain == [
        "Example Relief, Inc. is recognized as exempt under section\u00a0501(c)(3) of the Internal Revenue Code "
        "(EIN\u00a000-0000000). Your contribution is tax-deductible to the extent allowed by law."
    ]
    assert "tax-deductible" not in dinner[0]


def test_a_gift_before_the_letter_says_from_when_it_counts():
    first, adviser = sentences(exemption_status.recognized, make_facts(on=date(2013, 1, 5), issued=date(2013, 8, 1)))

    assert "by a letter of July\u00a015, 2013, effective August\u00a021, 2012. This recognition" in first
    assert adviser.startswith("If you have already filed a return")


def test_pending_never_says_deductible():
    found = " ".join(sentences(exemption_status.pending, make_facts(org=PENDING, on=date(2012, 12, 10))))

    assert "Our application is pending." in found
    assert "it will relate back to August\u00a021, 2012 and cover your gift." in found
    assert found.startswith("Example Relief, Inc. was incorporated in New York on August\u00a021, 2012.")
    assert "deductible" not in found


def test_not_applied_says_nothing_of_an_application():
    org = replace(PENDING, status="not_applied", application_filed=None)

    found = " ".join(sentences(exemption_status.not_applied, make_facts(org=org, on=date(2012, 12, 10))))

    assert "has not yet been recognized" in found
    assert "pending" not in found


def test_denied_and_revoked_name_their_days():
    denied = replace(PENDING, status="denied", denial_date=date(2014, 2, 1))
    revoked = replace(
        RECOGNIZED, status="revoked", revocation_effective=date(2020, 5, 15), revocation_published=date(2020, 8, 10)
    )

    (refused,) = sentences(exemption_status.denied, make_facts(org=denied))
    (taken,) = sentences(exemption_status.revoked, make_facts(org=revoked, on=date(2020, 6, 1)))

    assert refused.startswith("On February\u00a01, 2014 the Internal Revenue Service declined")
    assert "effective May\u00a015, 2020, published August\u00a010, 2020. Donors may generally rely on" in taken
