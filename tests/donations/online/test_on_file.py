"""Nobody outside learns whether somebody is on file: page, receipt and email are the same for all."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.mail.test_emails import built
from core.models import Message
from donations.models import Gift
from tests.support.builders import make_supporter

TYPED = {"full_name": "Parveen Zanzeer", "email": "parveen@example.org", "country": "US", "postal_code": "10001"}
RECORD = {
    "salutation": "Begum Recordtitle",
    "native_name": "پروین زنجیر",
    "language": "ur",
    "note": "A recordnote.",
    "emails": (TYPED["email"],),
    "phones": ("+1 317 555 0111",),
    "addresses": ({"street": "1 Recordstreet", "city": "Recordtown", "region": "FL", "postal_code": "33101"},),
}
CANARIES = (
    "Recordtitle",
    "زنجیر",
    "recordnote",
    "555 0111",
    "Recordstreet",
    "Recordtown",
    "33101",
    "Begum",
    "Recordspelling",
)


def outside(shop, **typed) -> dict[str, str]:
    """Everything somebody without an account sees of a gift, the secrets and numbers of the day left out."""
    intent = shop.give(**{**TYPED, **typed})
    shop.pay(intent, name="Somebody Else", country="US", postal_code="10001")
    shop.settle()
    page = shop.client.get(f"/give/thanks/{intent.public_id}/")
    paper = shop.client.get(f"/give/thanks/{intent.public_id}/receipt.pdf")
    email = built(Message.objects.latest("pk"), shop.organization)
    seen = {
        "page": page.text,
        "receipt": " ".join(part.extract_text() for part in PdfReader(BytesIO(paper.content)).pages),
        "letter": f"{email.subject} {email.body} {email.alternatives[0].content}",
        "headers": str(sorted((name, value) for name, value in page.headers.items() if name != "Content-Length")),
    }
    intent.refresh_from_db()
    number = intent.gift.supporter.receipts.latest("pk").number
    return {what: bare(text, intent, number) for what, text in seen.items()}


def bare(text: str, intent, number: str) -> str:
    for secret in (intent.public_id, number, intent.gift.spoken_number):
        text = text.replace(secret, "…")
    text = re.sub(r'(nonce|csrfmiddlewaretoken"? value)="?[\w-]+', "", text)
    return re.sub(r"[\w.-]*csrftoken=[^;]+", "", text)


@pytest.mark.parametrize("name", ["Parveen Zanzeer", "Parveen", "zanzeer", "PARVEEN ZANZEER"])
def test_what_comes_back_is_what_was_typed_whoever_is_on_file(shop, name):
    nobody = outside(shop, full_name=name, email="nobody@example.org")
    plain = make_supporter("Parveen Zanzeer", **RECORD)
    on_file = outside(shop, full_name=name)
    plain.emails.all().delete()
    hidden = make_supporter("Parveen Zanzeer", **RECORD, protected=True)
    protected = outside(shop, full_name=name)

    assert [word for seen in (on_file, protected) for word in CANARIES if word in str(seen)] == []
    same = {what: text.replace("nobody@", "parveen@").replace("no•••", "pa•••") for what, text in nobody.items()}
    assert on_file == same
    assert protected == same
    assert not Gift.objects.filter(supporter=hidden).exists()
    assert f"Dear {name}," in protected["receipt"]
