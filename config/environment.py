"""The one reader of settings: the process's environment and, under it, the file that `SOLIDARITY_ENV_FILE` names.

The file's lines join the environment before anything is read, so that no setting can be true in the file and unknown
to whoever asks for it. What the process was started with wins over the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, MutableMapping
from difflib import get_close_matches
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from config.mail_settings import PROVIDERS

FILE = "SOLIDARITY_ENV_FILE"
#: Every setting of the product; `docs/operators.md` says what each means.
SETTINGS = frozenset(
    {
        FILE,
        "SOLIDARITY_MODE",
        "SOLIDARITY_VAR",
        "SOLIDARITY_DEMO",
        "SOLIDARITY_RELAXED_SIGN_IN",
        "SOLIDARITY_ADMIN_PASSWORD",
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
        "SUPPRESSION_KEY",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "DATABASE_URL",
        "BEHIND_PROXY",
        "DEBUG",
        "LOG_LEVEL",
        "EMAIL_URL",
        "EMAIL_PROVIDER",
        "EMAIL_WEBHOOK_SECRET",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRETS",
        "STRIPE_MODE",
        "STRIPE_API_BASE",
        "CHECKOUT_ORIGINS",
        "GIVE_ATTEMPTS_PER_HOUR",
        "GIVE_FEE_PERCENT",
        "GIVE_FEE_FIXED",
        *(name for provider in PROVIDERS.values() for name in (*provider.needs, *provider.may)),
    }
)
#: What such a file may hold for the programs beside us.
OTHERS = frozenset({"DJANGO_SETTINGS_MODULE", "GUNICORN_CMD_ARGS", "LANG", "LC_ALL", "PATH", "TZ", "WEB_CONCURRENCY"})
OTHERS_BEGIN = ("AWS_", "PG", "PYTHON")
OURS_BEGIN = "SOLIDARITY"
#: How alike a name in the environment must be to a setting to be that setting misspelled.
LIKE_IN_FILE, LIKE_ELSEWHERE = 0.8, 0.92


def load(environment: MutableMapping[str, str] | None = None) -> list[str]:
    """Add the settings file to the environment, where it says something new; what is wrong with it, a sentence each.

    `environment` is this process's own unless a test gives another. A name nobody knows is a complaint: misspelled,
    a setting would be ignored without a word.
    """
    environment = os.environ if environment is None else environment
    _forget_empty(environment)
    misspelled = list(_misspelled(environment))
    named = environment.get(FILE, "").strip()
    if not named:
        return misspelled
    try:
        with Path(named).open(encoding="utf-8") as file:
            bindings = [binding for binding in parse_stream(file) if binding.key or binding.error]
    except (OSError, UnicodeDecodeError) as error:
        return [*misspelled, f"{FILE} names {named}, which can't be read: {_why(error)}."]
    for binding in bindings:
        if binding.key and binding.value:
            environment.setdefault(binding.key, binding.value)
    return [*misspelled, *_complaints(bindings, named)]


def _forget_empty(environment: MutableMapping[str, str]) -> None:
    """`NAME=` means that nothing is set."""
    for name in SETTINGS:
        if environment.get(name) == "":
            del environment[name]


def _why(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or "not a file") if isinstance(error, OSError) else "not UTF-8 text"


def _complaints(bindings: list[Binding], named: str) -> Iterator[str]:
    seen: set[str] = set()
    for binding in bindings:
        place = f"{named}, line {binding.original.line + _blank_lines(binding)}"
        if binding.error or binding.key is None or binding.value is None:
            yield f"{place} can't be read. Use the form NAME=value."
        elif binding.key in seen:
            yield f"{place}: {binding.key} is set twice."
        elif not _is_known(binding.key):
            yield f"{place}: {_unknown(binding.key)}"
        seen.add(binding.key or "")


def _misspelled(environment: MutableMapping[str, str]) -> Iterator[str]:
    """Names in the process's environment that nobody knows and that can only be meant for us. It holds other programs'
    settings as well, so there a name must begin like ours, or be all but a setting that is missing."""
    for name in sorted(environment):
        if _is_known(name):
            continue
        near = get_close_matches(name, SETTINGS, 1, LIKE_ELSEWHERE)
        if name.startswith(OURS_BEGIN) or (near and near[0] not in environment):
            yield f"The environment: {_unknown(name)}"


def _unknown(name: str) -> str:
    near = get_close_matches(name, SETTINGS, 1, LIKE_IN_FILE)
    return f"unknown setting {name}." + (f" Did you mean {near[0]}?" if near else "")


def _blank_lines(binding: Binding) -> int:
    """The parser begins a line with the blank ones before it."""
    text = binding.original.string
    return text[: len(text) - len(text.lstrip())].count("\n")


def _is_known(name: str) -> bool:
    return name in SETTINGS or name in OTHERS or name.startswith(OTHERS_BEGIN)
