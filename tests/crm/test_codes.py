"""The codes that stand for protected supporters: nobody shares one."""

import pytest

from crm import services
from crm.models import Supporter
from tests.builders import make_supporter

pytestmark = pytest.mark.django_db


def test_a_code_somebody_has_is_drawn_again(monkeypatch):
    taken = make_supporter().code
    drawn = iter([taken, "P-AAAAAA", "P-AAAAAA", "P-AAAAAA", "P-BBBBBB"])
    monkeypatch.setattr(services, "new_code", lambda: next(drawn))

    services.create_supporters(
        drafts=[services.SupporterDraft("Amina Misali"), services.SupporterDraft("Omar Misali")], by=None
    )

    assert set(Supporter.objects.values_list("code", flat=True)) == {taken, "P-AAAAAA", "P-BBBBBB"}
