"""Template variables of every staff page: the sidebar and the organization's name."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from core import extend
from core.clock import organization_of
from core.models import JobRun, User
from core.time_zone import zone_name


def shell(request: HttpRequest) -> dict[str, Any]:
    """The sidebar's groups, the user's running jobs, and whether this is a demonstration."""
    return {
        "nav": _Lazy(request),
        "my_jobs": SimpleLazyObject(lambda: jobs_of(getattr(request, "user", None))),
        "organization": organization_of(request),
        "zone_name": zone_name(timezone.get_current_timezone()),
        "DEMO": settings.DEMO,
    }


def jobs_of(user: Any) -> list[JobRun]:
    """The user's jobs that wait or run."""
    if not isinstance(user, User):
        return []
    return list(JobRun.objects.going_on().filter(owner=user).order_by("pk")[:3])


class _Lazy:
    """Evaluated when a template uses it, so that pages without a sidebar don't pay for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __iter__(self):
        user: Any = getattr(self.request, "user", None)
        groups: dict[str, list[dict[str, Any]]] = {}
        if getattr(self.request, "lacks_second_factor", False):
            return iter(())
        for item in extend.entries_for(user, extend.NavItem) if user is not None and user.is_authenticated else []:
            groups.setdefault(item.group, []).append(self._line(item, user))
        return iter(groups.items())

    def _line(self, item: extend.NavItem, user: Any) -> dict[str, Any]:
        url = reverse(item.url_name)
        path = self.request.path
        current = path == url or (url != "/" and path.startswith(url))
        return {
            "label": item.label,
            "url": url,
            "icon": item.icon,
            "current": current,
            "count": item.count(user) if item.count else None,
        }
