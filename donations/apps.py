from django.apps import AppConfig


class DonationsConfig(AppConfig):
    name = "donations"

    def ready(self) -> None:
        from donations import gateways
        from donations.contributes import registry  # noqa: F401

        gateways.refuse_unsafe_settings()
