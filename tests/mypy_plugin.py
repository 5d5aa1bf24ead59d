"""What mypy cannot know: `request.user` is a user of ours, never an anonymous one.

`core.permissions.AccessMiddleware` lets nobody else past, except on the public pages, and those ask for no user.
"""

from collections.abc import Callable

from mypy.plugin import AttributeContext, Plugin
from mypy.types import Type, UnionType, get_proper_type


class SignedIn(Plugin):
    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        return _user if fullname == "django.http.request.HttpRequest.user" else None


def _user(context: AttributeContext) -> Type:
    default = get_proper_type(context.default_attr_type)
    if not isinstance(default, UnionType):
        return default
    return next(item for item in default.items if "AnonymousUser" not in str(item))


def plugin(version: str) -> type[Plugin]:
    return SignedIn
