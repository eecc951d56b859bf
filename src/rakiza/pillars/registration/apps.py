"""The registration room as a Django application."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    """Declarations, registration certificates, specific authorisations."""

    name = "rakiza.pillars.registration"
    label = "registration"
