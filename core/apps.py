from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate, pre_save


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core.forms import default_errors

        default_errors.install()  # before any form is defined

        from core.contributes import registry  # noqa: F401
        from core.db import objects, sqlite
        from core.http import secret_links

        secret_links.register()
        connection_created.connect(sqlite.watch)
        pre_migrate.connect(objects.drop_all, sender=self)
        post_migrate.connect(objects.install_all, sender=self)

        from anymail.signals import tracking

        from core.mail import bounces

        tracking.connect(bounces.heard)

        from allauth.usersessions.models import UserSession

        from core.sign_in import sessions

        pre_save.connect(sessions.shorten, sender=UserSession)
