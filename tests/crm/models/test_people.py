"""What the tables of people hold: names, and ways to reach them."""

import pytest
from django.core.exceptions import ValidationError

from crm.models import EmailAddress
from crm.services.supporters import (
    save_contact_point,
)
from tests.support.builders import make_supporter

pytestmark = pytest.mark.django_db


def test_a_protected_name_stands_nowhere_but_in_its_own_field():
    supporter = make_supporter("Amina Testperson", native_name="آمنہ", protected=True)

    assert {supporter.shown_name, supporter.sort_name, str(supporter)} == {supporter.code}
    assert supporter.name_keys == ""


def test_spouses_share_an_e_mail_address_and_one_person_has_it_once():
    one, other = make_supporter(emails=("both@example.org",)), make_supporter(emails=("both@example.org",))

    assert EmailAddress.objects.filter(normalized="both@example.org").count() == 2
    with pytest.raises(ValidationError):
        save_contact_point(point=EmailAddress(supporter=one, address="BOTH@example.org"), by=None)
    assert (one.emails.count(), other.emails.count()) == (1, 1)
