"""From the giving page to the gift, its receipt and its letter: the whole way, over HTTP."""

from decimal import Decimal

from core.models import Message
from donations.models import Gift, GiftIntent
from receipts.models import Receipt


def test_a_gift_online_becomes_gift_receipt_and_letter(shop):
    intent = shop.give(cover_fee="on")
    shop.pay(intent, name="Amina Testperson", country="US", postal_code="46032")
    shop.settle()

    intent.refresh_from_db()
    gift = Gift.objects.get()
    receipt = Receipt.objects.get()
    message = Message.objects.get()
    assert shop.unfinished() == []
    assert (intent.state, intent.gift) == (GiftIntent.State.PAID, gift)
    # (50.00 + 0.30) / 0.971 = 51.8023, up to the cent 51.81
    assert list(gift.lines.values_list("kind", "fund__code", "amount")) == [
        ("contribution", "GENERAL", Decimal("50.00")),
        ("fee_cover", "GENERAL", Decimal("1.81")),
    ]
    assert (gift.method, gift.origin, gift.supporter.shown_name) == ("card", "online", "Amina Testperson")
    assert sorted(gift.references.values_list("system", "kind")) == [
        ("stripe", "charge"),
        ("stripe", "checkout_session"),
        ("stripe", "payment_intent"),
    ]
    assert (receipt.amount, receipt.pdf is not None) == (Decimal("51.81"), True)
    assert (message.to, message.state, list(message.attachments.all())) == ("amina@example.org", "held", [receipt.pdf])
