"""The scenarios room as a Django application."""

from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    """Scenarios and analyses of plans."""

    name = "rakiza.pillars.purchasing.plans.scenarios"
    label = "scenarios"

    def ready(self) -> None:
        """Register the room's jobs."""
        from rakiza.pillars.purchasing.plans.scenarios import jobs  # noqa: F401, PLC0415  # models must be ready
