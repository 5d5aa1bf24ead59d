"""Whom receipts name to which user. A receipt needs the legal name, but protected names are hidden from most staff.

Users with the permission below read it on the receipt. All others see the code until the name is revealed to them for a
reason. Every PDF that is opened is recorded.
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
    """The protected people whose names on receipts are hidden from the user of this request."""
    if request.user.has_perm(PERMISSION):
        return Supporter.objects.none()
    open_ones = [key for kind, key in revealed_to(request) if kind == KIND]
    return protected().exclude(pk__in=open_ones)


def protected() -> QuerySet[Supporter]:
    """All protected people, for finding receipts that name them."""
    return Supporter.objects.filter(protected=True).order_by()


def first_hidden(receipt: Receipt, request: HttpRequest) -> Supporter | None:
    """The first person on a receipt whose name must be revealed before it opens; None if there is none."""
    return hidden_from(request).filter(pk__in=receipt.named()).order_by("pk").first()


def guarded_files() -> QuerySet:
    """The PDFs that name a protected person."""
    return Receipt.objects.naming(protected()).filter(pdf__isnull=False).order_by().values("pdf")
