"""What is about protected people, told to the pages that show free text about anything (`core.visibility`)."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from core import extend
from core.visibility import Revealed
from crm.models import EmailAddress, Supporter
from crm.revealing import revealed_keys

KIND = "crm.supporter"


def about(object_type: str, *paths: str) -> extend.GuardedRows:
    """Records of a kind are about the supporters that these paths lead to: `supporter`, `order__supporter`."""

    def keys(revealed: Revealed) -> Any:
        hidden = _hidden(revealed)
        about_them = reduce(or_, (Q(**{f"{path}__in": hidden}) for path in paths))
        return apps.get_model(object_type)._default_manager.filter(about_them).order_by().values("pk")

    return extend.GuardedRows(object_type, keys)


def _hidden(revealed: Revealed) -> QuerySet:
    open_ones = [key for kind, key in revealed if kind == KIND]
    return Supporter.objects.filter(protected=True).exclude(pk__in=open_ones).order_by().values("pk")


def _addresses(revealed: Revealed) -> QuerySet:
    return EmailAddress.objects.filter(supporter__in=_hidden(revealed)).order_by().values("normalized")


def _revealed(request: HttpRequest) -> Revealed:
    """Nobody for those who may not reveal a name, whatever their session says."""
    if not request.user.has_perm("supporters.edit"):
        return frozenset()
    return frozenset((KIND, key) for key in revealed_keys(request.session))


ENTRIES = (
    about(KIND, "pk"),
    about("crm.household", "members"),
    extend.GuardedAddresses(_addresses),
    extend.Revealed(_revealed),
)
