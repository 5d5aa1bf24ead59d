"""Every setting by file and by environment: each documented one takes effect either way."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from config import environment
from tests.check import PRODUCTION, ROOT

GUIDE = (ROOT / "docs" / "operators.md").read_text()
LINE = re.compile(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", re.MULTILINE)
DOCUMENTED = {name for names in LINE.findall(GUIDE) for name in re.findall(r"`([A-Z_]+)`", names)}
READ = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"|environment\.get\("([A-Z_]+)"')

#: Settings that live together: for each its value, what to look at in `config.settings`, and what that must be.
PRODUCTION_ONES = {
    "SOLIDARITY_VAR": ("{tmp}", "str(s.VAR_DIR)", "{tmp}"),
    "SOLIDARITY_MODE": ("production", "s.LOCAL", False),
    "SECRET_KEY": (PRODUCTION["SECRET_KEY"], "s.SECRET_KEY", PRODUCTION["SECRET_KEY"]),
    "SECRET_KEY_FALLBACKS": ("one,two", "s.SECRET_KEY_FALLBACKS", ["one", "two"]),
    "SUPPRESSION_KEY": ("of its own", "s.SUPPRESSION_KEY", "of its own"),
    "ALLOWED_HOSTS": ("a.example,b.example", "s.ALLOWED_HOSTS", ["a.example", "b.example"]),
    "SITE_URL": ("https://a.example/", "s.SITE_URL", "https://a.example"),
    "DATABASE_URL": ("postgres://u:p%23$w@db.example:5433/n", "s.DATABASES['default']['PASSWORD']", "p#$w"),
    "BEHIND_PROXY": ("on", "s.SECURE_PROXY_SSL_HEADER", ["HTTP_X_FORWARDED_PROTO", "https"]),
    "LOG_LEVEL": ("INFO", "s.LOGGING['root']['level']", "INFO"),
    "EMAIL_URL": ("smtp://u:p@mail.example:2525?tls", "s.EMAIL_PORT", 2525),
    "STRIPE_SECRET_KEY": ("rk_live_example", "s.STRIPE_SECRET_KEY", "rk_live_example"),
    "STRIPE_WEBHOOK_SECRETS": ("whsec_a,whsec_b", "s.STRIPE_WEBHOOK_SECRETS", ["whsec_a", "whsec_b"]),
    "STRIPE_MODE": ("live", "s.STRIPE_MODE", "live"),
    "CHECKOUT_ORIGINS": ("https://pay.example", "s.CHECKOUT_ORIGINS", ["https://pay.example"]),
    "GIVE_ATTEMPTS_PER_HOUR": ("7", "s.GIVE_ATTEMPTS_PER_HOUR", 7),
    "GIVE_FEE_PERCENT": ("1.5", "str(s.GIVE_FEE_PERCENT)", "1.5"),
    "GIVE_FEE_FIXED": ("0.25", "str(s.GIVE_FEE_FIXED)", "0.25"),
}
DEMONSTRATION_ONES = {
    "DEBUG": ("true", "s.DEBUG", True),
    "SOLIDARITY_DEMO": ("1", "s.DEMO", True),
    "SOLIDARITY_RELAXED_SIGN_IN": ("1", "s.SECOND_FACTOR_RELAXED", True),
    "STRIPE_API_BASE": ("http://127.0.0.1:9000", "s.STRIPE_API_BASE", "http://127.0.0.1:9000"),
    "SOLIDARITY_VAR": ("{tmp}", "str(s.VAR_DIR)", "{tmp}"),
}
PROVIDER_ONES = {
    "SOLIDARITY_VAR": ("{tmp}", "str(s.VAR_DIR)", "{tmp}"),
    "EMAIL_PROVIDER": ("brevo", "s.EMAIL_BACKEND", "anymail.backends.brevo.EmailBackend"),
    "EMAIL_WEBHOOK_SECRET": ("name:a long enough secret", "s.ANYMAIL['WEBHOOK_SECRET']", "name:a long enough secret"),
    "BREVO_API_KEY": ("key", "s.ANYMAIL['BREVO_API_KEY']", "key"),
}
GROUPS = {"production": PRODUCTION_ONES, "demonstration": DEMONSTRATION_ONES, "provider": PROVIDER_ONES}
#: Read by a command, not by the settings; `tests/core/management/commands/test_set_up.py` gives it.
ELSEWHERE = {"SOLIDARITY_ADMIN_PASSWORD", environment.FILE}


def start(given: dict[str, str], tmp_path: Path, looks: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own; prints what `looks` see."""
    usual = {name: value for name, value in os.environ.items() if name not in environment.SETTINGS}
    code = "import json, config.settings as s; print(json.dumps([" + ", ".join(looks) + "]))"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**usual, **given},
        capture_output=True,
        text=True,
    )


def written(tmp_path: Path, text: str) -> dict[str, str]:
    """The environment that names a settings file of this text."""
    path = tmp_path / "settings.env"
    path.write_text(text)
    return {environment.FILE: str(path)}


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("way", ["file", "environment"])
def test_every_setting_takes_effect(way, group, tmp_path):
    rows = {
        name: tuple(part.replace("{tmp}", str(tmp_path)) if isinstance(part, str) else part for part in row)
        for name, row in GROUPS[group].items()
    }
    values = {name: value for name, (value, _, _) in rows.items()}
    given = values if way == "environment" else written(tmp_path, "".join(f"{n}='{v}'\n" for n, v in values.items()))
    done = start(given, tmp_path, [look for _, look, _ in rows.values()])

    assert done.stderr == ""
    assert dict(zip(rows, json.loads(done.stdout), strict=True)) == {name: want for name, (_, _, want) in rows.items()}


