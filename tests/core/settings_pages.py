"""What the tests of the settings' pages share."""

from django.urls import reverse

from core.models import AuditEntry

HOSTILE = '"><script>alert(1)</script>'


def post(client, name, data=None, *args):
    """Send a form of the settings, and follow where it leads."""
    return client.post(reverse(name, args=args), data or {}, follow=True)


def acts() -> list[str]:
    """What the audit log says was done, oldest first."""
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
