"""The registration room as a Django application."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    """Declarations, registration certificates, specific authorisations."""

    name = "rakiza.pillars.registration"
    label = "registration"

    def ready(self) -> None:
        """Declare the room's daily round."""
        from rakiza.pillars.registration import reminders  # noqa: F401, PLC0415  # models must be ready
