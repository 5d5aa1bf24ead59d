"""One reader of addresses, numbers and ZIP codes, whatever spreadsheet or hand they come from; forms use it too."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from crm.contact_details.fields import ContactPhoneField
from crm.contact_details.values import read_emails, read_phones, read_zip
from crm.forms import AddressForm, ContactDetailsForm, EmailForm, PhoneForm
from crm.identity import normal_email, normal_phone
from events.forms.public import PartyForm
from events.forms.staff import StaffOrderForm

assert StaffOrderForm  # its fields are looked at

ONE, TWO = "+13175550145", "+13175550146"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(317) 555-0145", [ONE]), ("317.555.0145", [ONE]), ("3175550145.0", [ONE]), ("'3175550145", [ONE]),
        ("+1 (317) 555-0145", [ONE]), ("1-317-555-0145", [ONE]), ("tel:+1-317-555-0145", [ONE]), ("٣١٧٥٥٥٠١٤٥", [ONE]),
        ("(317) 555-0145 cell", [ONE]), ("cell: 317-555-0145", [ONE]), ("317-555-0145 (wife's)", [ONE]),
        ("317‑555‑0145", [ONE]), ("(317) 555-0145 / 317 555 0146", [ONE, TWO]), ("3175550145; 3175550146", [ONE, TWO]),
        ("317-555-0145 or 317-555-0146", [ONE, TWO]), ("317-555-0145, 317-555-0146", [ONE, TWO]),
        ("(317)555-0145 h (317)555-0146 w", [ONE, TWO]), ("(317) 555 0145 (h) (317) 555 0146 (c)", [ONE, TWO]),
        ("3175550145 3175550146", [ONE, TWO]), ("home 317-555-0145 cell: 317-555-0146", [ONE, TWO]),
        ("317-555-0145x12", [f"{ONE} ext. 12"]), ("317-555-0145x5", [f"{ONE} ext. 5"]),
        ("317-555-0145X12", [f"{ONE} ext. 12"]), ("317-555-0145 ex 12", [f"{ONE} ext. 12"]),
        ("317-555-0145ext12", [f"{ONE} ext. 12"]), ("317-555-0145 extn 12", [f"{ONE} ext. 12"]),
        ("317-555-0145,x12", [f"{ONE} ext. 12"]), ("317-555-0145 #12", [f"{ONE} ext. 12"]),
        ("317-555-0145 x12", [f"{ONE} ext. 12"]),
        ("317-555-0145, ext. 12", [f"{ONE} ext. 12"]), ("317-555-0145 extension 12", [f"{ONE} ext. 12"]),
        ("555-0148", ["5550148"]), ("0300-1234567", ["03001234567"]), ("+44 20 7946 0000", ["+442079460000"]),
        ("0044 20 7946 0000", ["+442079460000"]), ("+92 300 1234567", ["+923001234567"]),
    ],
)  # fmt: skip
def test_phone_numbers_are_read(text: str, found: list[str]) -> None:
    values = read_phones(text, "US")

    assert list(values.found) == found
    assert bool(values.unread) is not bool(found)


@pytest.mark.parametrize(
    "text",
    [
        "3.17556E+09",
        "3.1E+10",
        "000-000-0000",
        "see notes",
        "12345",
        "+99 123",
        "317-555-0145/46",
        "1" * 30,
        "cell",
        "317-555-0145 (dead)",
        "317-555-0145 wrong",
        "old: 317-555-0145",
        "317-555-0145 disconnected",
        "123-456-7890",
        "317-555-0145 x12 (bad)",
    ],
)
def test_what_is_no_phone_number_is_said(text: str) -> None:
    assert read_phones(text) == ((), (text,))


@pytest.mark.parametrize("text", ["", "n/a", "none", "-", "N/A", "no phone"])
def test_where_nothing_is_given_nothing_is_said(text: str) -> None:
    assert read_phones(text) == read_emails(text) == ((), ())


@pytest.mark.parametrize(
    ("text", "found", "unread"),
    [
        ("mailto:sara@example.com", ["sara@example.com"], []), ("zara@example.com.", ["zara@example.com"], []),
        ("Zara Example <zara@example.com>", ["zara@example.com"], []), ("ZARA@Example.COM,", ["zara@example.com"], []),
        ("a@example.com; b@example.com", ["a@example.com", "b@example.com"], []),
        ("a@example.com/b@example.com", ["a@example.com", "b@example.com"], []),
        ("<mailto:x@example.com?subject=Hi>", ["x@example.com"], []), ("a@example.com (home)", ["a@example.com"], []),
        ("a at example dot com", [], ["a at example dot com"]), ("a@", [], ["a@"]), ("call him", [], ["call him"]),
        ("a@example.com b@", ["a@example.com"], ["b@"]),
        ("a@example.com (bad)", [], ["a@example.com (bad)"]), ("a@example.com invalid", [], ["a@example.com invalid"]),
        ("a@example.com returned", [], ["a@example.com returned"]),
        ("a@example.com (old)", [], ["a@example.com (old)"]),
        ("old: a@example.com", [], ["old: a@example.com"]), ("a@example.com, bad", [], ["a@example.com, bad"]),
        ("a@example.com (old), b@example.com", ["b@example.com"], ["a@example.com (old)"]),
        ("BAD a@example.com", [], ["BAD a@example.com"]), ("a@example.com - bounced", [], ["a@example.com - bounced"]),
        ("bad@example.com", ["bad@example.com"], []), ("Tom Old <tom@example.com>", ["tom@example.com"], []),
        ("a@example.com (work)", ["a@example.com"], []), ("old@example.com b@example.com", ["old@example.com",
        "b@example.com"], []),
    ],
)  # fmt: skip
def test_email_addresses_are_read(text: str, found: list[str], unread: list[str]) -> None:
    values = read_emails(text)

    assert (list(values.found), list(values.unread)) == (found, unread)


@pytest.mark.parametrize(
    ("text", "american", "elsewhere"),
    [
        ("46032-1234", "46032-1234", "46032-1234"), ("460321234", "46032-1234", "460321234"), ("46032", "46032",
        "46032"),
        ("46032 1234", "46032-1234", "46032 1234"), ("1970", "01970", "1970"), ("46032.0", "46032", "46032"),
        ("19701234", "01970-1234", "19701234"), ("'01970", "01970", "01970"), ("SW1A 1AA", "SW1A 1AA", "SW1A 1AA"),
        ("46032-", "46032", "46032"), ("4.6032E+04", "46032", "46032"), ("4.603E+04", "", ""), ("unknown", "", ""),
        ("0", "", ""), ("00000", "", ""), ("n/a", "", ""), ("12", "", ""), ("K1A 0B1", "K1A 0B1", "K1A 0B1"),
    ],
)  # fmt: skip
def test_zip_codes_are_read(text: str, american: str, elsewhere: str) -> None:
    assert (read_zip(text, american=True), read_zip(text, american=False)) == (american, elsewhere)


def test_what_is_compared_is_read_by_the_same_reader() -> None:
    assert normal_phone("3175550145.0") == normal_phone("(317) 555-0145 x12") == normal_phone("+1 317 555 0145") == ONE
    assert normal_email(" mailto:Zara@Example.com. ") == "zara@example.com"


@pytest.mark.parametrize("number", ["3.17556E+09", "317-555-0145 / 317-555-0146", "none at all", "12345"])
def test_a_form_refuses_what_is_no_phone_number(number: str) -> None:
    assert "Enter a phone number" in PhoneForm({"number": number}).errors["number"][0]
    assert "Enter a phone number" in ContactDetailsForm({"phone": number}).errors["phone"][0]


def phone_fields() -> dict[str, forms.Field]:
    """Every field of a form, public and staff, in which somebody's phone number is typed."""
    found: dict[str, forms.Field] = {}
    kinds = [forms.BaseForm]
    while kinds:
        kinds += (kind := kinds.pop()).__subclasses__()
        for name, field in getattr(kind, "base_fields", {}).items():
            if name in ("phone", "mobile", "number") and getattr(field, "max_length", None) == 40:
                found[f"{kind.__module__}.{kind.__qualname__}.{name}"] = field
    return found


