"""Who may open what. Every view states a permission; a view without one is refused (`core/middleware/access.py`).

A view states it as `permission_required` on the class, or with `@permitted("gifts.view")` on a function; `PUBLIC` and
`SIGNED_IN` are valid values. URLs of packages are listed in `PACKAGE_ROUTES`. A view may also state `fresh_sign_in`
(`core/sign_in/reauthentication.py`).
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.module_loading import import_string

PUBLIC = "public"
SIGNED_IN = "signed in"
PACKAGE_ROUTES = {
    "account_logout": PUBLIC,  # also for users between password and code
    "account_reauthenticate": SIGNED_IN,
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
}


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Every permission these roles grant; an unknown role grants none."""
    table: dict[str, frozenset[str]] = import_string(settings.ROLE_PERMISSIONS)
    return frozenset().union(*(table.get(role, frozenset()) for role in roles))


def words_of(permission: str) -> str:
    """What a permission lets a user do; the permission itself when it has no words."""
    words: dict[str, str] = import_string(settings.PERMISSION_WORDS)
    return words.get(permission, permission)


def refusal(permission: str) -> str:
    """Why a page is not accessible, as a sentence."""
    return f"Your roles don't include “{words_of(permission)}”."


def permitted(permission: str) -> Callable:
    """State the permission a function view needs."""

    def state(view: Callable) -> Callable:
        view.permission_required = permission  # type: ignore[attr-defined]  # functions take attributes
        return view

    return state


def stated(view: Callable, url_name: str | None) -> str | None:
    """The permission a view states, or None."""
    target = getattr(view, "view_class", view)
    return getattr(target, "permission_required", None) or PACKAGE_ROUTES.get(url_name or "")
