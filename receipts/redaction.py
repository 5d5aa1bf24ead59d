"""Whom receipts name to whom: the law wants the real name on them, and a protected one is kept from all but few.

Who keeps the books reads it on the receipt. Everybody else who works with receipts sees the code, until the name is
revealed to them for a reason. Each PDF that is opened is written down.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest

from core.privacy.visibility import revealed_to
from crm.models import Supporter
from receipts.models import Receipt

#: The permission to read protected names on receipts.
PERMISSION = "receipts.names"
KIND = Supporter._meta.label_lower


def hidden_from(request: HttpRequest) -> QuerySet[Supporter]:
    """The protected people whom receipts do not name to whoever makes this request."""
    if request.user.has_perm(PERMISSION):
        return Supporter.objects.none()
    open_ones = [key for kind, key in revealed_to(request) if kind == KIND]
    return protected().exclude(pk__in=open_ones)


def protected() -> QuerySet[Supporter]:
    """Everybody who is protected, for asking which receipts name them."""
    return Supporter.objects.filter(protected=True).order_by()


def first_hidden(receipt: Receipt, request: HttpRequest) -> Supporter | None:
    """The first of the people on a receipt whose name has to be revealed before it opens."""
    return hidden_from(request).filter(pk__in=receipt.named()).order_by("pk").first()


def guarded_files() -> QuerySet:
    """The PDFs that name a protected person."""
    return Receipt.objects.naming(protected()).filter(pdf__isnull=False).order_by().values("pdf")
