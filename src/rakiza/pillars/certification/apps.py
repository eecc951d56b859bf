"""The certification room as a Django application."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    """Certificates."""

    name = "rakiza.pillars.certification"
    label = "certification"
