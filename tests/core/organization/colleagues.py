"""People who look after users, and those they look after."""

from __future__ import annotations

import re

from django.conf import settings

from core.models import User
from core.organization import users
from tests.core.settings_pages import post

BANO = {"name": "Bano Sample", "title": "Board member", "email": "Bano@Example.org", "roles": ["board"]}


def invite(client, **override):
    """Invite somebody; gives the person and the link's path."""
    answer = post(client, "settings-user-new", {**BANO, **override})
    return User.objects.latest("pk"), link_in(answer)


def link_in(answer):
    """The path of the link on a page; its host is the site's own, never the request's."""
    found = re.search(rf'value="{re.escape(settings.SITE_URL)}(/welcome/[^"]+)"', answer.text)
    return found.group(1) if found else None


def as_stored(user, **override):
    return {"name": user.name, "title": user.title, "email": user.email, "roles": user.role_names, **override}


def close(user, by):
    users.close_user(user=user, by=by)
