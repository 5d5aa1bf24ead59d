"""The codes that stand for protected supporters: nobody shares one."""

import pytest

from crm.models import Supporter
from crm.services import supporters
from tests.support.builders import make_supporter

pytestmark = pytest.mark.django_db


def test_a_code_somebody_has_is_drawn_again(monkeypatch):
    taken = make_supporter().code
    drawn = iter([taken, "P-AAAAAA", "P-AAAAAA", "P-AAAAAA", "P-BBBBBB"])
    monkeypatch.setattr(supporters, "new_code", lambda: next(drawn))

    supporters.create_supporters(
        drafts=[supporters.SupporterDraft("Amina Misali"), supporters.SupporterDraft("Omar Misali")], by=None
    )

    assert set(Supporter.objects.values_list("code", flat=True)) == {taken, "P-AAAAAA", "P-BBBBBB"}
