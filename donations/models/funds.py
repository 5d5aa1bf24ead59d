"""What money is for: funds and campaigns."""

from django.db import models


class Fund(models.Model):
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    purpose = models.TextField(blank=True)
    restricted = models.BooleanField("with donor restriction", default=False)
    zakat_eligible = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    public = models.BooleanField("offered on the giving page", default=False)

    class Meta:
        ordering = ["restricted", "name"]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    name = models.CharField(max_length=100, unique=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["-starts_on", "name"]

    def __str__(self) -> str:
        return self.name
