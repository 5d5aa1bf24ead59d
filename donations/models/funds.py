"""What money is for: funds and campaigns."""

from __future__ import annotations

from django.db import models
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.query import QuerySet


class ReceivedQuerySet(models.QuerySet):
    """Rows that gifts point at, with what was received for each: money and stock, less refunds."""

    def with_received(self) -> QuerySet:
        from donations.models.movements import Movement

        column = self.model._meta.model_name or ""
        of_row = Movement.objects.raised().filter(**{column: OuterRef("pk")}).order_by().values(column)
        return self.annotate(received=Subquery(of_row.annotate(total=Sum("amount")).values("total")))


class Fund(models.Model):
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    purpose = models.TextField(blank=True)
    restricted = models.BooleanField("with donor restriction", default=False)
    zakat_eligible = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    public = models.BooleanField("offered on the giving page", default=False)

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        ordering = ["restricted", "name"]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    name = models.CharField(max_length=100, unique=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name"]

    def __str__(self) -> str:
        return self.name
