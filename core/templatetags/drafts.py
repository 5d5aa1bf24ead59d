"""The tag that saves a form's draft while it is typed."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils import timezone

from core.forms import drafts

register = template.Library()


@register.inclusion_tag("core/draft.html", takes_context=True)
def draft(context: dict[str, Any]) -> dict[str, Any]:
    """Put first inside a form: marks it as one with drafts, and offers an existing draft."""
    request = context["request"]
    left = drafts.offered(user=request.user, form=request.path, now=timezone.now()) if request.method == "GET" else None
    values = json.dumps(left.values) if left else ""
    return {"left": left, "values": values, "form": request.path}
