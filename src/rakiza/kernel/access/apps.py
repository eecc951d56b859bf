"""The room of access keys as a Django application."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Keys of programs."""

    name = "rakiza.kernel.access"
    label = "access"
