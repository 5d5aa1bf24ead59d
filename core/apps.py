from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import contributes, dbobjects  # noqa: F401

        pre_migrate.connect(dbobjects.drop_all, sender=self)
        post_migrate.connect(dbobjects.install_all, sender=self)
