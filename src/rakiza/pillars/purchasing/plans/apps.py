"""The plans room as a Django application."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Annual plans."""

    name = "rakiza.pillars.purchasing.plans"
    label = "plans"

    def ready(self) -> None:
        """Register the room's jobs."""
        from rakiza.pillars.purchasing.plans import jobs  # noqa: F401, PLC0415  # models must be ready
