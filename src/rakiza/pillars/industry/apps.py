"""The industry room as a Django application."""

from django.apps import AppConfig


class IndustryConfig(AppConfig):
    """Production lines, devices, offers."""

    name = "rakiza.pillars.industry"
    label = "industry"

    def ready(self) -> None:
        """Say what keeps a site from closing."""
        from rakiza.pillars.industry.plants import closing  # noqa: F401, PLC0415  # models must be ready
