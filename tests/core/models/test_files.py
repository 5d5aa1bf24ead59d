"""Stored files know when their bytes changed."""

import hashlib

import pytest

from core.models import StoredFile

pytestmark = pytest.mark.django_db


def test_a_stored_file_knows_when_its_bytes_changed():
    file = StoredFile.store(content=b"%PDF-1.7", name="receipt.pdf", purpose="receipt", media_type="application/pdf")

    assert (file.size, file.sha256) == (8, hashlib.sha256(b"%PDF-1.7").hexdigest())
    assert StoredFile.objects.get(pk=file.pk).is_whole() is True
    assert StoredFile(content=b"%PDF-1.8", sha256=file.sha256).is_whole() is False
