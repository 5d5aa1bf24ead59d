from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The composition root: it holds the commands that need every app."""

    name = "config"
