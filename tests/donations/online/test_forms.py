"""The giving page's form: the amounts and funds are those the page offers, and the token is of this page."""

from decimal import Decimal

import pytest

from donations.models import GiftLine, GivingPage
from donations.online.forms import OTHER, GiveForm, countries, new_token, plain, public_funds
from tests.support.builders import make_fund

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return GivingPage(slug="give")


@pytest.fixture
def fund():
    return make_fund("GEN", name="General", public=True)


def filled(page, fund, **changed) -> GiveForm:
    typed = {
        "amount": plain(page.choices[0]),
        "fund": fund.pk,
        "full_name": "Ann Example",
        "email": "ann@example.org",
        "token": new_token(page),
    }
    form = GiveForm(typed | changed, page=page)
    form.full_clean()
    return form


def wrong(form: GiveForm) -> set[str]:
    return set(form.errors)


def test_a_listed_amount_is_the_gift(page, fund):
    form = filled(page, fund)

    assert (wrong(form), form.cleaned_data["gift"]) == (set(), page.choices[0])


def test_an_amount_that_was_typed_counts_whatever_is_ticked(page, fund):
    form = filled(page, fund, other="12.50")

    assert (wrong(form), form.cleaned_data["gift"], form.picked) == (set(), Decimal("12.50"), OTHER)


def test_amounts_the_page_does_not_offer_are_refused(page, fund):
    assert wrong(filled(page, fund, amount="7.77")) == {"amount"}
    assert wrong(filled(page, fund, amount=OTHER)) == {"other"}
    assert wrong(filled(page, fund, other=str(page.minimum - Decimal("0.01")))) == {"other"}
    assert wrong(filled(page, fund, other=str(page.maximum + 1))) == {"other"}


def test_a_fund_that_is_not_public_is_not_offered(page, fund):
    hidden = make_fund("HID", public=False)

    assert wrong(filled(page, hidden)) == {"fund"}
    assert list(public_funds(page)) == [fund]


def test_a_token_of_another_page_has_expired(page, fund):
    assert wrong(filled(page, fund, token=new_token(GivingPage(slug="other")))) == {"token"}
    assert wrong(filled(page, fund, token="made up")) == {"token"}


def test_a_field_people_never_see_stays_blank(page, fund):
    assert wrong(filled(page, fund, website="http://example.org")) == {"website"}


def test_a_covered_fee_is_a_line_of_its_own(page, fund):
    plain_lines = filled(page, fund).lines()
    lines = filled(page, fund, cover_fee="on").lines()

    assert len(plain_lines) == 1
    assert [line.kind for line in lines] == [GiftLine.Kind.CONTRIBUTION, GiftLine.Kind.FEE_COVER]
    assert lines[0].amount == page.choices[0]


def test_a_tribute_without_a_name_is_none(page, fund):
    form = filled(page, fund, tribute_kind="honor")

    assert form.cleaned_data["tribute_kind"] == ""


@pytest.mark.parametrize(("amount", "text"), [("50.00", "50"), ("12.5", "12.50")])
def test_amounts_are_values_of_the_form(amount, text):
    assert plain(Decimal(amount)) == text


def test_our_donors_countries_come_first_and_unions_are_none():
    codes = [code for code, _ in countries()]

    assert codes[:3] == ["", "US", "CA"]
    assert "EU" not in codes
    assert len(codes) == len(set(codes))
