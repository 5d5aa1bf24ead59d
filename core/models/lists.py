"""Saved views of lists.

A **SavedView** is the query of a list's URL: filters, order, columns, groups. It holds no rows and grants nothing:
every user sees the rows their own permissions allow. A shared one is offered to everyone who may open the list. A
**DefaultView** is the view a list opens with for one user.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.models.users import User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Offer(TypedDict):
        by_default: bool

    OfferedView = WithAnnotations["SavedView", _Offer]


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def offered(self, *, of: str, to: User) -> models.QuerySet[OfferedView]:
        """The views of a list for one user: their own and the shared ones, with `by_default` for theirs."""
        mine = DefaultView.objects.filter(view=OuterRef("pk"), user=to)
        rows = self.filter(Q(owner=to) | Q(shared=True), of=of).annotate(by_default=Exists(mine))
        return cast("models.QuerySet[OfferedView]", rows)


class SavedView(models.Model):
    of = models.CharField("list", max_length=100, help_text="The name of the list's route.")
    name = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    shared = models.BooleanField(
        "shared", default=False, help_text="Everyone with access to this list can use the view. Only you can change it."
    )
    query = models.TextField(max_length=4_000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["of", "owner", "name"],
                name="saved_view_name_once",
                violation_error_message="You already have a view with this name. Enter another name.",
            ),
            models.CheckConstraint(
                name="saved_view_has_a_name",
                condition=~Q(name=""),
                violation_error_message="Enter a name for the view.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view a list opens with for one user."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="default_views")
    of = models.CharField("list", max_length=100)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="defaults")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "of"], name="default_view_once_a_list")]

    def __str__(self) -> str:
        return f"{self.user}: {self.view}"
