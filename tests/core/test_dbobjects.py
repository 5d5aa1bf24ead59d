import pytest
from django.apps import apps
from django.core import checks
from django.db import connection, models

from core import dbobjects, extend
from donations.models import Movement
from tests.builders import make_gift


@pytest.mark.django_db
def test_a_migrated_database_holds_every_contributed_object():
    assert dbobjects.missing() == []
    assert [item.name for item in extend.entries(extend.DbObject)] != []


def test_the_product_refuses_a_database_that_lacks_one(own_database):
    (view,) = [item for item in extend.entries(extend.DbObject) if item.name == "donations_movement"]
    with connection.cursor() as cursor:
        cursor.execute(view.drop[connection.vendor])

    found = [error.id for error in checks.run_checks(databases=["default"]) if error.id.startswith("core.")]

    dbobjects.install_all(sender=None)
    assert found == ["core.E001"]
    assert dbobjects.missing() == []


def test_installing_again_changes_nothing(own_database):
    make_gift()

    dbobjects.install_all(sender=None)
    dbobjects.install_all(sender=None)

    assert dbobjects.missing() == []
    assert Movement.objects.count() == 1


def first_texts() -> list[models.CharField]:
    """A text column of every table of money."""
    kept = [model for model in apps.get_app_config("donations").get_models() if model._meta.managed]
    texts = [[field for field in model._meta.local_fields if type(field) is models.CharField] for model in kept]
    return [fields[0] for fields in texts if fields]


@pytest.mark.parametrize("column", first_texts(), ids=str)
def test_a_column_of_any_table_can_be_altered_between_drop_and_install(own_database, column):
    """SQLite rebuilds the table, which fails on views that read it; PostgreSQL refuses to change their columns."""
    wider = models.CharField(max_length=column.max_length + 1)
    wider.set_attributes_from_name(column.name)
    wider.model = column.model

    dbobjects.drop_all(sender=None)
    with connection.schema_editor() as editor:
        editor.alter_field(column.model, column, wider, strict=True)
    dbobjects.install_all(sender=None)

    assert dbobjects.missing() == []
    assert Movement.objects.count() == 0
