"""How letters leave, from the environment."""

import pytest
from django.utils.module_loading import import_string

from config.mail_settings import PROVIDERS, read


def test_without_anything_letters_stay():
    assert read({}).values["MAIL_CONFIGURED"] is False


def test_an_smtp_address_is_read():
    values = read({"EMAIL_URL": "smtp://us%40er:p%3Aw@mail.example:2525?tls"}).values

    assert (values["EMAIL_HOST"], values["EMAIL_PORT"]) == ("mail.example", 2525)
    assert (values["EMAIL_HOST_USER"], values["EMAIL_HOST_PASSWORD"]) == ("us@er", "p:w")
    assert (values["EMAIL_USE_TLS"], values["EMAIL_USE_SSL"]) == (True, False)


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"EMAIL_URL": "mail.example"}, "EMAIL_URL must begin with"),
        ({"EMAIL_URL": "smtp://host:port"}, "EMAIL_URL is not a URL."),
        ({"EMAIL_URL": "file:"}, "EMAIL_URL needs a folder"),
        ({"EMAIL_PROVIDER": "pigeon"}, "EMAIL_PROVIDER is 'pigeon'. Use one of"),
        ({"EMAIL_PROVIDER": "postmark"}, "EMAIL_PROVIDER=postmark needs POSTMARK_SERVER_TOKEN."),
        ({"EMAIL_PROVIDER": "mailgun"}, "EMAIL_PROVIDER=mailgun needs MAILGUN_API_KEY and MAILGUN_SENDER_DOMAIN."),
        ({"EMAIL_URL": "console:", "EMAIL_PROVIDER": "brevo", "BREVO_API_KEY": "k"}, "EMAIL_URL and EMAIL_PROVIDER"),
        ({"EMAIL_WEBHOOK_SECRET": "name:a long enough secret"}, "EMAIL_WEBHOOK_SECRET is for a provider's reports"),
        (
            {"EMAIL_PROVIDER": "brevo", "BREVO_API_KEY": "k", "EMAIL_WEBHOOK_SECRET": "short"},
            "EMAIL_WEBHOOK_SECRET must have the form name:password",
        ),
    ],
)
def test_what_is_missing_is_named(environment, problem):
    assert [each for each in read(environment).problems if each.startswith(problem)]


@pytest.mark.parametrize("name", sorted(set(PROVIDERS) - {"ses"}))
def test_every_provider_is_one_anymail_knows(name):
    environment = dict.fromkeys(PROVIDERS[name].needs, "key")
    found = read({**environment, "EMAIL_PROVIDER": name, "EMAIL_WEBHOOK_SECRET": "name:a long enough secret"})

    assert found.problems == []
    assert import_string(found.values["EMAIL_BACKEND"])
    assert import_string(found.values["MAIL_TRACKING_VIEW"])
