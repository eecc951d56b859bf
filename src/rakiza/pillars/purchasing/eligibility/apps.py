"""The eligibility room as a Django application."""

from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    """Alerts on the titles behind published plans."""

    name = "rakiza.pillars.purchasing.eligibility"
    label = "eligibility"

    def ready(self) -> None:
        """Register the room's job, and what sets it off."""
        from rakiza.pillars.purchasing.eligibility import jobs  # noqa: F401, PLC0415  # models must be ready
