"""The forms of signing in: our words, and a code that counts once."""

import pytest
from allauth.account.forms import ChangePasswordForm
from django import forms as django_forms
from django.core.cache import cache

from core.sign_in import forms
from tests.support.builders import make_user


@pytest.mark.django_db
def test_a_new_password_is_asked_in_our_words_alone():
    form = forms.NewPasswordForm(make_user())

    assert isinstance(form, ChangePasswordForm)
    labels = [form.fields[name].label for name in ("oldpassword", "password1", "password2")]
    assert labels == ["Current password", "New password", "Repeat new password"]
    assert [name for name, field in form.fields.items() if "placeholder" in field.widget.attrs] == []


@pytest.mark.django_db
def test_a_code_of_the_app_counts_once_and_another_still_does():
    cache.clear()

    assert forms._once(1, "123 456", "totp") == "123 456"
    with pytest.raises(django_forms.ValidationError):
        forms._once(1, "123456", "totp")
    assert forms._once(1, "654321", "totp") == "654321"
    assert forms._once(2, "123456", "totp") == "123456"


def test_a_recovery_code_is_looked_at_elsewhere():
    assert [forms._once(1, "12345678", "recovery_codes") for _ in range(2)] == ["12345678"] * 2
