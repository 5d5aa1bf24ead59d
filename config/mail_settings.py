"""How letters leave, read from the environment: by `EMAIL_URL`, or by the interface of a provider.

EMAIL_URL=smtp://user:password@host:587?tls     smtps://…     file:///folder     console:
EMAIL_PROVIDER=postmark with POSTMARK_SERVER_TOKEN=…          (see PROVIDERS)
EMAIL_WEBHOOK_SECRET=name:password                            lets the provider report bounces
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS = 30
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Provider:
    """A provider anymail speaks to: the settings it must have and may have, and the package it needs besides."""

    backend: str
    tracking: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    package: str = ""


def _provider(name: str, view: str, *needs: str, may: tuple[str, ...] = (), package: str = "") -> Provider:
    backend = f"anymail.backends.{name}.EmailBackend"
    return Provider(backend, f"anymail.webhooks.{name}.{view}TrackingWebhookView", needs, may, package)


PROVIDERS = {
    "brevo": _provider("brevo", "Brevo", "BREVO_API_KEY"),
    "mailersend": _provider("mailersend", "MailerSend", "MAILERSEND_API_TOKEN", may=("MAILERSEND_SIGNING_SECRET",)),
    "mailgun": _provider(
        "mailgun",
        "Mailgun",
        "MAILGUN_API_KEY",
        "MAILGUN_SENDER_DOMAIN",
        may=("MAILGUN_API_URL", "MAILGUN_WEBHOOK_SIGNING_KEY"),
    ),
    "mailjet": _provider("mailjet", "Mailjet", "MAILJET_API_KEY", "MAILJET_SECRET_KEY"),
    "postmark": _provider("postmark", "Postmark", "POSTMARK_SERVER_TOKEN"),
    "resend": _provider("resend", "Resend", "RESEND_API_KEY", may=("RESEND_SIGNING_SECRET",)),
    "sendgrid": _provider("sendgrid", "SendGrid", "SENDGRID_API_KEY"),
    "ses": Provider(
        "anymail.backends.amazon_ses.EmailBackend",
        "anymail.webhooks.amazon_ses.AmazonSESTrackingWebhookView",
        package="boto3",
    ),
    "sparkpost": _provider("sparkpost", "SparkPost", "SPARKPOST_API_KEY"),
}


@dataclass
class MailSettings:
    """What Django and anymail are told, and what is wrong with what was given, one sentence each."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read(environment: Mapping[str, str]) -> MailSettings:
    """The settings by which letters leave; without any, letters stay in the outbox."""
    url, name = environment.get("EMAIL_URL", "").strip(), environment.get("EMAIL_PROVIDER", "").strip().lower()
    found = MailSettings({"MAIL_CONFIGURED": bool(url or name), "MAIL_TRACKING_VIEW": "", "ANYMAIL": {}})
    found.values["EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
    if url and name:
        found.problems.append("EMAIL_URL and EMAIL_PROVIDER are both set. Set only one of them.")
    elif url:
        _read_url(url, found)
    elif name:
        _read_provider(name, environment, found)
    if environment.get("EMAIL_WEBHOOK_SECRET", "").strip() and not name:
        found.problems.append("EMAIL_WEBHOOK_SECRET is for a provider's reports and needs EMAIL_PROVIDER.")
    return found


def _read_url(url: str, found: MailSettings) -> None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        found.problems.append("EMAIL_URL is not a URL.")
        return
    if parts.scheme == "console":
        found.values["EMAIL_BACKEND"] = "django.core.mail.backends.console.EmailBackend"
    elif parts.scheme == "file":
        found.values["EMAIL_BACKEND"] = "django.core.mail.backends.filebased.EmailBackend"
        found.values["EMAIL_FILE_PATH"] = unquote(parts.path)
        if not parts.path:
            found.problems.append("EMAIL_URL needs a folder, for example file:///var/mail.")
    elif parts.scheme in PORTS and host:
        found.values |= {
            "EMAIL_BACKEND": "core.mail.transport.SMTPBackend",
            "EMAIL_HOST": host,
            "EMAIL_PORT": port or PORTS[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and "tls" in parse_qs(parts.query, keep_blank_values=True),
            "EMAIL_TIMEOUT": SECONDS,
        }
    else:
        found.problems.append("EMAIL_URL must begin with smtp://host, smtps://host, file:///folder or console:.")


def _read_provider(name: str, environment: Mapping[str, str], found: MailSettings) -> None:
    provider = PROVIDERS.get(name)
    if provider is None:
        found.problems.append(f"EMAIL_PROVIDER is {name!r}. Use one of {', '.join(sorted(PROVIDERS))}.")
        return
    given = {key: environment.get(key, "").strip() for key in (*provider.needs, *provider.may)}
    if missing := [key for key in provider.needs if not given[key]]:
        found.problems.append(f"EMAIL_PROVIDER={name} needs {' and '.join(missing)}.")
    if provider.package and find_spec(provider.package) is None:
        found.problems.append(f"EMAIL_PROVIDER={name} needs the package {provider.package} installed.")
    found.values["EMAIL_BACKEND"] = provider.backend
    found.values["ANYMAIL"] = {key: value for key, value in given.items() if value} | {"REQUESTS_TIMEOUT": SECONDS}
    secret = environment.get("EMAIL_WEBHOOK_SECRET", "").strip()
    if secret and (":" not in secret or len(secret) < 20):
        found.problems.append("EMAIL_WEBHOOK_SECRET must have the form name:password, with at least 20 characters.")
    elif secret:
        found.values["ANYMAIL"]["WEBHOOK_SECRET"] = secret
        found.values["MAIL_TRACKING_VIEW"] = provider.tracking
