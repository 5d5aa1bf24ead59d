"""Users and their roles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.permissions import SIGNED_IN, permissions_of


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, *, name: str = "", roles: tuple[str, ...] = ()):
        """Create a user with a password and roles. The email address is stored in lower case."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save()
        RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in roles])
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=100, blank=True)
    is_active = models.BooleanField(default=True)
    #: Incremented to end every existing session.
    session_round = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", violation_error_message="A user with this email already exists."
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def role_names(self) -> list[str]:
        return sorted(grant.role for grant in self.grants.all())

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """The value a session must hold: after a change of password or `session_round` it is no longer accepted."""
        value = f"{self.password}:{self.session_round}"
        return salted_hmac("core.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    def get_permissions(self) -> frozenset[str]:
        """All permissions of the user's roles; queried once per request."""
        if not hasattr(self, "_permissions"):
            granted = permissions_of(self.role_names) | {SIGNED_IN}
            self._permissions = granted if self.is_active else frozenset()
        return self._permissions

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return perm in self.get_permissions()

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm) for perm in perms)

    def has_module_perms(self, label: str) -> bool:
        return any(perm.startswith(f"{label}.") for perm in self.get_permissions())


class RoleGrant(models.Model):
    """That a user has a role."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_granted_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
