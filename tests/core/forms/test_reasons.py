import pytest

from core.forms.reasons import OptionalReasonForm, ReasonForm


@pytest.mark.parametrize(("reason", "fits"), [("", False), (" ", False), ("Sent twice", True), ("x" * 501, False)])
def test_a_step_needs_a_reason_of_a_line(reason: str, fits: bool) -> None:
    assert ReasonForm({"reason": reason}).is_valid() is fits


def test_where_a_reason_is_optional_none_is_an_empty_one() -> None:
    form = OptionalReasonForm({})

    assert form.is_valid()
    assert form.cleaned_data == {"reason": ""}
