import pytest
from django.apps import apps
from django.core import checks
from django.db import connection, models

from core import extend
from core.db import frozen, objects
from core.models import InstalledObject
from core.money import MoneyField
from donations.models import Movement
from tests.support.builders import make_gift


@pytest.mark.django_db
def test_a_migrated_database_holds_every_contributed_object():
    assert objects.missing() == []
    assert [item.name for item in extend.entries(extend.DbObject)] != []


def test_the_product_refuses_a_database_that_lacks_one(own_database):
    (view,) = [item for item in extend.entries(extend.DbObject) if item.name == "donations_movement"]
    with connection.cursor() as cursor:
        cursor.execute(view.drop[connection.vendor])

    found = [error.id for error in checks.run_checks(databases=["default"]) if error.id.startswith("core.")]

    objects.install_all(sender=None)
    assert found == ["core.E001"]
    assert objects.missing() == []


HARM = {
    "sqlite": [
        "DROP TRIGGER donations_gift_frozen",
        "CREATE TRIGGER donations_gift_frozen BEFORE UPDATE ON donations_gift WHEN 0 BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION donations_gift_frozen() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NEW; END $$"
    ],
}
DISABLED = {"sqlite": [], "postgresql": ["ALTER TABLE donations_gift DISABLE TRIGGER donations_gift_frozen"]}


@pytest.mark.parametrize("harm", [HARM, DISABLED], ids=["replaced", "disabled"])
def test_the_product_refuses_a_database_whose_trigger_was_changed_by_hand(own_database, harm):
    with connection.cursor() as cursor:
        for statement in harm[connection.vendor]:
            cursor.execute(statement)

    found = [error.msg for error in checks.run_checks(databases=["default"]) if error.id == "core.E002"]

    assert len(found) == bool(harm[connection.vendor])
    objects.install_all(sender=None)
    assert objects.different() == []


def test_the_product_refuses_objects_of_another_version(own_database):
    InstalledObject.objects.filter(name="donations_movement").update(source_sha256="0" * 64)

    assert objects.different() == ["donations_movement"]


def test_installing_again_changes_nothing(own_database):
    make_gift()

    objects.install_all(sender=None)
    objects.install_all(sender=None)

    assert objects.missing() == []
    assert Movement.objects.count() == 1


def columns() -> list[models.Field]:
    """A column that can be altered of every table with objects, and of every other table of money: a text if any."""
    guarded = {table.model for table in frozen.tables()}
    kept = {model for model in apps.get_app_config("donations").get_models() if model._meta.managed}
    found = []
    for model in sorted(guarded | kept, key=lambda model: model._meta.label):
        texts = [field for field in model._meta.local_fields if type(field) is models.CharField]
        others = [field for field in model._meta.local_fields if isinstance(field, (MoneyField, models.TextField))]
        found += texts[:1] or others[:1]
    return found


def test_every_guarded_table_has_a_column_here():
    assert {table.model for table in frozen.tables()} <= {column.model for column in columns()}


@pytest.mark.parametrize("column", columns(), ids=str)
def test_a_column_of_any_table_can_be_altered_between_drop_and_install(own_database, column):
    """SQLite rebuilds the table, which fails on views that read it; PostgreSQL refuses to change their columns."""
    wider = column.clone()
    if isinstance(column, models.CharField):
        wider.max_length = column.max_length + 1
    else:
        wider.null = not column.null
    wider.set_attributes_from_name(column.name)
    wider.model = column.model

    objects.drop_all(sender=None)
    with connection.schema_editor() as editor:
        editor.alter_field(column.model, column, wider, strict=True)
    objects.install_all(sender=None)

    assert (objects.missing(), objects.different()) == ([], [])
    assert Movement.objects.count() == 0
