"""Whatever a person writes, the audit log names: its object, and of each field what it was and became."""

import pytest
from django.test import Client

from core.models import AuditEntry
from tests.stories.acts_told import untold
from tests.stories.forms.test_sent_twice import charity, client, filled, kept  # noqa: F401  fixtures
from tests.stories.forms.writing_routes import FORMS

#: What is written about an act is the same in any database; `test_sent_twice` sends these forms on both.
pytestmark = pytest.mark.sqlite
#: Forms that write nothing people would ask about, and why.
NO_ACT = {
    "imports:undo": "removes what the import's own entries name; the file is the object",
    "imports:commit": "planned anew here, as the books changed since; the service is shown in test_every_service.py",
    "draft-discard": "one's own draft",
    "view-delete": "one's own view",
    "view-edit": "one's own view",
    "view-new": "one's own view",
    "undo": "takes back a view of one's own here",
}


@pytest.mark.parametrize("name", sorted(set(FORMS) - set(NO_ACT)))
def test_a_form_leaves_an_entry_that_names_its_object_and_what_changed(client: Client, name: str) -> None:  # noqa: F811
    address, form = filled(client, name)
    known = set(AuditEntry.objects.values_list("pk", flat=True))

    faults = untold(lambda: client.post(address, form))

    assert faults == [], "; ".join(faults)
    assert AuditEntry.objects.exclude(pk__in=known).filter(actor__isnull=False).exists() or name in NOBODY


#: Forms of visitors, who are nobody on file to the audit log.
NOBODY = {"events:rsvp", "events:order-guests", "events:order-return"}
