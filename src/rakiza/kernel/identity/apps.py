"""The identity room as a Django application."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """People who sign in."""

    name = "rakiza.kernel.identity"
    label = "identity"
