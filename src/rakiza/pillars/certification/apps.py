"""The certification room as a Django application."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    """Certificates."""

    name = "rakiza.pillars.certification"
    label = "certification"

    def ready(self) -> None:
        """Declare the room's daily round."""
        from rakiza.pillars.certification import reminders  # noqa: F401, PLC0415  # models must be ready