def test_every_setting_is_documented_known_and_tried():
    tried = {name for group in GROUPS.values() for name in group}
    keys_of_providers = {name for p in environment.PROVIDERS.values() for name in (*p.needs, *p.may)}

    assert environment.SETTINGS - keys_of_providers == DOCUMENTED
    assert environment.SETTINGS - keys_of_providers - tried == ELSEWHERE


def test_no_setting_is_read_that_the_guide_does_not_name():
    sources = [ROOT / "config" / "settings.py", ROOT / "config" / "mail_settings.py"]
    read = {name for path in sources for found in READ.findall(path.read_text()) for name in found if name}

    assert len(read) > 20
    assert read <= DOCUMENTED


def test_nothing_but_the_one_reader_asks_the_environment():
    allowed = {"config/settings.py", "config/environment.py", "config/wsgi.py", "config/launcher.py"}
    allowed.add("core/management/commands/set_up.py")  # a password, which is no setting
    apps = ("config", "core", "crm", "donations", "events", "receipts", "imports", "reports")

    asking = {
        str(path.relative_to(ROOT))
        for app in apps
        for path in (ROOT / app).rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text())
    }

    assert asking <= allowed


def test_the_environment_wins_over_the_file(tmp_path):
    given = written(tmp_path, "LOG_LEVEL=ERROR\nGIVE_ATTEMPTS_PER_HOUR=3\n")

    done = start({**given, "LOG_LEVEL": "INFO"}, tmp_path, ["s.LOG_LEVEL", "s.GIVE_ATTEMPTS_PER_HOUR"])

    assert json.loads(done.stdout) == ["INFO", 3]


def test_a_file_that_says_production_is_held_to_what_production_needs(tmp_path):
    done = start(written(tmp_path, "SOLIDARITY_MODE=production\nDEBUG=on\n"), tmp_path)

    assert done.returncode == 1
    for complaint in ("DEBUG must be off in production.", "SECRET_KEY must be", "ALLOWED_HOSTS must", "SITE_URL must"):
        assert complaint in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "# a comment\n\nSOLIDARTY_MODE=production\n",
            "line 3: unknown setting SOLIDARTY_MODE. Did you mean SOLID",
        ),
        ("LOG_LEVEL=INFO\nwhatever this is\n", "line 2 can't be read. Use the form NAME=value."),
        ("LOG_LEVEL\n", "line 1 can't be read. Use the form NAME=value."),
        ("LOG_LEVEL=INFO\nLOG_LEVEL=ERROR\n", "line 2: LOG_LEVEL is set twice."),
        ("GIVE_ATTEMPTS_PER_HOUR=many\n", "GIVE_ATTEMPTS_PER_HOUR: Not a valid integer."),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(text, said, tmp_path):
    done = start(written(tmp_path, text), tmp_path)

    assert done.returncode == 1
    assert said in done.stderr


@pytest.mark.parametrize(("named", "said"), [("nowhere.env", "No such file"), (".", "Is a directory")])
def test_a_file_that_is_not_there_is_named(named, said, tmp_path):
    done = start({environment.FILE: str(tmp_path / named)}, tmp_path)

    assert done.returncode == 1
    assert said in done.stderr


def test_what_other_programs_read_may_stand_in_the_file(tmp_path):
    text = "WEB_CONCURRENCY=3\nPGSSLMODE=require\nDJANGO_SETTINGS_MODULE=config.settings\nDEBUG=\n"

    done = start(written(tmp_path, text), tmp_path, ["s.DEBUG"])

    assert (done.stderr, json.loads(done.stdout)) == ("", [False])


@pytest.mark.parametrize("mode", ["", "SOLIDARITY_MODE=\n", "SOLIDARITY_MODE=local\n"])
@pytest.mark.parametrize(
    "public", ["SITE_URL=https://crm.charity.example", "ALLOWED_HOSTS=localhost,crm.charity.example"]
)
def test_a_public_site_does_not_start_in_local_mode(public, mode, tmp_path):
    done = start(written(tmp_path, f"{mode}{public}\n"), tmp_path)

    assert done.returncode == 1
    assert "crm.charity.example is not this machine alone. Set SOLIDARITY_MODE=production" in done.stderr


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SOLIDARITY_ENVFILE", "SOLIDARITY_ENV_FILE"),
        ("SOLIDARITY_MOD", "SOLIDARITY_MODE"),
        ("ALLOWED_HOST", "ALLOWED_HOSTS"),
        ("STRIPE_SECRET_KEYS", "STRIPE_SECRET_KEY"),
    ],
)
def test_a_misspelled_name_in_the_environment_is_reported(name, meant, tmp_path):
    done = start({name: "anything"}, tmp_path)

    assert done.returncode == 1
    assert f"unknown setting {name}. Did you mean {meant}?" in done.stderr


def test_the_settings_of_other_programs_are_left_alone(tmp_path):
    done = start(
        {"SITE_NAME": "x", "STRIPE_CLI_HOME": "x", "DATABASE_URL": "sqlite:///x", "DATABASE_URLS": "x"}, tmp_path
    )

    assert done.returncode == 0, done.stderr
