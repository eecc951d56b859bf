"""The needs room as a Django application."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """Need imports and lines."""

    name = "rakiza.pillars.purchasing.needs"
    label = "needs"

    def ready(self) -> None:
        """Register the room's jobs."""
        from rakiza.pillars.purchasing.needs import jobs  # noqa: F401, PLC0415  # models must be ready
