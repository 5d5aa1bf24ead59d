"""Starting the web server and the worker: what is missing is said in a sentence, what is merely off as a note."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import override_settings

from core.models import InstalledObject
from core.organization import readiness
from tests.check import PRODUCTION, ROOT
from tests.support.builders import make_organization

COLLECTED = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Where the static files are collected, once for this file of tests."""
    folder = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": COLLECTED}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def production(settings, tmp_path):
    """Settings as in production; its folder of static files is empty."""
    settings.LOCAL = False
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": COLLECTED}}
    return settings


def refused(*, pages: bool) -> str:
    with pytest.raises(SystemExit) as stopped:
        readiness.refuse(pages=pages)
    return str(stopped.value)


@pytest.mark.django_db
def test_static_files_that_were_never_collected_are_named(production):
    assert f"The static files are not collected in {production.STATIC_ROOT}." in refused(pages=True)


@pytest.mark.django_db
def test_static_files_of_an_earlier_version_are_named(production, collected, tmp_path):
    production.STATIC_ROOT = collected
    later = tmp_path / "later"
    later.mkdir()
    (later / "new.css").write_text("a{}")
    production.STATICFILES_DIRS = [*production.STATICFILES_DIRS, later]

    assert "belong to an earlier version. Run manage.py collectstatic" in refused(pages=True)


@pytest.mark.django_db
def test_all_that_is_there_serves_and_notes_what_is_off(production, collected, capsys):
    production.STATIC_ROOT = collected
    production.MAIL_CONFIGURED, production.STRIPE_SECRET_KEY = False, ""

    readiness.refuse(pages=True)

    assert capsys.readouterr().err.splitlines() == [
        "Note: The organization is not set up yet. Run manage.py set_up.",
        "Note: No outgoing mail is configured (EMAIL_URL or EMAIL_PROVIDER), so emails are held in the outbox.",
        "Note: STRIPE_SECRET_KEY is not set, so online giving is off.",
    ]


@pytest.mark.django_db
def test_a_complete_installation_starts_without_a_word(production, collected, capsys):
    make_organization()
    production.STATIC_ROOT = collected
    production.MAIL_CONFIGURED, production.STRIPE_SECRET_KEY = True, "rk_live_example"

    readiness.refuse(pages=True)

    assert capsys.readouterr().err == ""


@pytest.mark.django_db
def test_a_worker_needs_no_static_files(production):
    readiness.refuse(pages=False)


@pytest.mark.django_db
def test_tables_of_an_earlier_version_are_named():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'crm'")

    assert "The tables belong to an earlier version. Run manage.py migrate." in refused(pages=False)


@pytest.mark.django_db
def test_a_trigger_that_differs_is_named():
    InstalledObject.objects.filter(name="core_auditentry_frozen").update(described_sha256="another")

    assert "“core_auditentry_frozen” in the database" in refused(pages=False)


@pytest.mark.django_db
def test_the_missing_table_of_the_cache_is_named(settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "no_such_table"}}

    assert "Run manage.py createcachetable." in refused(pages=False)


@pytest.mark.django_db
def test_a_database_that_is_away_for_now_stops_nothing(monkeypatch, capsys):
    def away():
        raise DatabaseError("connection refused\nIs the server running?")

    monkeypatch.setattr(readiness, "_tables", away)

    readiness.refuse(pages=False)

    assert capsys.readouterr().err == (
        "Note: The database can't be reached: connection refused. Pages show error 503 until it can.\n"
    )


@pytest.mark.parametrize("command", [["-c", "import config.wsgi"], ["manage.py", "worker", "--once"]])
def test_the_processes_of_an_empty_place_say_what_to_run(command, tmp_path):
    usual = {name: value for name, value in os.environ.items() if not name.startswith(("SOLIDARITY_", "DATABASE_"))}
    here = {"SOLIDARITY_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}

    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**usual, **PRODUCTION, **here}, capture_output=True, text=True
    )

    assert done.returncode == (4 if command[0] == "-c" else 1)
    assert "The database has no tables yet. Run manage.py migrate." in done.stderr
    assert ("The static files are not collected" in done.stderr) == (command[0] == "-c")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("given", [{}, {"SOLIDARITY_MODE": "production"}])
def test_a_web_server_that_cannot_start_ends_instead_of_trying_for_ever(given, tmp_path):
    usual = {name: value for name, value in os.environ.items() if not name.startswith(("SOLIDARITY_", "DATABASE_"))}
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"]

    done = subprocess.run(
        command, cwd=ROOT, env={**usual, "SOLIDARITY_VAR": str(tmp_path), **given}, capture_output=True, text=True
    )

    assert done.returncode == 4
    assert "Solidarity cannot start:" in done.stderr
