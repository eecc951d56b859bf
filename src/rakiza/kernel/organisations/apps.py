"""The organisations room as a Django application."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations and memberships."""

    name = "rakiza.kernel.organisations"
    label = "organisations"
