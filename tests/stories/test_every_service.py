"""Whatever a service writes about people and money, the audit log names, with old and new values."""

import pytest

from tests.imports.planning.test_existing_records import CALLS, Books
from tests.stories.acts_told import untold

#: What a call of `CALLS` sets up by itself, without anybody's act.
BEFOREHAND = {"crm.services.name_reviews.answer_review": {"crm.supporter.protected without old and new"}}

#: What is written about an act is the same in any database; `test_existing_records` calls these services on both.
pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("organization")]


@pytest.mark.parametrize("service", CALLS)
def test_a_service_leaves_an_entry_that_names_its_object_and_what_changed(service: str) -> None:
    has = Books()

    faults = untold(lambda: CALLS[service](has))

    assert set(faults) - BEFOREHAND.get(service, set()) == set(), "; ".join(faults)