def test_every_form_reads_phone_numbers_as_files_do() -> None:
    by_method = {"crm.forms.PhoneForm.number", "crm.forms.ContactDetailsForm.phone", "crm.forms.SupporterForm.phone"}
    the_charity = {name for name in phone_fields() if name.startswith("core.")}  # prints its own number as it likes
    read = {name for name, field in phone_fields().items() if isinstance(field, ContactPhoneField)}

    assert {"events.forms.public.PartyForm.phone", "events.forms.staff.StaffOrderForm.phone"} <= read
    assert set(phone_fields()) - read - by_method - the_charity == set()


@pytest.mark.parametrize("number", ["3.17556E+09", "317-555-0145 / 317-555-0146", "none at all", "12345"])
def test_a_public_page_refuses_what_is_no_phone_number(number: str) -> None:
    with pytest.raises(ValidationError, match="Enter a phone number"):
        PartyForm.base_fields["phone"].clean(number)


def test_a_public_page_takes_phone_numbers_as_files_do() -> None:
    field = PartyForm.base_fields["phone"]
    assert [field.clean(text) for text in ("", "(317) 555-0145 x12", "+92 300 5550142")] == [
        "", "(317) 555-0145 x12", "+92 300 5550142",
    ]  # fmt: skip


def test_forms_read_addresses_and_zip_codes_as_files_do() -> None:
    email, reach = EmailForm({"address": "mailto:Sara@example.com"}), ContactDetailsForm({"email": "zara@example.com."})
    place = AddressForm({"street": "1 Elm St", "city": "Carmel", "postal_code": "460321234", "country": "US"})

    assert (email.is_valid(), reach.is_valid(), place.is_valid()) == (True, True, True)
    assert (email.cleaned_data["address"], reach.cleaned_data["email"]) == ("sara@example.com", "zara@example.com")
    assert place.cleaned_data["postal_code"] == "46032-1234"


def test_a_form_asks_about_a_zip_code_that_is_none() -> None:
    form = AddressForm({"street": "1 Elm St", "city": "Leeds", "postal_code": "LS1 4AP", "country": "US"})

    assert "choose another country" in form.errors["postal_code"][0]
    assert AddressForm({**form.data, "country": "GB"}).is_valid()


@pytest.mark.parametrize("code", ["unclear", "0", "4.603E+04"])
def test_a_form_refuses_what_is_no_postal_code(code: str) -> None:
    form = AddressForm({"street": "1 Elm St", "city": "Leeds", "postal_code": code, "country": "GB"})

    assert "postal_code" in form.errors
