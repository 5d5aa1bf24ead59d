"""Saving, changing and deleting views of lists."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core import audit
from core.listing import saved
from core.models import DefaultView, SavedView, User


@transaction.atomic
def save_view(*, of: str, name: str, query: str, shared: bool, by_default: bool, by: User) -> SavedView:
    """Save a list's query under a name. Raises `ValidationError` when the name is taken."""
    _check_shared(name, query, shared=shared)
    view = SavedView(of=of, name=name, query=query, shared=shared, owner=by)
    view.full_clean()
    view.save()
    set_default(view=view, on=by_default, by=by)
    if shared:
        audit.record(by, "view.shared", view, list=of)
    return view


@transaction.atomic
def change_view(*, view: SavedView, name: str, query: str, shared: bool, by_default: bool, by: User) -> SavedView:
    """Change a user's own view: name, sharing, query. Raises `ValidationError`."""
    _check_shared(name, query, shared=shared)
    shares, before = shared != view.shared, audit.stored(view)
    view.name, view.query, view.shared, view.changed_at = name, query, shared, timezone.now()
    view.full_clean()
    view.save()
    if not shared:
        DefaultView.objects.filter(view=view).exclude(user=by).delete()
    set_default(view=view, on=by_default, by=by)
    if shares:
        changes = audit.since(before, view)
        audit.record(by, "view.shared" if shared else "view.unshared", view, list=view.of, changes=changes)
    return view


def _check_shared(name: str, query: str, *, shared: bool) -> None:
    """Raise `ValidationError` for a shared view that names a protected person."""
    if shared and saved.names_protected(name, query):
        raise ValidationError(
            "This view's name or search includes a protected person's name. Change it, or don't share the view."
        )


@transaction.atomic
def delete_view(*, view: SavedView, by: User) -> None:
    """Delete a view; users who had it as default get the whole list again."""
    if view.shared:
        audit.record(by, "view.deleted", view, list=view.of)
    view.delete()


@transaction.atomic
def set_default(*, view: SavedView, on: bool, by: User) -> None:
    """Make a view a user's default for its list, or stop that."""
    mine = DefaultView.objects.filter(user=by, of=view.of)
    if on:
        DefaultView.objects.update_or_create(user=by, of=view.of, defaults={"view": view})
    else:
        mine.filter(view=view).delete()
