"""Where the processor sends its notices: what is answered before anything is read."""

from io import BytesIO

import pytest
from django.test import RequestFactory

from donations import gateways
from donations.processor import webhook
from donations.processor.webhook import LARGEST, StripeWebhookView


def post(body: bytes = b"{}", **extra):
    return StripeWebhookView.as_view()(RequestFactory().post("/stripe/webhook/", body, "application/json", **extra))


def test_there_is_no_such_page_while_online_giving_is_off(monkeypatch):
    monkeypatch.setattr(gateways, "current", lambda: None)

    assert post().status_code == 404


@pytest.mark.parametrize(("length", "read"), [(LARGEST, True), (LARGEST + 1, False)])
def test_a_body_is_read_up_to_its_limit_whatever_its_header_claims(length, read):
    request = RequestFactory().post("/stripe/webhook/", b"x" * length, "application/json")
    request.META["CONTENT_LENGTH"] = "2"
    request._stream = BytesIO(b"x" * length)

    assert (webhook._body(request) is not None) is read


def test_a_stated_length_over_the_limit_or_none_at_all_is_not_read():
    request = RequestFactory().post("/stripe/webhook/", b"x", "application/json")

    for stated in (str(LARGEST + 1), "many"):
        request.META["CONTENT_LENGTH"] = stated
        assert webhook._body(request) is None
