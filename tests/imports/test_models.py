"""A saved mapping is often named after a file, and a file after a person."""

import pytest

from crm.services.supporters import update_supporter
from imports.models import SavedMapping
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def mapping():
    return SavedMapping.objects.create(
        name="Gifts of Parveen Zanzeer", signature="x" * 64, source="gifts-of-parveen-zanzeer"
    )


def protect(person, *, protected=True):
    person.refresh_from_db()
    update_supporter(supporter=person, values={"protected": protected}, version=person.version, by=None)


def test_a_mapping_says_neither_name_nor_source_while_they_name_a_protected_person(mapping):
    person = make_supporter("Parveen Zanzeer")
    told = (mapping.name, mapping.source)
    assert (str(mapping), mapping.shown_name, mapping.shown_source) == (mapping.name, *told)

    protect(person)
    assert (str(mapping), mapping.shown_name, mapping.shown_source) == ("Private mapping", "", "")

    protect(person, protected=False)
    assert (mapping.shown_name, mapping.shown_source) == told


def test_files_are_still_read_by_what_is_stored(mapping):
    protect(make_supporter("Parveen Zanzeer"))

    assert (mapping.mapping.name, mapping.mapping.source) == (mapping.name, mapping.source)
    assert mapping.mapping.key == str(mapping.pk)
